"""Proposals as pages show them: a fixed number of statements, however many people answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, bindparam, case, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.accounts.queries import PersonName
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import require, visible
from forum.core.text import slug
from forum.discussions.models import Space, Thread
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice, ProposalKind, ProposalOption, Stance
from forum.proposals.policy import Place, ProposalIn
from forum.proposals.state import state_of
from forum.proposals.typed import Typed

STANCES = (Stance.OBJECT, Stance.RESERVE, Stance.ABSTAIN, Stance.AGREE)
"""As pages list them: objections first."""
MOST_SHOWN = 6
"""On the page of a thread: those that are open, then the latest."""
MOST_ANSWERS = 12_000
"""Rows: a thousand people, each with as many choices as there can be."""
PROPOSALS_A_PAGE = 30


@dataclass(frozen=True)
class OptionRow:
    """One choice, how many people made it, and whether the reader did."""

    option: ProposalOption
    number: int
    is_mine: bool


@dataclass(frozen=True)
class ProposalRow:
    """A proposal with its figures, and what the reader answered.

    Args:
        people: how many answered.
        stances: how many took each, in a consent round.
        stance, reason: the reader's own.
    """

    put: ProposalIn
    author: str
    outcome_author: str
    options: Sequence[OptionRow]
    people: int
    stances: Mapping[str, int]
    stance: str
    reason: str

    @property
    def proposal(self) -> Proposal:
        return self.put.proposal

    @property
    def has_answered(self) -> bool:
        return bool(self.stance) or any(row.is_mine for row in self.options)

    @property
    def own(self) -> Typed:
        """The reader's answer, as the form begins with it."""
        return Typed(frozenset(row.option.id for row in self.options if row.is_mine), self.stance, self.reason)

    @property
    def state(self) -> str:
        """What tells what it asks from what it asked before an edit."""
        return state_of(self.proposal, [row.option for row in self.options])


@dataclass(frozen=True)
class Answer:
    """What one person answered: the ids of what they chose, or where they stand and why."""

    person: PersonName
    options: frozenset[int]
    stance: str
    reason: str


def number_of(*conditions: ColumnElement[bool], people: bool = False) -> ScalarSelect[int]:
    counted = func.count(ProposalChoice.person_id.distinct()) if people else func.count()
    return select(counted).select_from(ProposalChoice).where(*conditions).scalar_subquery()


def standing(stance: Stance) -> ScalarSelect[int]:
    held = ConsentAnswer.proposal_id == Proposal.id, ConsentAnswer.stance == stance.value
    return select(func.count()).select_from(ConsentAnswer).where(*held).scalar_subquery()


Author, Concluder, Mine = aliased(Person), aliased(Person), aliased(ConsentAnswer)
READER = bindparam("reader_id", type_=Person.id.type)
OF_OPTION = ProposalChoice.option_id == ProposalOption.id

# Put together once: one row a choice of each proposal, with all that a page shows of them.
WHOLE = (
    select(
        Proposal,
        Thread,
        Space,
        ProposalOption,
        Author.name,
        Concluder.name,
        number_of(OF_OPTION),
        number_of(OF_OPTION, ProposalChoice.person_id == READER),
        number_of(ProposalChoice.proposal_id == Proposal.id, people=True),
        *(standing(stance) for stance in STANCES),
        Mine.stance,
        Mine.reason,
    )
    .join(Thread, Thread.id == Proposal.thread_id)
    .join(Space, Space.id == Thread.space_id)
    .join(Author, Author.id == Proposal.author_id)
    .outerjoin(Concluder, Concluder.id == Proposal.outcome_by)
    .outerjoin(ProposalOption, ProposalOption.proposal_id == Proposal.id)
    .outerjoin(Mine, (Mine.proposal_id == Proposal.id) & (Mine.person_id == READER))
)
IS_CLOSED = Proposal.closed_at.is_not(None)


def whole(actor: Actor, query: Select[*tuple[Any, ...]]) -> Sequence[ProposalRow]:
    """The proposals of a statement, each once, in its order."""
    rows: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for row in db.session.execute(query, {"reader_id": actor.id}):
        rows.setdefault(row[0].id, []).append(row)
    return [row_of(found) for found in rows.values()]


