"""Getting into a shared room and out of it: invitations, their answers, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.chat import live
from forum.chat.models import Room, RoomMember, RoomRole
from forum.chat.notices_words import INVITED
from forum.chat.queries import room_for
from forum.chat.queries.people import count_in_room
from forum.chat.services.naming import people_called
from forum.chat.services.visits import read_up_to
from forum.chat.told import invitation, topic
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.transactions import after_commit, transaction
from forum.extensions import db
from forum.notices.services import tell_many, withdraw

INVITATIONS_PER_MINUTE = 10
MOST_IN_ROOM = 500
AGAIN_AFTER = timedelta(days=7)
"""Who declined is left in peace that long."""


def invite_people(actor: Actor, room_id: int, handles: Sequence[str]) -> list[int]:
    """Invites people to a shared room; those who are in it, or were invited already, are left as they are.

    Args:
        actor: who invites.
        room_id: to which room.
        handles: whom, as mentions call them.

    Returns:
        the ids of those who are invited now and were not before.

    Raises:
        NotFound, NotAllowed: see the rule "room.invite".
        Invalid: of the field "people": nobody is named, or somebody who can't be invited.
        TooMany: too often in a minute.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.invite", room)
        people = people_called(actor, handles)
        count_once("invitations", actor.person_id, INVITATIONS_PER_MINUTE)
        return invite(actor, room, people)


def invite(actor: Actor, room: Room, people: Sequence[int]) -> list[int]:
    """Invites people, in the transaction at hand."""
    query = select(RoomMember).where(RoomMember.room_id == room.id, RoomMember.person_id.in_(people))
    known = {member.person_id: member for member in db.session.scalars(query)}
    if count_in_room(room.id) + len(people) > MOST_IN_ROOM:
        raise Invalid("people", _("Un salon compte %(max)d personnes au plus.", max=MOST_IN_ROOM))
    invited = []
    for person_id in people:
        member = known.get(person_id)
        if member is not None and member.left_at is None:
            continue
        if member is not None and member.joined_at is None and left_since(member, AGAIN_AFTER):
            raise Invalid("people", _("L’une de ces personnes a décliné votre invitation il y a peu."))
        if member is None:
            member = RoomMember(room_id=room.id, person_id=person_id)
            db.session.add(member)
        member.role, member.invited_by, member.invited_at = RoomRole.MEMBER.value, actor.person_id, now()
        member.joined_at = member.left_at = None
        invited.append(person_id)
    db.session.flush()
    if invited:
        tell_invited(actor, room, invited)
    return invited


def left_since(member: RoomMember, while_ago: timedelta) -> bool:
    return member.left_at is not None and member.left_at > now() - while_ago


def tell_invited(actor: Actor, room: Room, people: Sequence[int]) -> None:
    tell_many(
        dict.fromkeys(people, "invited"),
        INVITED,
        f"room:{room.id}:invited:{now().isoformat()}",
        {"name": actor.name, "title": room.name},
        f"/rooms/{room.id}/invitation",
        about=invitation(room.id),
        topic=topic(room.id),
    )


def accept_invitation(actor: Actor, room_id: int) -> None:
    """Enters a shared room that one was invited to; accepting again changes nothing.

    Raises:
        NotFound: no invitation waits.
        Conflict: the room was closed meanwhile.
    """
    with transaction():
        room, member = invitation_held(actor, room_id)
        if member.is_in:
            return
        if not member.is_waiting:
            raise NotFound
        require(actor, "room.answer", member)
        if room.closed_at is not None:
            raise Conflict(_("Ce salon est fermé : on n’y entre plus."))
        member.joined_at = now()
        # What was said before is there to be read, and does not count as unread.
        read_up_to(actor.person_id, room_id, room.last_seq)
        withdraw(invitation(room_id), [actor.person_id])


def decline_invitation(actor: Actor, room_id: int) -> None:
    """Says no to an invitation; saying it again changes nothing.

    Raises:
        NotFound: none was sent.
        NotAllowed: it was accepted already.
    """
    with transaction():
        _room, member = invitation_held(actor, room_id)
        if member.joined_at is None and member.left_at is not None:
            return
        if not member.is_in and not member.is_waiting:
            raise NotFound
        require(actor, "room.answer", member)
        member.left_at = now()
        withdraw(invitation(room_id), [actor.person_id])


def leave_room(actor: Actor, room_id: int) -> None:
    """Leaves a shared room. Where nobody is left who holds it, who was in it longest does; where nobody is left at
    all, it closes.

    Raises:
        NotFound, NotAllowed: see the rule "room.leave".
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.leave", room)
        member = db.session.get(RoomMember, (room_id, actor.person_id), populate_existing=True)
        if member is None or not member.is_in:
            raise NotFound
        take_out(room, member)


def take_out(room: Room, member: RoomMember) -> None:
    """Ends somebody's place in a shared room, in the transaction at hand, and what their sockets receive after it."""
    member.left_at, member.role = now(), RoomRole.MEMBER.value
    db.session.flush()
    keep_held(room)
    room_id, person_id = room.id, member.person_id
    after_commit(f"put out:{room_id}:{person_id}", lambda: live.put_out_person(room_id, person_id))


def keep_held(room: Room) -> None:
    """Sees to it that a shared room is held by somebody who is in it, or closed."""
    query = (
        select(RoomMember)
        .where(RoomMember.room_id == room.id, RoomMember.joined_at.is_not(None), RoomMember.left_at.is_(None))
        .order_by(RoomMember.joined_at, RoomMember.person_id)
    )
    there = list(db.session.scalars(query))
    if not there:
        room.closed_at = room.closed_at or now()
    elif all(member.role != RoomRole.HOLDER for member in there):
        there[0].role = RoomRole.HOLDER.value
    db.session.flush()


def invitation_held(actor: Actor, room_id: int) -> tuple[Room, RoomMember]:
    """The room and the actor's place in it, held."""
    query = select(Room).where(Room.id == room_id).with_for_update()
    room = db.session.scalar(query.execution_options(populate_existing=True))
    member = db.session.get(RoomMember, (room_id, actor.person_id), populate_existing=True)
    if room is None or member is None or not room.is_shared:
        raise NotFound
    return room, member


def hold_room(actor: Actor, room_id: int) -> Room:
    """A room that the actor may see and that is about to change, held.

    Raises:
        NotFound: there is none.
    """
    room = room_for(actor, room_id)
    db.session.refresh(room, with_for_update=True)
    return room
