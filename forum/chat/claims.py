"""What being in a shared room, and holding any room, lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, literal, select

from forum.accounts.claims import PersonId, claims
from forum.chat.models import Room, RoomKind, RoomMember, RoomRole


def places_of(person_id: PersonId, claim: str) -> Select[str]:
    return (
        select(literal(claim).concat(cast(RoomMember.room_id, String)))
        .join(Room, Room.id == RoomMember.room_id)
        .where(RoomMember.person_id == person_id, RoomMember.joined_at.is_not(None), RoomMember.left_at.is_(None))
    )


@claims
def shared_rooms_of(person_id: PersonId) -> Select[str]:
    """The shared rooms a person is in: "room:7"."""
    return places_of(person_id, "room:").where(Room.kind == RoomKind.SHARED.value)


@claims
def rooms_held_by(person_id: PersonId) -> Select[str]:
    """The rooms that were given to a person to hold: "room-holder:7". Who no longer sees a room does not hold it."""
    return places_of(person_id, "room-holder:").where(RoomMember.role == RoomRole.HOLDER.value)
