"""What the mediators' desk reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.models import ModerationAction, Reason, Report, ReportState
from forum.moderation.subjects import Brief, Subject

QUEUE = 30
LOG = 50
OWN = 20


@dataclass(frozen=True)
class Waiting:
    """Something that was reported, with all its open reports together.

    Args:
        report_id: the first of them.
        count: how many people reported it.
    """

    report_id: int
    count: int
    since: datetime
    subject: Brief


@dataclass(frozen=True)
class Queue:
    """A piece of the queue, oldest first; `next_after` asks for the next one."""

    rows: Sequence[Waiting]
    next_after: int | None


@dataclass(frozen=True)
class ReportLine:
    """One report: who asked, why, and where it stands."""

    id: int
    name: str
    reason: str
    words: str
    wishes_mediation: bool
    reported_at: datetime
    state: str


@dataclass(frozen=True)
class OwnReport:
    """A report as who made it follows it.

    Args:
        place: where it stands, as far as they still see it.
        url: leads there; empty where they don't.
    """

    id: int
    object_kind: str
    place: str
    url: str
    reason: str
    words: str
    wishes_mediation: bool
    reported_at: datetime
    state: str
    closed_at: datetime | None
    answer: str


@dataclass(frozen=True)
class ActionLine:
    """One line of the log."""

    id: int
    report_id: int | None
    object_kind: str
    mediator_id: int
    mediator: str
    author: str
    action: str
    reason: str
    done_at: datetime


@dataclass(frozen=True)
class Item:
    """What was reported, as the desk shows it.

    Args:
        context: up to three before, itself, up to three after.
        is_contested: its author asks another mediator to look again.
    """

    report: Report
    subject: Subject
    context: Sequence[Subject]
    reports: Sequence[ReportLine]
    actions: Sequence[ActionLine]

    @property
    def is_open(self) -> bool:
        return any(report.state == ReportState.OPEN.value for report in self.reports)

    @property
    def is_contested(self) -> bool:
        return any(
            report.state == ReportState.OPEN.value and report.reason == Reason.CONTEST.value for report in self.reports
        )

    @property
    def last_action(self) -> ActionLine | None:
        return self.actions[-1] if self.actions else None


def queue(actor: Actor, after: int = 0) -> Queue:
    """What waits for a decision, oldest first: two statements.

    Args:
        actor: a mediator.
        after: the last `report_id` of the piece before.
    """
    first = func.min(Report.id)
    groups = db.session.execute(
        select(Report.object_kind, Report.object_id, first, func.count(), func.min(Report.reported_at))
        .where(Report.state == ReportState.OPEN.value, visible(actor, Report))
        .group_by(Report.object_kind, Report.object_id)
        .having(first > after)
        .order_by(first)
        .limit(QUEUE + 1)
    ).all()
    found = subjects.briefly((kind, object_id) for kind, object_id, *_rest in groups[:QUEUE])
    rows = [
        Waiting(report_id, count, since, found[kind, object_id])
        for kind, object_id, report_id, count, since in groups[:QUEUE]
        if (kind, object_id) in found
    ]
    return Queue(rows, groups[QUEUE - 1][2] if len(groups) > QUEUE else None)


def item(actor: Actor, report_id: int) -> Item:
    """What was reported with all that a decision needs: four statements.

    Raises:
        NotFound: no such report for this person.
    """
    report = db.session.scalar(select(Report).where(Report.id == report_id, visible(actor, Report)))
    if report is None:
        raise NotFound
    context = subjects.in_context(report.object_kind, report.object_id)
    subject = next((each for each in context if each.id == report.object_id), None)
    if subject is None:
        raise NotFound
    return Item(report, subject, context, reports_on(actor, subject), actions_on(actor, subject))


def reports_on(actor: Actor, subject: Subject) -> list[ReportLine]:
    rows = db.session.execute(
        select(Report, Person.name)
        .join(Person, Person.id == Report.reporter_id)
        .where(Report.object_kind == subject.kind, Report.object_id == subject.id, visible(actor, Report))
        .order_by(Report.id)
    )
    return [
        ReportLine(
            report.id, name, report.reason, report.words, report.wishes_mediation, report.reported_at, report.state
        )
        for report, name in rows
    ]


def own_reports(actor: Actor, cursor: str | None) -> Slice[OwnReport]:
    """What a person reported or contested, newest first: two statements."""
    own: Any = select(Report).where(Report.reporter_id == actor.person_id, visible(actor, Report))
    reports = list(db.session.scalars(after_cursor(own, Report.reported_at, Report.id, cursor, OWN)))
    seen = subjects.briefly(((report.object_kind, report.object_id) for report in reports), actor)
    lines = [own_report(report, seen.get((report.object_kind, report.object_id))) for report in reports]
    return cut(lines, OWN, lambda line: (line.reported_at, line.id))


def own_report(report: Report, seen: Brief | None) -> OwnReport:
    return OwnReport(
        id=report.id,
        object_kind=report.object_kind,
        place=seen.place if seen is not None else "",
        url=subjects.address_of(seen.kind, seen.id) if seen is not None else "",
        reason=report.reason,
        words=report.words,
        wishes_mediation=report.wishes_mediation,
        reported_at=report.reported_at,
        state=report.state,
        closed_at=report.closed_at,
        answer=report.answer,
    )


Mediator = aliased(Person)
Author = aliased(Person)
ACTIONS = (
    select(ModerationAction, Mediator.name, Author.name)
    .join(Mediator, Mediator.id == ModerationAction.mediator_id)
    .outerjoin(Report, Report.id == ModerationAction.report_id)
    .outerjoin(Author, Author.id == Report.author_id)
)


def actions_on(actor: Actor, subject: Subject) -> list[ActionLine]:
    about = ModerationAction.object_kind == subject.kind, ModerationAction.object_id == subject.id
    rows = db.session.execute(ACTIONS.where(*about, visible(actor, ModerationAction)).order_by(ModerationAction.id))
    return [action_line(row) for row in rows]


def log(actor: Actor, cursor: str | None) -> Slice[ActionLine]:
    """Every decision, newest first, by one statement."""
    query: Any = ACTIONS.where(visible(actor, ModerationAction))
    rows = db.session.execute(after_cursor(query, ModerationAction.done_at, ModerationAction.id, cursor, LOG))
    return cut([action_line(row) for row in rows], LOG, lambda line: (line.done_at, line.id))


def action_line(row: Any) -> ActionLine:
    action, mediator, author = row
    return ActionLine(
        id=action.id,
        report_id=action.report_id,
        object_kind=action.object_kind,
        mediator_id=action.mediator_id,
        mediator=mediator,
        author=author or "",
        action=action.action,
        reason=action.reason,
        done_at=action.done_at,
    )
