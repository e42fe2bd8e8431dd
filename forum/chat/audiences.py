"""Who is in the audience of a shared room."""

from __future__ import annotations

from sqlalchemy import Select, select

from forum.accounts.audiences import audience_of
from forum.chat.models import Room, RoomKind, RoomMember


@audience_of("room")
def people_of_room(room_id: int) -> Select[int]:
    """Those who accepted to be in it and have not left."""
    return (
        select(RoomMember.person_id)
        .join(Room, Room.id == RoomMember.room_id)
        .where(RoomMember.room_id == room_id, Room.kind == RoomKind.SHARED.value)
        .where(RoomMember.joined_at.is_not(None), RoomMember.left_at.is_(None))
    )
