"""What was said in a room, in both directions, and where a day begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from forum.chat.models import Message
from forum.chat.queries.messages import Spoken, own_reactions, spoken_of, spoken_to
from forum.core.actor import Actor
from forum.core.policy import visible
from forum.extensions import db

PAGE = 50
"""Messages on a page of history."""
MOST_CAUGHT_UP = 200


@dataclass(frozen=True)
class Stretch:
    """Messages that follow each other, oldest first, and whether there are older ones and newer ones."""

    messages: Sequence[Spoken]
    has_older: bool
    has_newer: bool = False


def stretch(actor: Actor, room_id: int, before: int | None = None) -> Stretch:
    """The newest messages of a room, or the newest of those before a place: one statement, two where some were reacted
    to."""
    query = spoken_to(actor).where(Message.room_id == room_id)
    if before is not None:
        query = query.where(Message.seq < before)
    rows = db.session.execute(query.order_by(Message.seq.desc()).limit(PAGE + 1)).all()
    return Stretch(as_spoken(actor, rows[:PAGE][::-1]), len(rows) > PAGE, before is not None)


def stretch_after(actor: Actor, room_id: int, place: int) -> Stretch:
    """The oldest messages of a room after a place, as many statements."""
    query = spoken_to(actor).where(Message.room_id == room_id, Message.seq > place)
    rows = db.session.execute(query.order_by(Message.seq).limit(PAGE + 1)).all()
    return Stretch(as_spoken(actor, rows[:PAGE]), place > 0, len(rows) > PAGE)


def older_than(actor: Actor, room_id: int, place: int) -> tuple[Sequence[Spoken], bool]:
    """What was said in a room before a place, oldest first, and whether there is still more."""
    found = stretch(actor, room_id, place)
    return found.messages, found.has_older


def after(actor: Actor, room_id: int, place: int) -> tuple[Sequence[Spoken], bool]:
    """What was said in a room after a place, oldest first, and whether there is still more."""
    query = spoken_to(actor).where(Message.room_id == room_id, Message.seq > place)
    rows = db.session.execute(query.order_by(Message.seq).limit(MOST_CAUGHT_UP + 1)).all()
    return as_spoken(actor, rows[:MOST_CAUGHT_UP]), len(rows) > MOST_CAUGHT_UP


def as_spoken(actor: Actor, rows: Sequence[Any]) -> list[Spoken]:
    own = own_reactions(actor, [row[0] for row in rows])
    return [spoken_of(actor, row, own) for row in rows]


def place_of_day(actor: Actor, room_id: int, day: date, timezone: str) -> int | None:
    """The place of the first message of a day, or of the first one after it.

    Args:
        timezone: where the day begins: "Europe/Paris".

    Returns:
        None where nothing was said since.
    """
    begins = datetime.combine(day, time.min, ZoneInfo(timezone))
    query = select(func.min(Message.seq)).where(Message.room_id == room_id, Message.said_at >= begins)
    return db.session.scalar(query.where(visible(actor, Message)))
