"""Lists of cases, each by one statement or two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, and_, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import can, visible
from forum.extensions import db
from forum.mediation.models import CaseSeat, MediationCase, Part, SeatState
from forum.mediation.services.leading import may_be_led_by
from forum.mediation.stages import Stage

Columns = TypeVarTuple("Columns")
CASES_A_PAGE = 50
MOST_LISTED = 200
"""Cases of one person, or requests that wait: far more than there are."""


@dataclass(frozen=True)
class CaseRow:
    """A case in a list, with the names of those whom it concerns."""

    case: MediationCase
    state: str
    names: Sequence[str]


@dataclass(frozen=True)
class RegisterLine:
    """All that administrators see of a case."""

    id: int
    asked_at: datetime
    taken_at: datetime | None
    closed_at: datetime | None
    erased_at: datetime | None
    stage: str
    outcome: str


def my_cases(actor: Actor) -> list[CaseRow]:
    """The cases that the actor opens, the newest first, by two statements."""
    mine = and_(CaseSeat.case_id == MediationCase.id, CaseSeat.person_id == actor.person_id)
    query = select(MediationCase, CaseSeat.state).join(CaseSeat, mine).where(visible(actor, MediationCase))
    return with_names(actor, db.session.execute(newest_first(query)).all())


def my_requests(actor: Actor) -> list[MediationCase]:
    """What the actor asked for and does not open: it waits, or it is others' to go on with."""
    query = select(MediationCase).where(
        MediationCase.asked_by == actor.person_id,
        MediationCase.erased_at.is_(None),
        ~visible(actor, MediationCase),
        ~MediationCase.id.in_(
            select(CaseSeat.case_id).where(
                CaseSeat.person_id == actor.person_id,
                CaseSeat.state.in_([SeatState.DECLINED.value, SeatState.LEFT.value]),
            )
        ),
    )
    return list(db.session.scalars(newest_first(query)))


def waiting(actor: Actor) -> list[CaseRow]:
    """The requests that a mediator may take, the oldest first, by two statements; none to others."""
    if not can(actor, "mediation.serve"):
        return []
    for_all_or_me = MediationCase.referred_to.is_(None) | (MediationCase.referred_to == actor.person_id)
    is_mine = MediationCase.stage == Stage.REQUESTED.value, for_all_or_me, may_be_led_by(actor.person_id)
    found = db.session.scalars(select(MediationCase).where(*is_mine).order_by(MediationCase.id).limit(MOST_LISTED))
    return with_names(actor, [(case, "") for case in found])


def newest_first(query: Select[*Columns]) -> Select[*Columns]:
    return query.order_by(MediationCase.id.desc()).limit(MOST_LISTED)


def with_names(actor: Actor, found: Sequence[tuple[MediationCase, str]]) -> list[CaseRow]:
    """Cases with the names of their parties, the actor's left out."""
    query = (
        select(CaseSeat.case_id, Person.name)
        .join(Person, Person.id == CaseSeat.person_id)
        .where(
            CaseSeat.case_id.in_([case.id for case, _state in found]),
            CaseSeat.part == Part.PARTY.value,
            CaseSeat.person_id != actor.person_id,
        )
        .order_by(Person.sort_name, Person.id)
    )
    names: dict[int, list[str]] = defaultdict(list)
    for case_id, name in db.session.execute(query):
        names[case_id].append(name)
    return [CaseRow(case, state, names[case.id]) for case, state in found]


def register(cursor: str | None) -> Slice[RegisterLine]:
    """Every case, the newest first, by one statement: nothing is read of it but what administrators see."""
    query = select(
        MediationCase.id,
        MediationCase.asked_at,
        MediationCase.taken_at,
        MediationCase.closed_at,
        MediationCase.erased_at,
        MediationCase.stage,
        MediationCase.outcome,
    )
    query = after_cursor(query, MediationCase.asked_at, MediationCase.id, cursor, CASES_A_PAGE)
    lines = [RegisterLine(*row) for row in db.session.execute(query)]
    return cut(lines, CASES_A_PAGE, lambda line: (line.asked_at, line.id))
