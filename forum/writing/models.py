"""Drafts, and the files that people put into what they write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class Draft(Base):
    """What a person began to write somewhere, one a place."""

    __tablename__ = "drafts"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    place: Mapped[Token] = mapped_column(primary_key=True)
    """"thread:12" for a reply, "space:3" for a new thread, "post:40" for an edit, "conversation:5"."""
    fields: Mapped[dict[str, Any]]
    """What the form held: `{"title": …, "tags": …, "body": …}`."""
    version: Mapped[int] = mapped_column(default=1)
    """Grows with each save, so that two windows do not undo each other's."""
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Attachment(Base):
    """A file that somebody brought into what they write. Theirs alone until what holds it is sent."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_holder", "holder", "holder_id"),)

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = person_key(index=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[Line]
    media_type: Mapped[Line]
    size: Mapped[int]
    """Bytes, as kept."""
    width: Mapped[int | None]
    height: Mapped[int | None]
    holder: Mapped[Token | None]
    """What shows it: "post", "conversation"; empty while nothing does."""
    holder_id: Mapped[int | None]
    brought_at: Mapped[datetime] = mapped_column(default=now)
