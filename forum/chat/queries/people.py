"""Who is in a room, holds it, was invited to it, may not speak there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.chat.models import Room, RoomMember, RoomRole, RoomSilence
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.extensions import db

Inviter = aliased(Person)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a room.

    Args:
        is_waiting: they were invited and have not answered.
    """

    id: int
    name: str
    profession: str
    is_holder: bool
    is_waiting: bool


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that waits for its reader's answer."""

    room_id: int
    name: str
    purpose: str
    invited_by: str
    invited_at: datetime


@dataclass(frozen=True)
class Invited:
    """What an invitation says to whom it was sent: what the room is for and who is there, and nothing said in it."""

    row: InvitationRow
    holders: list[str]
    members: int


@dataclass(frozen=True)
class SilenceRow:
    """Somebody who may not speak in a room for a time."""

    person_id: int
    name: str
    until: datetime
    reason: str
    by: str


def people_in_room(room_id: int) -> list[PersonRow]:
    """Who is in a shared room or was invited to it, or holds another room: holders first, by one statement."""
    rows = db.session.execute(
        select(RoomMember, Person.name, Person.profession)
        .join(Person, Person.id == RoomMember.person_id)
        .where(RoomMember.room_id == room_id, RoomMember.left_at.is_(None))
        .order_by(RoomMember.joined_at.is_(None), RoomMember.role != RoomRole.HOLDER.value, Person.sort_name, Person.id)
    )
    return [
        PersonRow(
            member.person_id,
            name,
            profession,
            is_holder=member.role == RoomRole.HOLDER and member.is_in,
            is_waiting=member.is_waiting,
        )
        for member, name, profession in rows
    ]


def silences_of(room_id: int) -> list[SilenceRow]:
    """Who may not speak in a room at this moment, the longest last, by one statement."""
    query = (
        select(RoomSilence, Person.name, Inviter.name)
        .join(Person, Person.id == RoomSilence.person_id)
        .join(Inviter, Inviter.id == RoomSilence.by_id)
        .where(RoomSilence.room_id == room_id, RoomSilence.lifted_at.is_(None), RoomSilence.until > now())
        .order_by(RoomSilence.until, RoomSilence.id)
    )
    return [
        SilenceRow(silence.person_id, name, silence.until, silence.reason, by)
        for silence, name, by in db.session.execute(query)
    ]


WAITING = (
    select(RoomMember, Room, Inviter.name)
    .join(Room, Room.id == RoomMember.room_id)
    .outerjoin(Inviter, Inviter.id == RoomMember.invited_by)
    .where(RoomMember.joined_at.is_(None), RoomMember.left_at.is_(None), Room.closed_at.is_(None))
)


def invitations_of(actor: Actor) -> list[InvitationRow]:
    """The invitations that wait for the actor's answer, the latest first, by one statement."""
    query = WAITING.where(RoomMember.person_id == actor.person_id).order_by(RoomMember.invited_at.desc(), Room.id)
    return [
        InvitationRow(room.id, room.name, room.purpose, name or "", member.invited_at)
        for member, room, name in db.session.execute(query)
    ]


def invitation_for(actor: Actor, room_id: int) -> Invited:
    """The invitation to one room, by two statements.

    Raises:
        NotFound: none waits for the actor.
    """
    found = db.session.execute(WAITING.where(RoomMember.person_id == actor.person_id, Room.id == room_id)).first()
    if found is None:
        raise NotFound
    member, room, name = found
    require(actor, "room.answer", member)
    there = [person for person in people_in_room(room_id) if not person.is_waiting]
    row = InvitationRow(room.id, room.name, room.purpose, name or "", member.invited_at)
    return Invited(row, [person.name for person in there if person.is_holder], len(there))


def count_in_room(room_id: int) -> int:
    """How many people are in a shared room or were invited to it."""
    query = select(func.count()).select_from(RoomMember)
    return db.session.scalar(query.where(RoomMember.room_id == room_id, RoomMember.left_at.is_(None))) or 0