def row_of(found: Sequence[Row[*tuple[Any, ...]]]) -> ProposalRow:
    (proposal, thread, space, _, author, concluder, _, _, people, *rest) = found[0]
    *numbers, stance, reason = rest
    stances = dict(zip((stance.value for stance in STANCES), numbers, strict=True))
    return ProposalRow(
        put=ProposalIn(proposal, thread, space),
        author=author,
        outcome_author=concluder or "",
        options=[OptionRow(row[3], row[6], bool(row[7])) for row in found if row[3] is not None],
        people=sum(numbers) if proposal.kind == ProposalKind.CONSENT else people,
        stances=stances,
        stance=stance or "",
        reason=reason or "",
    )


def proposals_on_page(actor: Actor, thread_id: int) -> Sequence[ProposalRow]:
    """What the page of a thread shows: the open ones, then the latest, by one statement. What is hidden is a trace."""
    shown = (
        select(Proposal.id)
        .where(Proposal.thread_id == thread_id, visible(actor, Proposal))
        .order_by(IS_CLOSED, Proposal.id.desc())
        .limit(MOST_SHOWN)
    )
    chosen = select(shown.subquery().c.id)
    query = WHOLE.where(Proposal.id.in_(chosen))
    return whole(actor, query.order_by(IS_CLOSED, Proposal.id.desc(), ProposalOption.position))


def proposal_page(actor: Actor, proposal_id: int) -> ProposalRow:
    """One proposal, by one statement.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    found = whole(actor, WHOLE.where(Proposal.id == proposal_id).order_by(ProposalOption.position))
    if not found:
        raise NotFound
    require(actor, "proposal.see", found[0].put)
    return found[0]


def answers(proposal: Proposal) -> Sequence[Answer]:
    """Who answered what, the objections of a consent round first, by one statement."""
    named = Person.id, Person.name, Person.profession
    if proposal.kind == ProposalKind.CONSENT:
        order = case({stance.value: place for place, stance in enumerate(STANCES)}, value=ConsentAnswer.stance)
        query = (
            select(*named, ConsentAnswer.stance, ConsentAnswer.reason)
            .join(ConsentAnswer, ConsentAnswer.person_id == Person.id)
            .where(ConsentAnswer.proposal_id == proposal.id)
            .order_by(order, ConsentAnswer.answered_at, Person.id)
        )
        return [
            Answer(name_of(row), frozenset(), row.stance, row.reason)
            for row in db.session.execute(query.limit(MOST_ANSWERS))
        ]
    chosen = (
        select(*named, ProposalChoice.option_id)
        .join(ProposalChoice, ProposalChoice.person_id == Person.id)
        .where(ProposalChoice.proposal_id == proposal.id)
        .order_by(ProposalChoice.chosen_at, Person.id)
    )
    people: dict[int, tuple[PersonName, set[int]]] = {}
    for row in db.session.execute(chosen.limit(MOST_ANSWERS)):
        people.setdefault(row.id, (name_of(row), set()))[1].add(row.option_id)
    return [Answer(person, frozenset(options), "", "") for person, options in people.values()]


def name_of(row: Row[*tuple[Any, ...]]) -> PersonName:
    return PersonName(row.id, row.name, row.profession, slug(row.name))


def proposals_of_thread(actor: Actor, thread_id: int, cursor: str | None) -> Slice[Proposal]:
    """Every proposal that was put in a thread, the latest first, by one statement."""
    query = select(Proposal).where(Proposal.thread_id == thread_id, visible(actor, Proposal))
    query = after_cursor(query, Proposal.opened_at, Proposal.id, cursor, PROPOSALS_A_PAGE)
    return cut(list(db.session.scalars(query)), PROPOSALS_A_PAGE, lambda proposal: (proposal.opened_at, proposal.id))


def place_for(actor: Actor, thread_id: int) -> Place:
    """A thread with its space, for whoever sees it.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    query = select(Thread, Space).join(Space, Space.id == Thread.space_id).where(Thread.id == thread_id)
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    require(actor, "thread.see", found[0])
    return Place(found[0], found[1])
