"""How many messages of their rooms a person has not read: a piece of the one statement that draws every page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, String, case, cast, func, literal, or_, select

from forum.chat.models import Room, RoomLevel, RoomVisit

ROOMS_UNREAD = "unread-messages"


def unread_in_rooms(person_id: BindParameter[int], audiences: BindParameter[Any]) -> Select[*tuple[Any, ...]]:
    """The number of messages that are new to a person, in the rooms of which they want to hear all.

    Args:
        person_id: stands for the person.
        audiences: stands for those that the person is in.

    Returns:
        a SELECT of one row of five columns: `ROOMS_UNREAD`, the number as text, and three that are empty.
    """
    read = func.coalesce(RoomVisit.read_seq, 0)
    new = func.coalesce(func.sum(case((Room.last_seq > read, Room.last_seq - read), else_=0)), 0)
    return (
        select(literal(ROOMS_UNREAD), cast(new, String), literal(""), literal(None), literal(""))
        .select_from(Room)
        .outerjoin(RoomVisit, (RoomVisit.room_id == Room.id) & (RoomVisit.person_id == person_id))
        .where(Room.audience.in_(audiences), Room.closed_at.is_(None))
        .where(or_(RoomVisit.level.is_(None), RoomVisit.level == RoomLevel.ALL.value))
    )
