"""Keeping what people were told of messages true, in the transaction of what changes it."""

from __future__ import annotations

from sqlalchemy import select

from forum.chat.models import Message
from forum.extensions import db
from forum.notices.queries import unread_abouts
from forum.notices.services import mark_read, withdraw


def about(message_id: int) -> str:
    """What notices of a message are about."""
    return f"message:{message_id}"


def topic(room_id: int) -> str:
    """What notices of a room stand under."""
    return f"room:{room_id}"


def invitation(room_id: int) -> str:
    """What notices of an invitation to a room are about."""
    return f"room-invitation:{room_id}"


def withdraw_told(message_id: int) -> None:
    """Takes back what was told of a message that was deleted, hidden or removed."""
    withdraw(about(message_id))


def mark_told_seen(person_id: int, room_id: int, seq: int) -> None:
    """Marks as read what a person was told of the messages of a room up to a place: one statement where nothing waits,
    which is mostly so."""
    waiting = unread_abouts(person_id, topic(room_id))
    ids = [int(each.removeprefix("message:")) for each in waiting if each.startswith("message:")]
    if not ids:
        return
    seen = select(Message.id).where(Message.id.in_(ids), Message.room_id == room_id, Message.seq <= seq)
    mark_read(person_id, [about(message_id) for message_id in db.session.scalars(seen)])
