"""Reports, and the log of what mediators did about them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    HIDDEN = "hidden"
    DISMISSED = "dismissed"
    RESTORED = "restored"
    SETTLED = "settled"
    THANKED = "thanked"
    EDIT_ASKED = "edit_asked"
    """Hidden until its author takes it up again."""


class Reason(StrEnum):
    """Why somebody asks the mediators to look."""

    HURTFUL = "hurtful"
    OFF_TOPIC = "off_topic"
    CONFIDENTIAL = "confidential"
    ADVERTISING = "advertising"
    OTHER = "other"
    CONTEST = "contest"
    """The author of what was hidden asks another mediator to look again."""
    EDITED = "edited"
    """The author was asked for an edit, and made it."""


OF_AUTHORS = frozenset({Reason.CONTEST.value, Reason.EDITED.value})
"""What only the author of something hidden comes back to the desk with."""


class Decision(StrEnum):
    """What a mediator can do about what was reported."""

    HIDE = "hide"
    RESTORE = "restore"
    DISMISS = "dismiss"
    SETTLE = "settle"
    """Mediators did what was to do, outside of what the site does by itself."""
    THANK = "thank"
    REMIND = "remind"
    """A private note to the author."""
    ASK_EDIT = "ask_edit"
    REOPEN = "reopen"
    """Undoes what changed nothing that is shown."""


REOPENED = frozenset({Decision.DISMISS.value, Decision.SETTLE.value, Decision.THANK.value, Decision.REMIND.value})
"""What `Decision.REOPEN` undoes; what is hidden is undone by `Decision.RESTORE`, and the other way round."""


IS_OPEN = "state = 'open'"
"""One open report a person and object; those that were closed stay as history."""


class Report(Base):
    """Something that somebody asks the mediators to look at."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_state", "state", "reported_at", "id"),
        Index("ix_reports_object", "object_kind", "object_id"),
        Index(
            "uq_reports_open",
            "object_kind",
            "object_id",
            "reporter_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
    )

    id: Mapped[PrimaryKey]
    object_kind: Mapped[Token]
    """"post", "message", "sheet"… (forum/moderation/subjects)."""
    object_id: Mapped[int]
    author_id: Mapped[int] = person_key(index=True)
    """Who wrote what is reported."""
    reporter_id: Mapped[int] = person_key(index=True)
    reason: Mapped[Token]
    words: Mapped[str] = mapped_column(default="")
    wishes_mediation: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[Token] = mapped_column(default=ReportState.OPEN.value)
    closed_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    """What mediators tell the reporter of what came of it."""


class ModerationAction(Base):
    """One line of the log: who did what about which object, and the reason its author was given."""

    __tablename__ = "moderation_actions"
    __table_args__ = (Index("ix_moderation_actions_object", "object_kind", "object_id"),)

    id: Mapped[PrimaryKey]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    object_kind: Mapped[Token]
    object_id: Mapped[int]
    mediator_id: Mapped[int] = person_key()
    action: Mapped[Token]
    reason: Mapped[str]
    done_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Taking(Base):
    """Who has something of the desk in hand, so that two mediators never work on it unawares.

    It is free again `HELD` after the last act, without anything having to run (forum/moderation/holding.py).
    """

    __tablename__ = "desk_takings"

    object_kind: Mapped[Token] = mapped_column(primary_key=True)
    object_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mediator_id: Mapped[int] = person_key(index=True)
    acted_at: Mapped[datetime] = mapped_column(default=now)


class DeskNote(Base):
    """What mediators tell each other about something that was reported; nobody else reads it."""

    __tablename__ = "desk_notes"
    __table_args__ = (Index("ix_desk_notes_object", "object_kind", "object_id"),)

    id: Mapped[PrimaryKey]
    object_kind: Mapped[Token]
    object_id: Mapped[int]
    mediator_id: Mapped[int] = person_key()
    body: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)


class Reminder(Base):
    """The reminder of the rules that mediators start from; the newest one holds."""

    __tablename__ = "desk_reminders"

    id: Mapped[PrimaryKey]
    body: Mapped[str]
    mediator_id: Mapped[int] = person_key()
    written_at: Mapped[datetime] = mapped_column(default=now)


def state_after(decision: Decision) -> ReportState:
    """Where a decision leaves the reports that were open."""
    outcomes = {
        Decision.HIDE: ReportState.HIDDEN,
        Decision.RESTORE: ReportState.RESTORED,
        Decision.DISMISS: ReportState.DISMISSED,
        Decision.SETTLE: ReportState.SETTLED,
        Decision.THANK: ReportState.THANKED,
        Decision.REMIND: ReportState.SETTLED,
        Decision.ASK_EDIT: ReportState.EDIT_ASKED,
        Decision.REOPEN: ReportState.OPEN,
    }
    return outcomes[decision]
