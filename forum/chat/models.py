"""Rooms and what is said in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.models import Base, Line, PrimaryKey, Token, now, person_key


class Room(Base):
    """A room: one per school and one per community, for its members alone, as its audience says."""

    __tablename__ = "rooms"
    __table_args__ = (UniqueConstraint("school_id"), UniqueConstraint("community_id"))

    id: Mapped[PrimaryKey]
    name: Mapped[Line]
    audience: Mapped[Token] = mapped_column(index=True)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    last_seq: Mapped[int] = mapped_column(default=0)
    """The place of the newest message; grows by one with each, never falls."""


class Message(Base):
    """Something said in a room, at its place in the order of the room."""

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("room_id", "seq"), UniqueConstraint("room_id", "author_id", "client_id"))

    id: Mapped[PrimaryKey]
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"))
    seq: Mapped[int]
    author_id: Mapped[int] = person_key(index=True)
    client_id: Mapped[str] = mapped_column(String(36))
    """Made by the sender's browser, so that saying it again after a cut is the same message."""
    source: Mapped[str]
    html: Mapped[str]
    said_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(default="")

    @property
    def is_readable(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None


class RoomVisit(Base):
    """How far a person has read in a room."""

    __tablename__ = "room_visits"

    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    read_seq: Mapped[int] = mapped_column(default=0)
    visited_at: Mapped[datetime] = mapped_column(default=now)
