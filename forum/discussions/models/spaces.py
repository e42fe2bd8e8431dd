"""Spaces, and the templates that threads opened there may begin with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, person_key


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
    closed_at: Mapped[datetime | None]
    """Since when nothing is written there any more: its community was archived."""


class SpaceTemplate(Base):
    """A text that a new thread of a space may begin with: « Présenter une expérience »."""

    __tablename__ = "space_templates"

    id: Mapped[PrimaryKey]
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    name: Mapped[Line]
    kind: Mapped[Token]
    """The kind of thread that it opens."""
    body: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class SpaceTag(Base):
    """A tag that a space suggests to who opens a thread there."""

    __tablename__ = "space_tags"

    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
