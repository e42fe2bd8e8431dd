"""Posts: what they said before, whom they quote, where they stood, and how people reacted to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, PrimaryKey, Token, now, person_key


class PostKind(StrEnum):
    """Who speaks in a post."""

    POST = "post"
    NOTE = "note"
    """A mediator's or a holder's word about the discussion itself, shown apart."""


class ReactionKind(StrEnum):
    """What one may say of a post without a word more."""

    THANKS = "thanks"
    WILL_TRY = "will_try"
    SAME_HERE = "same_here"
    QUESTION = "question"


# The few posts of a thread that a filter keeps are found without reading the others.
HELPED, NOTES = text("helped_at IS NOT NULL"), text("kind = 'note'")


class Post(Base):
    """One message of a thread, found by its number."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        UniqueConstraint("author_id", "submission"),
        Index("ix_posts_thread_author", "thread_id", "author_id", "number"),
        Index("ix_posts_thread_written", "thread_id", "written_at", "number"),
        Index("ix_posts_helped", "thread_id", "number", sqlite_where=HELPED, postgresql_where=HELPED),
        Index("ix_posts_notes", "thread_id", "number", sqlite_where=NOTES, postgresql_where=NOTES),
    )

    id: Mapped[PrimaryKey]
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    number: Mapped[int]
    author_id: Mapped[int] = person_key(index=True)
    source: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    deleted_by: Mapped[int | None] = person_key(nullable=True)
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    kind: Mapped[Token] = mapped_column(default=PostKind.POST.value)
    is_wiki: Mapped[bool] = mapped_column(default=False)
    """Whether every member who may reply may edit it too."""
    helped_at: Mapped[datetime | None]
    helped_by: Mapped[int | None] = person_key(nullable=True)
    reaction_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many people reacted in each way: `{"thanks": 3}`; kept with the reactions, in their transaction."""
    submission: Mapped[str | None] = mapped_column(String(32))

    @property
    def is_readable(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None


class PostRevision(Base):
    """What a post said before an edit."""

    __tablename__ = "post_revisions"

    id: Mapped[PrimaryKey]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    source: Mapped[str]
    editor_id: Mapped[int] = person_key()
    replaced_at: Mapped[datetime] = mapped_column(default=now)


class PostQuote(Base):
    """A post that quotes another: what has to be told when the other one goes out of sight."""

    __tablename__ = "post_quotes"

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    quoted_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True, index=True)


class PostTrace(Base):
    """A number at which a post once stood, so that its old address still leads to it."""

    __tablename__ = "post_traces"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    moved_at: Mapped[datetime] = mapped_column(default=now)


class Reaction(Base):
    """One way in which one person reacted to a post."""

    __tablename__ = "reactions"
    __table_args__ = (Index("ix_reactions_person", "person_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[Token] = mapped_column(primary_key=True)
    reacted_at: Mapped[datetime] = mapped_column(default=now)
