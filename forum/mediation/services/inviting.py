"""Inviting the parties: what the mediator does first."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import CaseSeat, Part, SeatState
from forum.mediation.policy import Seated
from forum.mediation.services.finding import find_case, seat_of, seats_in, stir
from forum.mediation.services.leading import parties_of
from forum.mediation.services.naming import MOST_PARTIES, named_person
from forum.mediation.stages import FEWEST_PARTIES, Stage


def name_party(actor: Actor, case_id: int, handle: str) -> None:
    """Adds somebody to those whom a case concerns, before its stages begin.

    Raises:
        NotFound, NotAllowed: the actor does not lead it.
        Invalid: nobody is called so, or they have a seat in it already.
        Conflict: its stages have begun.
    """
    with transaction():
        in_preparation(find_case(actor, case_id, "case.lead"))
        person_id = named_person(actor, handle)
        if seat_of(case_id, person_id) is not None:
            raise Invalid("person", _("Cette personne a déjà sa place dans cette médiation."))
        if len(parties_of(case_id)) >= MOST_PARTIES:
            raise Invalid("person", _("Huit personnes au plus."))
        db.session.add(CaseSeat(case_id=case_id, person_id=person_id, part=Part.PARTY.value))


def drop_party(actor: Actor, case_id: int, person_id: int) -> None:
    """Takes somebody out whom a case does not concern after all, before they consented.

    Raises:
        NotFound, NotAllowed: the actor does not lead it, or there is no such party.
        Conflict: they consented already; or fewer than two would be left.
    """
    with transaction():
        in_preparation(find_case(actor, case_id, "case.lead"))
        seat = seat_of(case_id, person_id)
        if seat is None or seat.part != Part.PARTY:
            raise NotFound
        if seat.state not in (SeatState.NAMED, SeatState.INVITED):
            raise Conflict(_("Cette personne a déjà répondu."))
        if len(parties_of(case_id)) <= FEWEST_PARTIES:
            raise Conflict(_("Une médiation réunit deux personnes au moins."))
        db.session.delete(seat)


def invite_parties(actor: Actor, case_id: int) -> None:
    """Invites those who were named: they may now read the framework, and consent or not.

    Raises:
        NotFound, NotAllowed: the actor does not lead it.
        Conflict: its stages have begun.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        in_preparation(seated)
        for seat in seats_in(case_id, Part.PARTY, SeatState.NAMED):
            seat.state = SeatState.INVITED.value
        stir(seated.case, actor.person_id)


def in_preparation(seated: Seated) -> None:
    """Lets pass a case whose stages have not begun.

    Raises:
        Conflict: they have.
    """
    if seated.case.stage != Stage.FRAMEWORK:
        raise Conflict(_("Les étapes sont commencées : les parties ne changent plus."))
