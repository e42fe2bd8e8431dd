"""Spaces, threads and posts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class ThreadKind(StrEnum):
    """What a thread is for."""

    DISCUSSION = "discussion"
    QUESTION = "question"
    EXPERIENCE = "experience"


class Space(Base):
    """A place for threads: public, for members, of one school or of one community, as its audience says."""

    __tablename__ = "spaces"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Line]
    about: Mapped[str] = mapped_column(default="")
    audience: Mapped[Token] = mapped_column(index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"), index=True)
    holder_id: Mapped[int | None] = person_key(nullable=True)
    held_until: Mapped[datetime | None]
    thread_count: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)


class Thread(Base):
    """A discussion. Its audience is its space's, kept here so that a list is cut by one index."""

    __tablename__ = "threads"
    __table_args__ = (
        Index("ix_threads_space_last", "space_id", "last_post_at", "id"),
        Index("ix_threads_audience_last", "audience", "last_post_at", "id"),
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
    locked_at: Mapped[datetime | None]
    lock_reason: Mapped[Line] = mapped_column(default="")
    submission: Mapped[str | None] = mapped_column(String(32))


class Post(Base):
    """One message of a thread, found by its number."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("thread_id", "number"), UniqueConstraint("author_id", "submission"))

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


class Tag(Base):
    """A keyword of threads and sheets."""

    __tablename__ = "tags"

    id: Mapped[PrimaryKey]
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[Token]


class ThreadTag(Base):
    """A tag on a thread."""

    __tablename__ = "thread_tags"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)
