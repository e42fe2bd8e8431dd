"""Rooms: in a list, and as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select

from forum.accounts.models import Person
from forum.chat.models import Message, Room, RoomKind, RoomLevel, RoomMember, RoomSilence, RoomVisit
from forum.chat.queries.messages import state_of
from forum.chat.queries.speaking import silence_of, standing_of
from forum.communities.models import Community
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import can, visible
from forum.core.text import excerpt
from forum.extensions import db
from forum.schools.models import School

PINNED_CHARACTERS = 200


@dataclass(frozen=True)
class RoomRow:
    """A room in a list: what was last said there, and how much of it the reader has not seen.

    Args:
        unread: 0 where the reader wants to hear nothing of the room.
    """

    id: int
    name: str
    kind: str
    is_of_school: bool
    unread: int
    last_name: str
    last_words: str
    last_state: str
    last_at: datetime | None
    is_closed: bool = False


@dataclass(frozen=True)
class Pinned:
    """The message that stands above the others of a room, shown short."""

    id: int
    seq: int
    name: str
    words: str


@dataclass(frozen=True)
class OpenRoom:
    """A room as its page shows it.

    Args:
        place: the key of its school or the slug of its community; empty for a shared one.
        members: how many people it is open to.
        read_seq: how far the reader has read, which nobody else is told; 0 for someone who never came.
        is_closed: nothing is said there any more: it was closed, or its community archived.
        level: how much the reader wants to hear of it.
        speech: why the reader may not speak there; empty where they may.
        may_hold: whether the reader holds it.
    """

    id: int
    name: str
    kind: str
    audience: str
    is_of_school: bool
    place: str
    members: int
    last_seq: int
    read_seq: int
    is_closed: bool = False
    is_paused: bool = False
    slow_seconds: int = 0
    purpose: str = ""
    welcome_html: str = ""
    pinned: Pinned | None = None
    level: str = RoomLevel.ALL.value
    speech: str = ""
    may_hold: bool = False

    @property
    def is_shared(self) -> bool:
        return self.kind == RoomKind.SHARED


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
    is_in = (RoomMember.room_id == Room.id) & RoomMember.joined_at.is_not(None) & RoomMember.left_at.is_(None)
    invited = select(func.count()).select_from(RoomMember).where(is_in).scalar_subquery()
    row = db.session.execute(
        select(
            Room,
            func.coalesce(School.uai, School.slug, Community.slug, "").label("place"),
            case(
                (Room.kind == RoomKind.SHARED.value, invited),
                else_=func.coalesce(School.member_count, Community.member_count, 0),
            ).label("members"),
            func.coalesce(RoomVisit.read_seq, 0).label("read_seq"),
            func.coalesce(RoomVisit.level, RoomLevel.ALL.value).label("level"),
            Community.archived_at,
            RoomSilence.until,
            RoomSilence.reason,
            Message,
            Person.name.label("pinned_name"),
        )
        .outerjoin(School, School.id == Room.school_id)
        .outerjoin(Community, Community.id == Room.community_id)
        .outerjoin(RoomVisit, (RoomVisit.room_id == Room.id) & (RoomVisit.person_id == actor.person_id))
        .outerjoin(RoomSilence, silence_of(actor.person_id))
        .outerjoin(Message, (Message.id == Room.pinned_message_id) & (Message.room_id == Room.id))
        .outerjoin(Person, Person.id == Message.author_id)
        .where(Room.id == room_id, visible(actor, Room))
        .order_by(RoomSilence.until.desc())
    ).first()
    if row is None:
        raise NotFound
    return as_shown(actor, row)


def as_shown(actor: Actor, row: Any) -> OpenRoom:
    room, standing, may_hold = row.Room, standing_of(row), can(actor, "room.hold", row.Room)
    refusal = standing.refusal(holds=may_hold, is_new=False)
    return OpenRoom(
        id=room.id,
        name=room.name,
        kind=room.kind,
        audience=room.audience,
        is_of_school=room.school_id is not None,
        place=row.place,
        members=row.members,
        last_seq=room.last_seq,
        read_seq=row.read_seq,
        is_closed=standing.is_closed,
        is_paused=standing.is_paused,
        slow_seconds=room.slow_seconds,
        purpose=room.purpose,
        welcome_html=room.welcome_html,
        pinned=pinned_of(row.Message, row.pinned_name),
        level=row.level,
        speech=refusal.message if refusal is not None else "",
        may_hold=may_hold,
    )


def pinned_of(message: Message | None, name: str | None) -> Pinned | None:
    """The pinned message, as long as it can be read."""
    if message is None or not message.is_readable:
        return None
    return Pinned(message.id, message.seq, name or "", excerpt(message.source, PINNED_CHARACTERS))


def pinned_in(room: Room) -> Pinned | None:
    """The message that stands above the others of a room, by one statement; by none where none was pinned."""
    if room.pinned_message_id is None:
        return None
    query = select(Message, Person.name).join(Person, Person.id == Message.author_id)
    found = db.session.execute(query.where(Message.id == room.pinned_message_id, Message.room_id == room.id)).first()
    return pinned_of(*found) if found is not None else None


def rooms_of(actor: Actor, *conditions: Any) -> list[RoomRow]:
    """The actor's rooms, schools' first, of each the one that opened with it first, each with its last message, by one
    statement.

    Args:
        conditions: narrows them down: `Room.school_id == 3`.
    """
    rows = db.session.execute(
        select(Room, Message, Person.name, RoomVisit)
        .outerjoin(Message, (Message.room_id == Room.id) & (Message.seq == Room.last_seq))
        .outerjoin(Person, Person.id == Message.author_id)
        .outerjoin(RoomVisit, (RoomVisit.room_id == Room.id) & (RoomVisit.person_id == actor.person_id))
        .where(visible(actor, Room), *conditions)
        .order_by(
            Room.closed_at.is_not(None),
            Room.kind == RoomKind.SHARED.value,
            Room.school_id.is_(None),
            Room.audience,
            Room.kind,
            Room.name,
            Room.id,
        )
    )
    return [row_of(*row) for row in rows]


def row_of(room: Room, message: Message | None, name: str | None, visit: RoomVisit | None) -> RoomRow:
    readable = message is not None and message.is_readable
    read_seq, level = (visit.read_seq, visit.level) if visit is not None else (0, RoomLevel.ALL.value)
    return RoomRow(
        id=room.id,
        name=room.name,
        kind=room.kind,
        is_of_school=room.school_id is not None,
        unread=max(0, room.last_seq - read_seq) if level == RoomLevel.ALL else 0,
        last_name=name or "",
        last_words=excerpt(message.source, 100) if message is not None and readable else "",
        last_state=state_of(message) if message is not None else "",
        last_at=message.said_at if message is not None else None,
        is_closed=room.closed_at is not None,
    )
