"""Private conversations: who is in them, and what they wrote to each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, now, person_key


class Conversation(Base):
    """A conversation between a few members, seen by nobody else. Who is in it is settled when it begins: whoever wrote
    knew who would read."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("started_by", "submission"),)

    id: Mapped[PrimaryKey]
    subject: Mapped[Line]
    started_by: Mapped[int] = person_key()
    started_at: Mapped[datetime] = mapped_column(default=now)
    last_number: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(default=now)
    submission: Mapped[str | None] = mapped_column(String(32))


class ConversationMember(Base):
    """Somebody who is, or was, in a conversation."""

    __tablename__ = "conversation_members"
    __table_args__ = (Index("ix_conversation_members_person", "person_id", "left_at"),)

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]
    read_number: Mapped[int] = mapped_column(default=0)
    muted_at: Mapped[datetime | None]


class ConversationMessage(Base):
    """Something written in a conversation, found by its number."""

    __tablename__ = "conversation_messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("author_id", "submission"),
    )

    id: Mapped[PrimaryKey]
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    author_id: Mapped[int] = person_key(index=True)
    source: Mapped[str]
    html: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")
    submission: Mapped[str | None] = mapped_column(String(32))

    @property
    def is_readable(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None
