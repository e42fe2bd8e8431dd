"""What a person keeps of a room for themselves: how far they read, and how much they want to hear of it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import bindparam, select, text

from forum.chat.models import Room, RoomLevel
from forum.chat.told import mark_told_seen
from forum.chat.unread import tell_reader_once_committed
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import UTCDateTime, now
from forum.core.policy import visible
from forum.core.transactions import transaction
from forum.extensions import db

READ_UP_TO = text(
    "INSERT INTO room_visits (room_id, person_id, read_seq, visited_at, level)"
    " VALUES (:room, :person, :seq, :now, 'all')"
    " ON CONFLICT (room_id, person_id) DO UPDATE SET visited_at = excluded.visited_at, read_seq ="
    " CASE WHEN excluded.read_seq > room_visits.read_seq THEN excluded.read_seq ELSE room_visits.read_seq END"
).bindparams(bindparam("now", type_=UTCDateTime))

HEAR = text(
    "INSERT INTO room_visits (room_id, person_id, read_seq, visited_at, level) VALUES (:room, :person, 0, :now, :level)"
    " ON CONFLICT (room_id, person_id) DO UPDATE SET level = excluded.level"
).bindparams(bindparam("now", type_=UTCDateTime))


def mark_seen(actor: Actor, room_id: int, seq: int) -> None:
    """Notes how far a person has read in a room; never backwards, never beyond what was said. What they were told of
    the room up to there is read too.

    Raises:
        NotFound: no such room for this person.
    """
    with transaction():
        last_seq = db.session.scalar(select(Room.last_seq).where(Room.id == room_id, visible(actor, Room)))
        if last_seq is None:
            raise NotFound
        read_up_to(actor.person_id, room_id, min(seq, last_seq))
        tell_reader_once_committed(actor.person_id, room_id, read_seq=min(seq, last_seq))
        mark_told_seen(actor.person_id, room_id, seq)


def read_up_to(person_id: int, room_id: int, seq: int) -> None:
    """Keeps, in the transaction at hand, how far a person has read in a room."""
    db.session.execute(READ_UP_TO, {"room": room_id, "person": person_id, "seq": seq, "now": now()})


def set_level(actor: Actor, room_id: int, level: str) -> None:
    """Sets how much a person wants to hear of a room while they are elsewhere.

    Args:
        level: one of `RoomLevel`.

    Raises:
        NotFound: no such room for this person.
        Invalid: no such level.
    """
    if level not in list(RoomLevel):
        raise Invalid("level", _("Choisissez ce que vous voulez savoir de ce salon."))
    with transaction():
        if db.session.scalar(select(Room.id).where(Room.id == room_id, visible(actor, Room))) is None:
            raise NotFound
        facts = {"room": room_id, "person": actor.person_id, "level": level, "now": now()}
        db.session.execute(HEAR, facts)
        tell_reader_once_committed(actor.person_id, room_id, level=level)
