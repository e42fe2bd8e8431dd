"""Putting somebody out of a shared room."""

from __future__ import annotations

from sqlalchemy import delete

from forum.chat.models import RoomMember
from forum.chat.notices_words import PUT_OUT
from forum.chat.policy import PersonInRoom
from forum.chat.services.holding.acts import ActKind, checked_reason, write_down
from forum.chat.services.inviting import hold_room, take_out
from forum.chat.told import invitation
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import tell, withdraw


def put_out(actor: Actor, room_id: int, person_id: int, reason: str) -> None:
    """Puts somebody out of a shared room at once, in every tab of theirs; they are told why.

    Raises:
        NotFound, NotAllowed: see the rule "room.put_out"; or the person is not in the room.
        Invalid: no reason is given.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.put_out", PersonInRoom(person_id, room))
        member = db.session.get(RoomMember, (room_id, person_id), populate_existing=True)
        if member is None or not member.is_in:
            raise NotFound
        why = checked_reason(reason)
        act = write_down(actor, room_id, ActKind.PUT_OUT, {"role": member.role}, reason=why, person_id=person_id)
        take_out(room, member)
        facts = {"title": room.name, "reason": why}
        tell(person_id, PUT_OUT, f"room-act:{act.id}", facts, "/rooms", by_mail=True, about=f"room-act:{act.id}")


def call_off(actor: Actor, room_id: int, person_id: int) -> None:
    """Calls an invitation off that waits for its answer.

    Raises:
        NotFound, NotAllowed: see the rule "room.put_out"; or none waits.
    """
    with transaction():
        room = hold_room(actor, room_id)
        require(actor, "room.put_out", PersonInRoom(person_id, room))
        member = db.session.get(RoomMember, (room_id, person_id), populate_existing=True)
        if member is None or not member.is_waiting:
            raise NotFound
        db.session.execute(
            delete(RoomMember).where(RoomMember.room_id == room_id, RoomMember.person_id == person_id),
            execution_options={"synchronize_session": False},
        )
        db.session.expire(member)
        withdraw(invitation(room_id), [person_id])
