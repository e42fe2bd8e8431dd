"""Having somebody beside one: a companion, where every other party agrees."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.transactions import transaction
from forum.extensions import db
from forum.mediation.models import Answer, CaseSeat, Entry, EntryKind, Part, SeatState
from forum.mediation.services.answering import answers_to, find_answerable, write_answer
from forum.mediation.services.finding import find_case, seat_of, stir
from forum.mediation.services.leading import parties_of
from forum.mediation.services.naming import named_person
from forum.mediation.services.writing import add_entry, keep_pace
from forum.mediation.stages import SPEAKING


def wish_companion(actor: Actor, case_id: int, handle: str) -> Entry:
    """Wishes somebody beside one. They learn of it once every other party agreed.

    Raises:
        NotFound, NotAllowed: the actor is no party that consented.
        Conflict: the stages have not begun.
        Invalid: nobody is called so, or they have a seat in the case already.
    """
    with transaction():
        seated = find_case(actor, case_id, "case.take_part")
        if seated.case.stage not in SPEAKING:
            raise Conflict(_("Une personne peut vous accompagner dès que chaque partie aura consenti."))
        person_id = named_person(actor, handle)
        if seat_of(case_id, person_id) is not None:
            raise Invalid("person", _("Cette personne a déjà sa place dans cette médiation."))
        keep_pace(actor)
        seat = CaseSeat(case_id=case_id, person_id=person_id, part=Part.COMPANION.value, beside_id=actor.person_id)
        db.session.add(seat)
        entry = add_entry(actor, seated.case, EntryKind.COMPANION, "", about_id=person_id)
        stir(seated.case, actor.person_id)
    return entry


def answer_companion(actor: Actor, entry_id: int, agrees: bool) -> None:
    """Agrees that somebody accompanies another party, or does not. Once all agree, they are invited; one who does not
    is enough for them not to be.

    Raises:
        NotFound, NotAllowed: the actor is no party of the case, or is the one who wishes it.
        Conflict: it is settled already.
    """
    with transaction():
        written = find_answerable(actor, entry_id, EntryKind.COMPANION)
        entry, case = written.entry, written.seated.case
        seat = seat_of(entry.case_id, entry.about_id or 0)
        if entry.author_id == actor.id or seat is None or seat.state != SeatState.NAMED:
            raise Conflict(_("C’est déjà décidé."))
        write_answer(actor, entry, Answer.AGREED if agrees else Answer.REFUSED)
        if not agrees:
            seat.state = SeatState.DECLINED.value
        else:
            agreed = {answer.person_id for answer in answers_to(entry.id, Answer.AGREED)}
            asked = {party.person_id for party in parties_of(case.id)} - {entry.author_id}
            if asked <= agreed:
                seat.state = SeatState.INVITED.value
        stir(case, actor.person_id)
