"""Rooms, who is in them, what is said there, and what those who hold them did."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class RoomKind(StrEnum):
    """What a room is of."""

    MAIN = "main"
    """The one that opens with its school or community."""
    TOPIC = "topic"
    """One more of the same people, about one thing."""
    SHARED = "shared"
    """Of people who were invited, whatever their schools."""


class RoomRole(StrEnum):
    """What a person is in a room."""

    MEMBER = "member"
    HOLDER = "holder"


class RoomLevel(StrEnum):
    """How much a person wants to hear of a room while they are elsewhere."""

    ALL = "all"
    """It counts among what is unread, and they are told when they are named."""
    MENTIONS = "mentions"
    """They are told when they are named."""
    NONE = "none"


class HiddenAs(StrEnum):
    """Whose decision it was that a message is not shown."""

    MEDIATION = "mediation"
    HOLDER = "holder"


IS_MAIN = text("kind = 'main'")


class Room(Base):
    """A room, for its audience alone: the members of a school or of a community, or those who accepted to be in it."""

    __tablename__ = "rooms"
    __table_args__ = (
        Index("uq_rooms_main_school", "school_id", unique=True, sqlite_where=IS_MAIN, postgresql_where=IS_MAIN),
        Index("uq_rooms_main_community", "community_id", unique=True, sqlite_where=IS_MAIN, postgresql_where=IS_MAIN),
        UniqueConstraint("opened_by", "submission"),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[Token] = mapped_column(default=RoomKind.MAIN.value)
    name: Mapped[Line]
    audience: Mapped[Token] = mapped_column(index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"), index=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    """The place of the newest message; grows by one with each, never falls."""
    purpose: Mapped[Line] = mapped_column(default="")
    welcome_source: Mapped[str] = mapped_column(default="")
    welcome_html: Mapped[str] = mapped_column(default="")
    pinned_message_id: Mapped[int | None] = mapped_column(Integer)
    """One of its messages. No foreign key: messages point to rooms already, and are never erased."""
    slow_seconds: Mapped[int] = mapped_column(default=0)
    """Seconds that have to pass between two messages of one person; 0 for none."""
    paused_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    opened_by: Mapped[int | None] = person_key(nullable=True)
    opened_at: Mapped[datetime | None]
    submission: Mapped[str | None] = mapped_column(String(32))

    @property
    def is_shared(self) -> bool:
        return self.kind == RoomKind.SHARED


class RoomMember(Base):
    """A person's place in a shared room, from the invitation on; in any other room, that of who holds it."""

    __tablename__ = "room_members"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[Token] = mapped_column(default=RoomRole.MEMBER.value)
    invited_by: Mapped[int | None] = person_key(nullable=True)
    invited_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime | None]
    """Empty while the invitation waits for an answer."""
    left_at: Mapped[datetime | None]
    """When they left, were put out, or declined."""

    @property
    def is_in(self) -> bool:
        return self.joined_at is not None and self.left_at is None

    @property
    def is_waiting(self) -> bool:
        return self.joined_at is None and self.left_at is None


class Message(Base):
    """Something said in a room, at its place in the order of the room."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("room_id", "author_id", "client_id"),
        Index("ix_messages_room_said", "room_id", "said_at"),
    )

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    seq: Mapped[int]
    author_id: Mapped[int] = person_key(index=True)
    client_id: Mapped[str] = mapped_column(String(36))
    """Made by the sender's browser, so that saying it again after a cut is the same message."""
    source: Mapped[str]
    html: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(default=now)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    """The message of the same room that it answers."""
    reaction_counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """How many people reacted in each way: `{"thanks": 3}`; kept with the reactions, in their transaction."""
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_as: Mapped[Token] = mapped_column(default=HiddenAs.MEDIATION.value)
    hidden_reason: Mapped[str] = mapped_column(default="")

    @property
    def is_readable(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None


class MessageReaction(Base):
    """One way in which one person reacted to a message."""

    __tablename__ = "message_reactions"

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    kind: Mapped[Token] = mapped_column(primary_key=True)
    reacted_at: Mapped[datetime] = mapped_column(default=now)


class RoomVisit(Base):
    """How far a person has read in a room, which they alone are told, and how much they want to hear of it."""

    __tablename__ = "room_visits"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    read_seq: Mapped[int] = mapped_column(default=0)
    visited_at: Mapped[datetime] = mapped_column(default=now)
    level: Mapped[Token] = mapped_column(default=RoomLevel.ALL.value)


class RoomSilence(Base):
    """A time for which a person may read in a room and not speak."""

    __tablename__ = "room_silences"
    __table_args__ = (Index("ix_room_silences_person", "room_id", "person_id", "until"),)

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    person_id: Mapped[int] = person_key()
    until: Mapped[datetime]
    reason: Mapped[str]
    by_id: Mapped[int] = person_key()
    began_at: Mapped[datetime] = mapped_column(default=now)
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = person_key(nullable=True)


class RoomAct(Base):
    """Something that who holds a room did there, with what is needed to undo it."""

    __tablename__ = "room_acts"
    __table_args__ = (Index("ix_room_acts_room", "room_id", "id"),)

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    kind: Mapped[Token]
    by_id: Mapped[int] = person_key()
    person_id: Mapped[int | None] = person_key(nullable=True)
    """Whom it concerns, where it concerns somebody."""
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    reason: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What its line says, and what undoing it needs: `{"before": {"slow_seconds": 0}, "after": …}`."""
    done_at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = person_key(nullable=True)
