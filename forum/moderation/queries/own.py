"""What one reported, as one follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.moderation import subjects
from forum.moderation.models import Report
from forum.moderation.subjects import Brief

OWN = 20


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
