"""Giving a room to somebody to hold with others, and taking it back."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.chat.models import Room, RoomMember, RoomRole
from forum.chat.notices_words import HOLDING
from forum.chat.policy import PersonInRoom
from forum.chat.services.holding.acts import ActKind, write_down
from forum.chat.services.inviting import hold_room, keep_held
from forum.chat.told import topic
from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell


def name_holder(actor: Actor, room_id: int, person_id: int) -> None:
    """Has somebody who is in a room hold it too.

    Raises:
        NotFound, NotAllowed: see the rule "room.name_holder"; or the person is not in the room.
        Conflict: they hold it already.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.name_holder", PersonInRoom(person_id, room))
        there = select(Person.id).where(Person.id == person_id, Person.id.in_(people_in(room.audience)))
        if db.session.scalar(there) is None:
            raise NotFound
        if was_given(room, person_id):
            raise Conflict(_("Cette personne tient déjà le salon."))
        give(room, person_id, actor.person_id)
        act = write_down(actor, room_id, ActKind.HOLDER, {"holds": True}, person_id=person_id)
        tell(
            person_id,
            HOLDING,
            f"room-act:{act.id}",
            {"name": actor.name, "title": room.name},
            f"/rooms/{room_id}",
            about=f"room-act:{act.id}",
            topic=topic(room_id),
            audience=room.audience,
        )


def unname_holder(actor: Actor, room_id: int, person_id: int) -> None:
    """Has somebody no longer hold a room that was given to them; they stay in it.

    Raises:
        NotFound, NotAllowed: see the rule "room.name_holder"; or it was not given to them.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.name_holder", PersonInRoom(person_id, room))
        if not was_given(room, person_id):
            raise NotFound
        take_back(room, person_id)
        write_down(actor, room_id, ActKind.HOLDER, {"holds": False}, person_id=person_id)


def was_given(room: Room, person_id: int) -> bool:
    member = db.session.get(RoomMember, (room.id, person_id), populate_existing=True)
    return member is not None and member.is_in and member.role == RoomRole.HOLDER


def give(room: Room, person_id: int, by_id: int) -> None:
    """Gives a room to somebody who is in it, in the transaction at hand."""
    member = db.session.get(RoomMember, (room.id, person_id), populate_existing=True)
    if member is None:
        member = RoomMember(room_id=room.id, person_id=person_id, invited_by=by_id)
        db.session.add(member)
    if not member.is_in:
        member.joined_at, member.left_at = now(), None
    member.role = RoomRole.HOLDER.value
    db.session.flush()


def take_back(room: Room, person_id: int) -> None:
    """Takes a room back from somebody, in the transaction at hand; in a shared one they stay a member."""
    member = db.session.get(RoomMember, (room.id, person_id), populate_existing=True)
    if member is None:
        return
    member.role = RoomRole.MEMBER.value
    if room.is_shared:
        keep_held(room)
    else:
        member.left_at = now()
    db.session.flush()
