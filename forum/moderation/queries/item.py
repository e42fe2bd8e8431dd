"""Something that was reported, with all that a decision needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.holding import Matter, is_in_hand, is_in_own_school, reporters_of
from forum.moderation.models import OF_AUTHORS, DeskNote, ModerationAction, Reason, Report, ReportState, Taking
from forum.moderation.queries.log import ACTIONS, ActionLine, action_line
from forum.moderation.services.remind import NEWEST, first_reminder
from forum.moderation.subjects import Subject

MOST_PAST = 60
"""Decisions that an item shows: those on it first, then the newest about the same person."""
Reporter = aliased(Person)
Holder = aliased(Person)


@dataclass(frozen=True)
class ReportLine:
    """One report: who asked, why, and where it stands."""

    id: int
    reporter_id: int
    name: str
    reason: str
    words: str
    wishes_mediation: bool
    reported_at: datetime
    state: str


@dataclass(frozen=True)
class NoteLine:
    """What a mediator told the others."""

    name: str
    body: str
    written_at: datetime


@dataclass(frozen=True)
class Item:
    """What was reported, as the desk shows it.

    Args:
        context: up to three before, itself, up to three after.
        matter: what decides who handles it.
        actions: the decisions on it, oldest first.
        past: those about the same person, elsewhere.
        holder_id: who has it in hand, and since when.
        reminder: the reminder of the rules that mediators start from.
    """

    report: Report
    subject: Subject
    context: Sequence[Subject]
    matter: Matter
    reports: Sequence[ReportLine]
    actions: Sequence[ActionLine]
    past: Sequence[ActionLine]
    notes: Sequence[NoteLine]
    holder_id: int | None
    holder: str
    held_since: datetime | None
    reminder: str

    @property
    def is_open(self) -> bool:
        return any(report.state == ReportState.OPEN.value for report in self.reports)

    @property
    def is_contested(self) -> bool:
        """Whether its author asks another mediator to look again."""
        return any(
            report.state == ReportState.OPEN.value and report.reason == Reason.CONTEST.value for report in self.reports
        )

    @property
    def is_of_author(self) -> bool:
        """Whether its author came back with it: contests, or made the edit asked for."""
        return any(report.state == ReportState.OPEN.value and report.reason in OF_AUTHORS for report in self.reports)

    @property
    def last_action(self) -> ActionLine | None:
        return self.actions[-1] if self.actions else None


def item(actor: Actor, report_id: int) -> Item:
    """What was reported with all that a decision needs: four statements, five where its words stand elsewhere.

    Raises:
        NotFound: no such report for this person.
    """
    kind = select(Report.object_kind).where(Report.id == report_id).scalar_subquery()
    object_id = select(Report.object_id).where(Report.id == report_id).scalar_subquery()
    taken = and_(Taking.object_kind == Report.object_kind, Taking.object_id == Report.object_id, is_in_hand())
    newest = NEWEST.scalar_subquery()
    rows = db.session.execute(
        select(Report, Reporter.name, is_in_own_school(actor), Taking.mediator_id, Holder.name, Taking.acted_at, newest)
        .join(Reporter, Reporter.id == Report.reporter_id)
        .outerjoin(Taking, taken)
        .outerjoin(Holder, Holder.id == Taking.mediator_id)
        .where(Report.object_kind == kind, Report.object_id == object_id, visible(actor, Report))
        .order_by(Report.id)
    ).all()
    report = next((row[0] for row in rows if row[0].id == report_id), None)
    if report is None:
        raise NotFound
    context = subjects.in_context(report.object_kind, report.object_id)
    subject = next((each for each in context if each.id == report.object_id), None)
    if subject is None:
        raise NotFound
    own_school = any(row[2] for row in rows)
    actions, past = decisions(actor, report)
    return Item(
        report=report,
        subject=subject,
        context=context,
        matter=Matter(report.author_id, reporters_of([row[0] for row in rows]), own_school),
        reports=[report_line(row[0], row[1]) for row in rows],
        actions=actions,
        past=past,
        notes=notes_on(report),
        holder_id=rows[0][3],
        holder=rows[0][4] or "",
        held_since=rows[0][5],
        reminder=rows[0][6] or first_reminder(),
    )


def report_line(report: Report, name: str) -> ReportLine:
    return ReportLine(
        report.id,
        report.reporter_id,
        name,
        report.reason,
        report.words,
        report.wishes_mediation,
        report.reported_at,
        report.state,
    )


def decisions(actor: Actor, report: Report) -> tuple[list[ActionLine], list[ActionLine]]:
    """What was decided on the same thing, oldest first, and about the same person elsewhere, newest first."""
    on_it = and_(ModerationAction.object_kind == report.object_kind, ModerationAction.object_id == report.object_id)
    rows = db.session.execute(
        ACTIONS.where(or_(on_it, Report.author_id == report.author_id), visible(actor, ModerationAction))
        .order_by(case((on_it, 0), else_=1), ModerationAction.id.desc())
        .limit(MOST_PAST)
    )
    lines = [action_line(row) for row in rows]
    same = [line for line in lines if (line.object_kind, line.object_id) == (report.object_kind, report.object_id)]
    return same[::-1], [line for line in lines if line not in same]


def notes_on(report: Report) -> list[NoteLine]:
    rows = db.session.execute(
        select(Person.name, DeskNote.body, DeskNote.written_at)
        .join(Person, Person.id == DeskNote.mediator_id)
        .where(DeskNote.object_kind == report.object_kind, DeskNote.object_id == report.object_id)
        .order_by(DeskNote.id)
    )
    return [NoteLine(*row) for row in rows]
