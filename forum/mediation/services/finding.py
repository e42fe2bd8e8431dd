"""Reading again, inside a verb's transaction, what it is about to change; and telling those whom it concerns."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.events import record
from forum.core.policy import can, require
from forum.extensions import db
from forum.mediation.events import CaseStirred
from forum.mediation.models import INSIDE, CaseSeat, Entry, MediationCase, Part, SeatState
from forum.mediation.policy import EntryIn, Seated
from forum.mediation.stages import Stage

UNTIL_THE_END = frozenset({"case.lead", "case.consent", "case.take_part", "case_entry.answer"})


def hold_case(case_id: int) -> MediationCase:
    """A case, held until the transaction ends: what two people do to it happens one after the other.

    Raises:
        NotFound: there is none.
    """
    query = select(MediationCase).where(MediationCase.id == case_id).with_for_update()
    case = db.session.scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise NotFound
    return case


def find_case(actor: Actor, case_id: int, permission: str = "case.see") -> Seated:
    """The case of an id, held, with the actor's seat in it.

    Raises:
        NotFound: there is none, or none that the actor may open.
        NotAllowed: the actor opens it, but has not that permission.
        Conflict: it has ended, and what the permission is about with it.
    """
    case = hold_case(case_id)
    seated = Seated(case, seat_of(case_id, actor.person_id))
    refuse_who_is_out(actor, seated)
    if permission in UNTIL_THE_END:
        refuse_ended(case)
    require(actor, permission, seated)
    return seated


def refuse_ended(case: MediationCase) -> None:
    """Lets pass a case that goes on.

    Raises:
        Conflict: it has ended.
    """
    if case.stage == Stage.ENDED:
        raise Conflict(_("Cette médiation est terminée : rien ne peut plus y être changé."))


def refuse_who_is_out(actor: Actor, seated: Seated) -> None:
    """Lets pass who opens a case.

    Raises:
        NotFound: the actor has no seat, or gave it up, which is said to them.
    """
    if can(actor, "case.see", seated):
        return
    if seated.is_in(SeatState.LEFT) and not seated.case.erased_at:
        raise NotFound(_("Vous avez quitté cette médiation : elle ne s’ouvre plus pour vous."))
    if seated.is_in(SeatState.DECLINED) and not seated.case.erased_at:
        raise NotFound(_("Vous avez décliné cette médiation : elle ne s’ouvre plus pour vous."))
    raise NotFound


def find_entry(actor: Actor, entry_id: int, permission: str) -> EntryIn:
    """Something written in a case that the actor opens; the case is held.

    Raises:
        NotFound: there is nothing of the kind, or the actor may not see it.
        NotAllowed: the actor sees it, but has not that permission.
    """
    entry = db.session.get(Entry, entry_id)
    if entry is None:
        raise NotFound
    written = EntryIn(entry, find_case(actor, entry.case_id))
    if permission in UNTIL_THE_END and can(actor, "case_entry.see", written):
        refuse_ended(written.seated.case)
    require(actor, permission, written)
    return written


def about(case_id: int) -> str:
    """What notices of a case are withdrawn by."""
    return f"mediation:{case_id}"


def seat_of(case_id: int, person_id: int) -> CaseSeat | None:
    return db.session.get(CaseSeat, (case_id, person_id), populate_existing=True)


def seats_in(case_id: int, part: Part, *states: SeatState) -> Sequence[CaseSeat]:
    """The seats of a part in a case, those in some states alone where any is given."""
    query = select(CaseSeat).where(CaseSeat.case_id == case_id, CaseSeat.part == part.value)
    if states:
        query = query.where(CaseSeat.state.in_([state.value for state in states]))
    return list(db.session.scalars(query.order_by(CaseSeat.person_id).execution_options(populate_existing=True)))


def mediator_of(case_id: int) -> int | None:
    """Who leads a case."""
    held = seats_in(case_id, Part.MEDIATOR, SeatState.HOLDS)
    return held[0].person_id if held else None


def stir(case: MediationCase, by: int, *, private_to: int | None = None) -> None:
    """Notes that there is something new in a case for all who open it, save who did it.

    Args:
        private_to: the one person whom it concerns besides the mediator.
    """
    db.session.flush()
    inside = select(CaseSeat.person_id).where(
        CaseSeat.case_id == case.id,
        CaseSeat.state.in_(INSIDE),
    )
    told = [person_id for person_id in db.session.scalars(inside) if person_id != by]
    if private_to is not None:
        told = [person_id for person_id in told if person_id in (private_to, mediator_of(case.id))]
    if told:
        record(CaseStirred(case.id, sorted(told), uuid.uuid4().hex))
