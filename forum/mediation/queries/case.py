"""A case as one person reads it, by a fixed number of statements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import current_app
from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import can, visible
from forum.extensions import db
from forum.mediation.models import Answer, CaseSeat, Entry, EntryAnswer, EntryKind, MediationCase, Part, SeatState
from forum.mediation.policy import Seated
from forum.mediation.sealing import Seal, open_seal
from forum.mediation.services.finding import refuse_who_is_out
from forum.mediation.services.leading import CONCERNED
from forum.mediation.stages import PATH, Stage, may_open_next


@dataclass(frozen=True)
class PersonIn:
    """Somebody's seat in a case, with who they are."""

    person_id: int
    name: str
    profession: str
    seat: CaseSeat


@dataclass(frozen=True)
class Answered:
    """What somebody said to something that was written."""

    person_id: int
    name: str
    answer: str
    words: str


@dataclass(frozen=True)
class Written:
    """Something written, opened for its reader."""

    entry: Entry
    author: str
    about: str
    words: str
    answers: Sequence[Answered]

    def answer_of(self, person_id: int) -> str:
        """What somebody said to it; empty for nothing."""
        return next((one.answer for one in self.answers if one.person_id == person_id), "")


@dataclass(frozen=True)
class Request:
    """Why a mediation was asked for."""

    author: str
    about: str
    link: str
    words: str


@dataclass(frozen=True)
class CasePage:
    """A case as one person reads it.

    Args:
        people: everybody who has, or had, a seat in it, by name; those whom a party wishes beside it once all agreed.
        written: what the reader may read, oldest first.
    """

    case: MediationCase
    seat: CaseSeat
    people: Sequence[PersonIn]
    written: Sequence[Written] = field(default=())

    @property
    def seated(self) -> Seated:
        return Seated(self.case, self.seat)

    @property
    def parties(self) -> list[PersonIn]:
        """The parties that neither declined nor left."""
        states = [state.value for state in CONCERNED]
        return [one for one in self.people if one.seat.part == Part.PARTY and one.seat.state in states]

    @property
    def others(self) -> list[PersonIn]:
        """Everybody else than the parties: companions, mediators, and parties that declined or left."""
        parties = {one.person_id for one in self.parties}
        hidden = SeatState.NAMED.value
        return [one for one in self.people if one.person_id not in parties and one.seat.state != hidden]

    @property
    def mediator(self) -> PersonIn | None:
        """Who leads it."""
        return next((one for one in self.people if one.seat.state == SeatState.HOLDS), None)

    @property
    def turn(self) -> PersonIn | None:
        """Whose turn it is."""
        return next((one for one in self.people if one.person_id == self.case.turn_of), None)

    @property
    def may_open_next(self) -> bool:
        """Whether each party consented and is ready."""
        consented = SeatState.CONSENTED.value
        ready = [one.seat.ready_stage if one.seat.state == consented else "" for one in self.parties]
        return may_open_next(self.case.stage, ready)

    def of(self, kind: EntryKind) -> list[Written]:
        """What was written of one kind."""
        return [one for one in self.written if one.entry.kind == kind]

    def said(self, stage: str) -> list[Written]:
        """What was said to all at a stage: statements and reformulations."""
        kinds = (EntryKind.STATEMENT.value, EntryKind.REFORMULATION.value)
        return [one for one in self.written if one.entry.kind in kinds and one.entry.stage == stage]

    @property
    def past(self) -> list[Stage]:
        """The stages that are over and at which something was said, the first one first."""
        return [stage for stage in PATH if stage != self.case.stage and self.said(stage)]

    def aside(self, party_id: int) -> list[Written]:
        """What was said apart with one party."""
        return [one for one in self.of(EntryKind.ASIDE) if one.entry.private_to == party_id]

    @property
    def agreement(self) -> Written | None:
        """The newest version of the agreement."""
        versions = self.of(EntryKind.VERSION)
        return versions[-1] if versions else None

    @property
    def holds(self) -> bool:
        """Whether each party accepts the newest version."""
        newest = self.agreement
        if newest is None:
            return False
        accepted = {one.person_id for one in newest.answers if one.answer == Answer.ACCEPTED}
        return {one.person_id for one in self.parties} <= accepted

    @property
    def request(self) -> Request | None:
        """Why it was asked for, for those who read it."""
        found = self.of(EntryKind.REQUEST)
        if not found:
            return None
        facts = json.loads(found[0].words)
        return Request(found[0].author, facts["about"], facts["link"], facts["words"])

    @property
    def erased_on(self) -> date | None:
        """The day on which it is erased; None as long as it has not ended."""
        if self.case.closed_at is None:
            return None
        kept: int = current_app.config["SETTINGS"].case_kept_days
        return (self.case.closed_at + timedelta(days=kept)).date()


