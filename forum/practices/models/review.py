"""What the committee does with a sheet: reviews, opinions, comments; and the history of all that happened to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class Review(Base):
    """One passage of a sheet before the committee: from its submission to what became of it."""

    __tablename__ = "sheet_reviews"
    __table_args__ = (Index("ix_sheet_reviews_closed_submitted", "closed_at", "submitted_at", "id"),)

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    version: Mapped[int]
    """The version that was submitted."""
    previous_version: Mapped[int | None]
    """The one submitted before it, where changes were asked: what the committee compares with."""
    submitted_by: Mapped[int] = person_key()
    submitted_at: Mapped[datetime] = mapped_column(default=now)
    taken_by: Mapped[int | None] = person_key(nullable=True, index=True)
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[Token] = mapped_column(default="")
    """`published`, `changes_asked`, `withdrawn`; empty while it is open."""


class Opinion(Base):
    """What an editor thinks of a sheet under review, and why."""

    __tablename__ = "sheet_opinions"
    __table_args__ = (UniqueConstraint("review_id", "editor_id"),)

    id: Mapped[PrimaryKey]
    review_id: Mapped[int] = mapped_column(ForeignKey("sheet_reviews.id"))
    editor_id: Mapped[int] = person_key()
    opinion: Mapped[Token]
    reasons: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(default=now)


class SheetComment(Base):
    """A remark of the committee on a field, or a reply to one; seen by authors and editors."""

    __tablename__ = "sheet_comments"
    __table_args__ = (Index("ix_sheet_comments_sheet", "sheet_id", "id"), UniqueConstraint("author_id", "submission"))

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_comments.id"))
    field: Mapped[Token]
    """The key of the field; empty for the sheet as a whole."""
    version: Mapped[int]
    """What the sheet said when it was written."""
    author_id: Mapped[int] = person_key()
    source: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = person_key(nullable=True)
    submission: Mapped[str | None] = mapped_column(String(32))


class SheetEvent(Base):
    """One line of a sheet's history: who did what, when."""

    __tablename__ = "sheet_events"
    __table_args__ = (Index("ix_sheet_events_sheet", "sheet_id", "id"),)

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    kind: Mapped[Token]
    """A step of the workflow, "opinion", "comment", "invited", "restored", …"""
    actor_id: Mapped[int | None] = person_key(nullable=True)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    happened_at: Mapped[datetime] = mapped_column(default=now)
