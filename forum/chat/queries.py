"""What pages and sockets read of rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room, RoomVisit
from forum.communities.models import Community
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.core.text import excerpt
from forum.extensions import db
from forum.schools.models import School

PAGE = 50
MOST_CAUGHT_UP = 200
SAID, DELETED, HIDDEN = "said", "deleted", "hidden"


@dataclass(frozen=True)
class Spoken:
    """A message as a reader may see it.

    Args:
        said_at: when; None for the blank one that scripts fill in.
        state: "said", "deleted" or "hidden"; the text of the last two is not given.
        reason: why mediators hid it, for its author alone.
    """

    id: int
    room_id: int
    seq: int
    author_id: int
    name: str
    profession: str
    client_id: str
    html: str
    said_at: datetime | None
    is_edited: bool
    state: str
    reason: str = ""


@dataclass(frozen=True)
class RoomRow:
    """A room in a list: what was last said there, and how much of it the reader has not seen."""

    id: int
    name: str
    is_of_school: bool
    unread: int
    last_name: str
    last_words: str
    last_state: str
    last_at: datetime | None


@dataclass(frozen=True)
class OpenRoom:
    """A room as its page shows it.

    Args:
        place: the key of its school or the slug of its community.
        members: how many people it is open to.
        read_seq: how far the reader has read; 0 for someone who never came.
        is_closed: its community is archived: nothing is said there any more.
    """

    id: int
    name: str
    is_of_school: bool
    place: str
    members: int
    last_seq: int
    read_seq: int
    is_closed: bool = False


@dataclass(frozen=True)
class Stretch:
    """Messages that follow each other, oldest first, and whether older ones exist."""

    messages: Sequence[Spoken]
    has_older: bool


def room_for(actor: Actor, room_id: int) -> Room:
    """A room that the actor may see.

    Raises:
        NotFound: there is none.
    """
    room = db.session.scalar(select(Room).where(Room.id == room_id, visible(actor, Room)))
    if room is None:
        raise NotFound
    return room


def open_room(actor: Actor, room_id: int) -> OpenRoom:
    """A room for its page, by one statement.

    Raises:
        NotFound: there is none that the actor may see.
    """
    row = db.session.execute(
        select(
            Room,
            func.coalesce(School.uai, School.slug, Community.slug, "").label("place"),
            func.coalesce(School.member_count, Community.member_count, 0).label("members"),
            func.coalesce(RoomVisit.read_seq, 0).label("read_seq"),
            Community.archived_at,
        )
        .outerjoin(School, School.id == Room.school_id)
        .outerjoin(Community, Community.id == Room.community_id)
        .outerjoin(RoomVisit, (RoomVisit.room_id == Room.id) & (RoomVisit.person_id == actor.person_id))
        .where(Room.id == room_id, visible(actor, Room))
    ).first()
    if row is None:
        raise NotFound
    room = row.Room
    of_school = room.school_id is not None
    is_closed = row.archived_at is not None
    return OpenRoom(room.id, room.name, of_school, row.place, row.members, room.last_seq, row.read_seq, is_closed)


def rooms_of(actor: Actor, *conditions: Any) -> list[RoomRow]:
    """The actor's rooms, schools' first, each with its last message, by one statement.

    Args:
        conditions: narrows them down: `Room.school_id == 3`.
    """
    rows = db.session.execute(
        select(Room, Message, Person.name, RoomVisit.read_seq)
        .outerjoin(Message, (Message.room_id == Room.id) & (Message.seq == Room.last_seq))
        .outerjoin(Person, Person.id == Message.author_id)
        .outerjoin(RoomVisit, (RoomVisit.room_id == Room.id) & (RoomVisit.person_id == actor.person_id))
        .where(visible(actor, Room), *conditions)
        .order_by(Room.school_id.is_(None), Room.name, Room.id)
    )
    return [row_of(room, message, name or "", read_seq or 0) for room, message, name, read_seq in rows]


def row_of(room: Room, message: Message | None, name: str, read_seq: int) -> RoomRow:
    readable = message is not None and message.is_readable
    return RoomRow(
        id=room.id,
        name=room.name,
        is_of_school=room.school_id is not None,
        unread=max(0, room.last_seq - read_seq),
        last_name=name,
        last_words=excerpt(message.source, 100) if message is not None and readable else "",
        last_state=state_of(message) if message is not None else "",
        last_at=message.said_at if message is not None else None,
    )


def stretch(actor: Actor, room_id: int, before: int | None = None) -> Stretch:
    """The newest messages of a room, or the newest of those before a place, by one statement."""
    query = with_authors(actor).where(Message.room_id == room_id)
    if before is not None:
        query = query.where(Message.seq < before)
    rows = db.session.execute(query.order_by(Message.seq.desc()).limit(PAGE + 1)).all()
    found = [spoken_of(actor, row) for row in rows[:PAGE]]
    return Stretch(found[::-1], len(rows) > PAGE)


def after(actor: Actor, room_id: int, seq: int) -> tuple[list[Spoken], bool]:
    """What was said in a room after a place, oldest first, and whether there is still more."""
    query = with_authors(actor).where(Message.room_id == room_id, Message.seq > seq)
    rows = db.session.execute(query.order_by(Message.seq).limit(MOST_CAUGHT_UP + 1)).all()
    return [spoken_of(actor, row) for row in rows[:MOST_CAUGHT_UP]], len(rows) > MOST_CAUGHT_UP


def message_in(actor: Actor, room_id: int, message_id: int) -> Message:
    """A message of a room that the actor may see.

    Raises:
        NotFound: there is none.
    """
    query = select(Message).where(Message.id == message_id, Message.room_id == room_id, visible(actor, Message))
    message = db.session.scalar(query)
    if message is None:
        raise NotFound
    return message


def message_by_id(actor: Actor, message_id: int) -> Message:
    """A message that the actor may see, in whichever room.

    Raises:
        NotFound: there is none.
    """
    message = db.session.scalar(select(Message).where(Message.id == message_id, visible(actor, Message)))
    if message is None:
        raise NotFound
    return message


def spoken(message_id: int) -> Spoken:
    """A message as everyone in its room may see it: what is pushed to them."""
    row = db.session.execute(
        select(Message, Person.name, Person.profession)
        .join(Person, Person.id == Message.author_id)
        .where(Message.id == message_id)
    ).one()
    return spoken_of(None, row)


def with_authors(actor: Actor) -> Select[Message, str, str]:
    return (
        select(Message, Person.name, Person.profession)
        .join(Person, Person.id == Message.author_id)
        .where(visible(actor, Message))
    )


def spoken_of(reader: Actor | None, row: Row[Message, str, str]) -> Spoken:
    message, name, profession = row
    is_own = reader is not None and reader.id == message.author_id
    return Spoken(
        id=message.id,
        room_id=message.room_id,
        seq=message.seq,
        author_id=message.author_id,
        name=name,
        profession=profession,
        client_id=message.client_id,
        html=message.html if message.is_readable else "",
        said_at=message.said_at,
        is_edited=message.edited_at is not None,
        state=state_of(message),
        reason=message.hidden_reason if is_own and message.hidden_at is not None else "",
    )


def state_of(message: Message) -> str:
    if message.deleted_at is not None:
        return DELETED
    return HIDDEN if message.hidden_at is not None else SAID
