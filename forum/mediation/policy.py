"""Who may do what in a case: the parties that were invited, those whom all agreed to have beside them, and the mediator
who leads it. No role of the site opens one. Administrators see its number, dates, stage and kind of outcome.

Before a mediator takes a request, mediators see its number, its date and whom it concerns, which they need to know
whether it is theirs to take; what was written is read by the one who takes it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select

from forum.accounts.models import Role
from forum.core.actor import Actor
from forum.core.policy import can, rule, visibility
from forum.mediation.models import TAKING_PART, CaseSeat, Entry, MediationCase, Part, SeatState
from forum.mediation.stages import SPEAKING, Stage

GUESTS = (Part.PARTY.value, Part.COMPANION.value)


@dataclass(frozen=True)
class Seated:
    """A case together with the reader's own seat in it, if they have one: what the rules need."""

    case: MediationCase
    seat: CaseSeat | None

    def is_in(self, *states: SeatState) -> bool:
        return self.seat is not None and self.seat.state in states

    @property
    def is_party(self) -> bool:
        return self.seat is not None and self.seat.part == Part.PARTY

    @property
    def is_mediator(self) -> bool:
        return self.seat is not None and self.seat.part == Part.MEDIATOR and self.seat.state == SeatState.HOLDS


@dataclass(frozen=True)
class EntryIn:
    """Something written, together with its case and the reader's seat there."""

    entry: Entry
    seated: Seated


def seats_of(actor: Actor) -> ColumnElement[bool]:
    """The seats that open a case to the actor."""
    guest = and_(CaseSeat.part.in_(GUESTS), CaseSeat.state.in_(TAKING_PART))
    opening: ColumnElement[bool] = guest
    if actor.has_role(Role.MEDIATOR):
        opening = or_(guest, and_(CaseSeat.part == Part.MEDIATOR.value, CaseSeat.state == SeatState.HOLDS.value))
    return and_(CaseSeat.person_id == actor.person_id, opening)


@visibility(MediationCase)
def cases_seen_by(actor: Actor) -> ColumnElement[bool]:
    """As `case.see`, on many."""
    if not actor.is_signed_in:
        return false()
    mine = select(CaseSeat.case_id).where(seats_of(actor))
    return and_(MediationCase.id.in_(mine), MediationCase.erased_at.is_(None))


@visibility(Entry)
def entries_seen_by(actor: Actor) -> ColumnElement[bool]:
    """As `case_entry.see`, on many."""
    if not actor.is_signed_in:
        return false()
    mine = select(CaseSeat.case_id).where(seats_of(actor))
    held = mine.where(CaseSeat.part == Part.MEDIATOR.value)
    read = mine.where(CaseSeat.state == SeatState.CONSENTED.value)
    mine_too = or_(Entry.private_to.is_(None), Entry.private_to == actor.person_id)
    return or_(Entry.case_id.in_(held), and_(Entry.case_id.in_(read), mine_too))


@rule("mediation.list", of_site=True)
def lists_cases(actor: Actor, _: object) -> bool:
    """Everyone who is signed in, their own."""
    return actor.is_signed_in


@rule("mediation.ask", of_site=True)
def asks(actor: Actor, _: object) -> bool:
    """Everyone who is signed in."""
    return actor.is_signed_in


@rule("mediation.serve", of_site=True)
def serves(actor: Actor, _: object) -> bool:
    """Mediators: they see that requests wait."""
    return actor.has_role(Role.MEDIATOR)


@rule("mediation.register", of_site=True)
def reads_register(actor: Actor, _: object) -> bool:
    """Administrators: number, dates, stage and kind of outcome."""
    return actor.has_role(Role.ADMINISTRATOR)


@rule("case.see", sees=Seated)
def sees_case(actor: Actor, seated: Seated) -> bool:
    """Who was invited and did not decline or leave, and the mediator who leads it, as long as they are one."""
    seat = seated.seat
    if not actor.is_signed_in or seat is None or seat.person_id != actor.id or seated.case.erased_at is not None:
        return False
    if seat.part == Part.MEDIATOR:
        return seat.state == SeatState.HOLDS and actor.has_role(Role.MEDIATOR)
    return seat.state in TAKING_PART


@rule("case.read")
def reads_case(actor: Actor, seated: Seated) -> bool:
    """Who consented, and the mediator."""
    return sees_case(actor, seated) and seated.is_in(SeatState.CONSENTED, SeatState.HOLDS)


@rule("case.lead")
def leads(actor: Actor, seated: Seated) -> bool:
    """The mediator, as long as it has not ended."""
    return sees_case(actor, seated) and seated.is_mediator and seated.case.stage != Stage.ENDED


@rule("case.consent")
def consents(actor: Actor, seated: Seated) -> bool:
    """Who is invited, as long as it has not ended."""
    return sees_case(actor, seated) and seated.is_in(SeatState.INVITED) and seated.case.stage != Stage.ENDED


@rule("case.take_part")
def takes_part(actor: Actor, seated: Seated) -> bool:
    """The parties that consented, as long as it has not ended."""
    return reads_case(actor, seated) and seated.is_party and seated.case.stage != Stage.ENDED


@rule("case.speak")
def speaks(actor: Actor, seated: Seated) -> bool:
    """The party whose turn it is."""
    is_turn = seated.case.turn_of == actor.id and seated.case.stage in SPEAKING
    return takes_part(actor, seated) and is_turn


@rule("case.leave")
def leaves(actor: Actor, seated: Seated) -> bool:
    """Who consented, at any time. A mediator refers it, or ends it."""
    return sees_case(actor, seated) and seated.is_in(SeatState.CONSENTED)


@rule("case.follow_up")
def follows_up(actor: Actor, seated: Seated) -> bool:
    """The parties, once they were asked how it goes."""
    was_asked = seated.case.follow_up_told_at is not None
    return reads_case(actor, seated) and seated.is_party and was_asked


@rule("case.download")
def downloads(actor: Actor, seated: Seated) -> bool:
    """The parties that consented: what they wrote, and the agreement."""
    return reads_case(actor, seated) and seated.is_party


@rule("case_entry.see", sees=EntryIn)
def sees_entry(actor: Actor, written: EntryIn) -> bool:
    """Who reads the case; of what is private, the mediator and the one person it is private to."""
    if not reads_case(actor, written.seated):
        return False
    return written.seated.is_mediator or written.entry.private_to in (None, actor.id)


@rule("case_entry.answer")
def answers(actor: Actor, written: EntryIn) -> bool:
    """The parties that consented, about what they read."""
    return sees_entry(actor, written) and can(actor, "case.take_part", written.seated)
