"""The queue of the desk: what weighs most first, and of the same weight what waits longest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from forum.accounts.models import Person, Role
from forum.accounts.queries import people_with_role
from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID
from forum.core.models import now
from forum.core.paging import after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.holding import is_in_hand
from forum.moderation.models import Reason, Report, ReportState, Taking
from forum.moderation.subjects import Brief

QUEUE = 30
WEIGHT_OF_REASON = {
    Reason.CONFIDENTIAL.value: 2,
    Reason.HURTFUL.value: 1,
    Reason.CONTEST.value: 1,
    Reason.EDITED.value: 1,
}
WEIGHT_OF_WISH = 1
WEIGHT_OF_COUNT = {3: 2, 2: 1}
"""By how many people reported it at least."""
WEIGHT_OF_AGE = {timedelta(days=7): 3, timedelta(days=3): 2, timedelta(days=1): 1}
"""By how long it waits at least. What stays eventually comes before everything."""


@dataclass(frozen=True)
class Filters:
    """What of the desk is wanted.

    Args:
        kind: of subjects; empty for all.
        reason: that somebody gave; empty for any.
        state: "open", "mine", or how the mediators closed it.
    """

    kind: str = ""
    reason: str = ""
    state: str = ReportState.OPEN.value

    @property
    def is_of_waiting(self) -> bool:
        return self.state in (ReportState.OPEN.value, MINE)

    def asked(self) -> dict[str, str]:
        """As an address says it, what holds by itself left out."""
        parts = {"kind": self.kind, "reason": self.reason, "state": self.state}
        return {key: value for key, value in parts.items() if value and value != ReportState.OPEN.value}


MINE = "mine"


@dataclass(frozen=True)
class Waiting:
    """Something that was reported, with all its open reports together.

    Args:
        report_id: the first of them.
        count: how many people reported it.
        holder: who has it in hand; empty for nobody.
    """

    report_id: int
    count: int
    since: datetime
    subject: Brief
    is_wished: bool = False
    is_contested: bool = False
    holder: str = ""
    holder_id: int | None = None


@dataclass(frozen=True)
class Queue:
    """A piece of the queue; `next_after` asks for the next one."""

    rows: Sequence[Waiting]
    next_after: str | None


def flag(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """One where a report of a group meets a condition, else zero."""
    return func.max(case((condition, 1), else_=0))


def weight() -> ColumnElement[Any]:
    """How much a group of reports weighs: the sum of what speaks for looking at it soon."""
    moment, count, oldest = now(), func.count(), func.min(Report.reported_at)
    return (
        func.max(case(*((Report.reason == reason, each) for reason, each in WEIGHT_OF_REASON.items()), else_=0))
        + func.max(case((Report.wishes_mediation, WEIGHT_OF_WISH), else_=0))
        + case(*((count >= least, each) for least, each in WEIGHT_OF_COUNT.items()), else_=0)
        + case(*((oldest <= moment - age, each) for age, each in WEIGHT_OF_AGE.items()), else_=0)
    )


def queue(actor: Actor, filters: Filters, after: str = "") -> Queue:
    """What waits for a decision: two statements, however long the queue.

    What the actor wrote is left out; others look at it.

    Args:
        actor: a mediator.
        filters: what of it is wanted.
        after: the `next_after` of the piece before.
    """
    first, weighs = func.min(Report.id), weight()
    taken = and_(Taking.object_kind == Report.object_kind, Taking.object_id == Report.object_id, is_in_hand())
    query: Any = (
        select(
            Report.object_kind,
            Report.object_id,
            first,
            func.count(),
            func.min(Report.reported_at),
            weighs,
            flag(Report.wishes_mediation.expression),
            flag(Report.reason == Reason.CONTEST.value),
            Taking.mediator_id,
            Person.name,
        )
        .outerjoin(Taking, taken)
        .outerjoin(Person, Person.id == Taking.mediator_id)
        .where(Report.state == ReportState.OPEN.value, Report.author_id != actor.id, visible(actor, Report))
        .group_by(Report.object_kind, Report.object_id, Taking.mediator_id, Person.name)
        .order_by(weighs.desc(), first)
        .limit(QUEUE + 1)
    )
    if filters.kind:
        query = query.where(Report.object_kind == filters.kind)
    if filters.reason:
        query = query.having(flag(Report.reason == filters.reason) == 1)
    if filters.state == MINE:
        query = query.where(Taking.mediator_id == actor.id)
    start = place_after(after)
    if start is not None:
        query = query.having(or_(weighs < start[0], and_(weighs == start[0], first > start[1])))
    groups = db.session.execute(query).all()
    found = subjects.briefly((group[0], group[1]) for group in groups[:QUEUE])
    rows = [
        Waiting(report_id, count, since, found[kind, object_id], bool(wish), bool(contest), name or "", holder_id)
        for kind, object_id, report_id, count, since, _weight, wish, contest, holder_id, name in groups[:QUEUE]
        if (kind, object_id) in found
    ]
    return Queue(rows, f"{groups[QUEUE - 1][5]}-{groups[QUEUE - 1][2]}" if len(groups) > QUEUE else None)


def place_after(after: str) -> tuple[int, int] | None:
    """The weight and the report after which a piece begins; None for one that was tampered with."""
    parts = after.split("-")
    if len(parts) != 2 or not all(part.isdecimal() and len(part) <= len(str(LARGEST_ID)) for part in parts):
        return None
    return min(int(parts[0]), LARGEST_ID), min(int(parts[1]), LARGEST_ID)


def decided(actor: Actor, filters: Filters, cursor: str | None) -> Queue:
    """The reports that were closed in a way, the newest first: two statements."""
    query: Any = select(Report).where(
        Report.state == filters.state, Report.author_id != actor.id, visible(actor, Report)
    )
    if filters.kind:
        query = query.where(Report.object_kind == filters.kind)
    if filters.reason:
        query = query.where(Report.reason == filters.reason)
    reports = db.session.scalars(after_cursor(query, Report.reported_at, Report.id, cursor, QUEUE)).all()
    piece = cut(reports, QUEUE, lambda report: (report.reported_at, report.id))
    found = subjects.briefly((report.object_kind, report.object_id) for report in piece.rows)
    rows = [
        Waiting(report.id, 1, report.reported_at, found[key], report.wishes_mediation)
        for report in piece.rows
        if (key := (report.object_kind, report.object_id)) in found
    ]
    return Queue(rows, piece.next_cursor)


def colleagues(actor: Actor) -> list[tuple[str, str]]:
    """The other mediators, by name, for a list to choose from."""
    others = (person for person in people_with_role(Role.MEDIATOR) if person.id != actor.id)
    return [(str(person.id), person.name) for person in others]