def seated(actor: Actor, case_id: int) -> Seated:
    """One case with the actor's seat in it, by one statement.

    Raises:
        NotFound: there is none, or none that the actor opens; who left is told so.
    """
    mine = and_(CaseSeat.case_id == MediationCase.id, CaseSeat.person_id == actor.person_id)
    query = select(MediationCase, CaseSeat).outerjoin(CaseSeat, mine).where(MediationCase.id == case_id)
    found = db.session.execute(query.execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound
    place = Seated(found[0], found[1])
    refuse_who_is_out(actor, place)
    return place


def case_page(actor: Actor, case_id: int) -> CasePage:
    """A case as the actor reads it; to whoever is invited and did not consent yet, nothing of what was written.

    Raises:
        NotFound: there is none that the actor opens.
        SealBroken: it can't be opened.
    """
    place = seated(actor, case_id)
    assert place.seat is not None  # noqa: S101  (who has none opens no case)
    people = people_in(case_id)
    if not can(actor, "case.read", place):
        return CasePage(place.case, place.seat, people)
    return CasePage(place.case, place.seat, people, written_in(actor, place.case, people))


def people_in(case_id: int) -> list[PersonIn]:
    query = (
        select(CaseSeat, Person.id, Person.name, Person.profession)
        .join(Person, Person.id == CaseSeat.person_id)
        .where(CaseSeat.case_id == case_id)
        .order_by(Person.sort_name, Person.id)
    )
    return [
        PersonIn(person_id, name, profession, seat) for seat, person_id, name, profession in db.session.execute(query)
    ]


def written_in(actor: Actor, case: MediationCase, people: Sequence[PersonIn]) -> list[Written]:
    """What the actor may read of a case, oldest first, by two statements."""
    author = aliased(Person)
    query = (
        select(Entry, author.name)
        .join(author, author.id == Entry.author_id)
        .where(Entry.case_id == case.id, visible(actor, Entry))
        .order_by(Entry.id)
    )
    found = db.session.execute(query).all()
    seal = open_seal(case.id, case.wrapped_key)
    names = {one.person_id: one.name for one in people}
    answers = answers_in([entry.id for entry, _name in found], seal, names)
    return [
        Written(
            entry, name, names.get(entry.about_id or 0, ""), seal.open(entry.sealed, entry.place), answers[entry.id]
        )
        for entry, name in found
    ]


def answers_in(entry_ids: Sequence[int], seal: Seal, names: Mapping[int, str]) -> Mapping[int, list[Answered]]:
    answers: dict[int, list[Answered]] = defaultdict(list)
    query = select(EntryAnswer).where(EntryAnswer.entry_id.in_(entry_ids)).order_by(EntryAnswer.answered_at)
    for given in db.session.scalars(query.execution_options(populate_existing=True)):
        words = seal.open(given.sealed, given.place) if given.sealed else ""
        answers[given.entry_id].append(Answered(given.person_id, names.get(given.person_id, ""), given.answer, words))
    return answers
