"""Transpositions: what others did of a practice in their own school."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class TranspositionState(StrEnum):
    """How far a transposition is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class TranspositionStep(StrEnum):
    """What its author says has become of it."""

    BEGIN = "begin"
    FINISH = "finish"
    STOP = "stop"
    RESUME = "resume"


TRANSPOSITION_STEPS: dict[tuple[TranspositionState, TranspositionStep], TranspositionState] = {
    (TranspositionState.PLANNED, TranspositionStep.BEGIN): TranspositionState.UNDER_WAY,
    (TranspositionState.PLANNED, TranspositionStep.STOP): TranspositionState.STOPPED,
    (TranspositionState.UNDER_WAY, TranspositionStep.FINISH): TranspositionState.DONE,
    (TranspositionState.UNDER_WAY, TranspositionStep.STOP): TranspositionState.STOPPED,
    (TranspositionState.DONE, TranspositionStep.RESUME): TranspositionState.UNDER_WAY,
    (TranspositionState.STOPPED, TranspositionStep.RESUME): TranspositionState.UNDER_WAY,
}
"""How a transposition goes on (PRODUCT.md, part 3). A step that is not here is refused as a conflict."""

IS_CURRENT = "removed_at IS NULL AND state IN ('planned', 'under_way')"
"""One at a time of a sheet, in a school, by an author; those that are over stay, and another may begin."""


class Transposition(Base):
    """« We did this here »: a school that took a practice up, what it adapted and what came of it."""

    __tablename__ = "transpositions"
    __table_args__ = (
        Index("ix_transpositions_sheet_state", "sheet_id", "state"),
        Index(
            "uq_transpositions_current",
            "sheet_id",
            "school_id",
            "author_id",
            unique=True,
            sqlite_where=text(IS_CURRENT),
            postgresql_where=text(IS_CURRENT),
        ),
        UniqueConstraint("author_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    author_id: Mapped[int] = person_key(index=True)
    state: Mapped[Token] = mapped_column(default=TranspositionState.PLANNED.value)
    started_on: Mapped[date | None]
    adapted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was adapted, by the key of the sheet's field it is about; Markdown."""
    adapted_html: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outcome: Mapped[str] = mapped_column(default="")
    outcome_html: Mapped[str] = mapped_column(default="")
    again: Mapped[bool | None]
    """Whether they would do it again; nothing while they can't tell."""
    may_contact: Mapped[bool] = mapped_column(default=False)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    """Its discussion, once somebody opened it."""
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    reminded_at_3: Mapped[datetime | None]
    reminded_at_12: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))


class ContactRequest(Base):
    """Something that a member asked the authors of a sheet, or who transposed it, through Médiane."""

    __tablename__ = "contact_requests"
    __table_args__ = (UniqueConstraint("sender_id", "submission"),)

    id: Mapped[PrimaryKey]
    sender_id: Mapped[int] = person_key(index=True)
    recipient_id: Mapped[int] = person_key(index=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    transposition_id: Mapped[int | None] = mapped_column(ForeignKey("transpositions.id"))
    body: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))
