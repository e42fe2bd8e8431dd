"""Threads, how far each reader got in them, and what their holders did to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class ThreadKind(StrEnum):
    """What a thread is for."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    EXPERIENCE = "experience"


class Thread(Base):
    """A discussion. Its audience is its space's, kept here so that a list is cut by one index; of one that was merged
    into another, that of the other (services/holding/follow_merged.py)."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_space_last", "space_id", "last_post_at", "id"),
        Index("ix_threads_audience_last", "audience", "last_post_at", "id"),
        Index("ix_threads_last", "last_post_at", "id"),
        Index("ix_threads_unanswered", "post_count", "last_post_at", "id"),
        UniqueConstraint("author_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    audience: Mapped[Token]
    kind: Mapped[Token] = mapped_column(default=ThreadKind.DISCUSSION.value)
    title: Mapped[Line]
    slug: Mapped[str] = mapped_column(String(100))
    author_id: Mapped[int] = person_key(index=True)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    last_number: Mapped[int] = mapped_column(default=0)
    """The number of the newest post; grows by one with each, never falls."""
    post_count: Mapped[int] = mapped_column(default=0)
    """Posts that can be read: neither deleted nor hidden."""
    last_post_at: Mapped[datetime] = mapped_column(default=now)
    last_author_id: Mapped[int | None] = person_key(nullable=True)
    pinned_at: Mapped[datetime | None]
    pinned_until: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    lock_reason: Mapped[Line] = mapped_column(default="")
    slow_seconds: Mapped[int] = mapped_column(default=0)
    """How long a person waits between two posts here; 0 where nobody waits."""
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    """The thread that took over its posts; its address leads there, and no list shows it."""
    summary: Mapped[str] = mapped_column(default="")
    summary_html: Mapped[str] = mapped_column(default="")
    summary_by: Mapped[int | None] = person_key(nullable=True)
    summary_at: Mapped[datetime | None]
    helped_count: Mapped[int] = mapped_column(default=0)
    """Posts marked as what helped."""
    proposal_count: Mapped[int] = mapped_column(default=0)
    """Polls and consent rounds put there, so that a page asks for them only where there are some."""
    submission: Mapped[str | None] = mapped_column(String(32))


class ThreadRead(Base):
    """How far a person has read in a thread: one row a reader and thread, never one a post."""

    __tablename__ = "thread_reads"
    __table_args__ = (Index("ix_thread_reads_thread", "thread_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    read_number: Mapped[int] = mapped_column(default=0)
    """The number of the last post that they had before them."""
    read_at: Mapped[datetime] = mapped_column(default=now)


class ThreadAct(Base):
    """Something that a holder did to a thread: what, why, and whether it was undone."""

    __tablename__ = "thread_acts"
    __table_args__ = (
        Index("ix_thread_acts_thread", "thread_id", "id"),
        Index("ix_thread_acts_other", "other_thread_id", "id"),
    )

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    other_thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    """Where posts went, of an act that took some to another thread: it stands in the log of both."""
    actor_id: Mapped[int] = person_key()
    act: Mapped[Token]
    """"pin", "lock", "move", "split", "merge", "rename", "wiki", "slow", "reassign"…"""
    facts: Mapped[dict[str, Any]]
    """What undoing it needs, and what its line in the log says."""
    reason: Mapped[Line] = mapped_column(default="")
    done_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = person_key(nullable=True)
