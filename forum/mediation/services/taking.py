"""Which mediator leads a case: taking a request, referring it to another, letting it go."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.accounts.models import Role, SiteRole
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotAllowed, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.events import MediationAsked
from forum.mediation.models import TAKING_PART, CaseSeat, MediationCase, Part, SeatState
from forum.mediation.services.finding import about, find_case, hold_case, mediator_of, seats_in
from forum.mediation.services.leading import may_lead
from forum.mediation.services.naming import named_person
from forum.mediation.stages import Stage, Step, stage_after
from forum.notices.services import withdraw


def take_case(actor: Actor, case_id: int) -> MediationCase:
    """Takes a request: from then on the actor leads the case, and reads why it was asked for.

    Raises:
        NotFound: there is no such request, or it was referred to somebody else.
        NotAllowed: no mediator; one whom it concerns; or one of a party's school, where not all wish it.
        Conflict: another mediator took it meanwhile.
    """
    with transaction():
        require(actor, "mediation.serve")
        case = hold_case(case_id)
        if case.erased_at is not None or case.referred_to not in (None, actor.id):
            raise NotFound
        if mediator_of(case_id) == actor.id:
            return case  # the same button pressed twice
        refuse_who_may_not_lead(actor, case_id)
        case.stage = stage_after(case.stage, Step.TAKE).value
        case.taken_at, case.referred_to = now(), None
        seat = CaseSeat(
            case_id=case.id, person_id=actor.person_id, part=Part.MEDIATOR.value, state=SeatState.HOLDS.value
        )
        db.session.add(seat)
        ask_again(case.id)
        withdraw(about(case.id))  # it waits no more
    return case


def refuse_who_may_not_lead(actor: Actor, case_id: int) -> None:
    if may_lead(actor.person_id, case_id):
        return
    if db.session.get(CaseSeat, (case_id, actor.person_id)) is not None:
        raise NotAllowed(_("Cette demande vous concerne, ou vous l’avez déjà confiée : quelqu’un d’autre la prendra."))
    raise NotAllowed(_("Vous êtes du même établissement qu’une des parties, et il faudrait qu’elles le souhaitent."))


def ask_again(case_id: int) -> None:
    """Has the parties consent to a mediation with who leads it now: a third party is part of what one consents to."""
    asked = CaseSeat.state.in_(TAKING_PART)
    db.session.execute(
        update(CaseSeat)
        .where(CaseSeat.case_id == case_id, CaseSeat.part == Part.PARTY.value, asked)
        .values(state=SeatState.NAMED.value, ready_stage="", answered_at=None)
        .execution_options(synchronize_session=False)
    )


def refer_case(actor: Actor, case_id: int, handle: str = "") -> None:
    """Refers a case that is not begun to another mediator, or to whoever takes it where none is named.

    Raises:
        NotFound, NotAllowed: the actor does not lead it.
        Conflict: its stages have begun.
        Invalid: who is named is no mediator, or may not lead it.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.lead")
        after = stage_after(seated.case.stage, Step.RETURN)
        other = other_mediator(actor, case_id, handle) if handle.strip() else None
        give_back(seated.case, after, other)


def other_mediator(actor: Actor, case_id: int, handle: str) -> int:
    person_id = named_person(actor, handle)
    role = SiteRole.person_id == person_id, SiteRole.role == Role.MEDIATOR.value
    if db.session.scalar(select(SiteRole.person_id).where(*role)) is None:
        raise Invalid("person", _("Cette personne n’est pas de la médiation."))
    if not may_lead(person_id, case_id):
        raise Invalid(
            "person", _("Cette médiation concerne cette personne ou son établissement : choisissez-en une autre.")
        )
    return person_id


def give_back(case: MediationCase, after: Stage, referred_to: int | None = None) -> None:
    """Ends the seat of who leads a case, and has the request wait again."""
    for seat in seats_in(case.id, Part.MEDIATOR, SeatState.HOLDS):
        seat.state, seat.left_at = SeatState.LEFT.value, now()
    case.stage, case.referred_to, case.turn_of = after.value, referred_to, None
    ask_again(case.id)
    withdraw(about(case.id))  # it opens to nobody until another takes it
    record(MediationAsked(case.id, uuid.uuid4().hex))


def let_go(actor: Actor, case_id: int) -> None:
    """Does not take a request that was referred to the actor: it waits for any other mediator.

    Raises:
        NotFound: none was.
    """
    with transaction():
        require(actor, "mediation.serve")
        case = hold_case(case_id)
        if case.referred_to != actor.id or case.stage != Stage.REQUESTED:
            raise NotFound
        case.referred_to = None
        record(MediationAsked(case.id, uuid.uuid4().hex))
