"""What mediators decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.moderation.models import ModerationAction, Report

LOG = 50


@dataclass(frozen=True)
class ActionLine:
    """One line of the log."""

    id: int
    report_id: int | None
    object_kind: str
    object_id: int
    mediator_id: int
    mediator: str
    author: str
    action: str
    reason: str
    done_at: datetime


Mediator = aliased(Person)
Author = aliased(Person)
ACTIONS = (
    select(ModerationAction, Mediator.name, Author.name)
    .join(Mediator, Mediator.id == ModerationAction.mediator_id)
    .outerjoin(Report, Report.id == ModerationAction.report_id)
    .outerjoin(Author, Author.id == Report.author_id)
)


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
        object_id=action.object_id,
        mediator_id=action.mediator_id,
        mediator=mediator,
        author=author or "",
        action=action.action,
        reason=action.reason,
        done_at=action.done_at,
    )
