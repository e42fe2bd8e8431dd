"""What keeps the rooms of several processes in step: who is there, and what was said while pushes got lost."""

from __future__ import annotations

from forum.chat.live import NAMESPACE, channel, people_of
from forum.chat.presence import presence
from forum.core.realtime import after_a_gap
from forum.core.shared_gatherings import after_renewal
from forum.extensions import socketio

_shown: dict[int, object] = {}
"""Whom this process last told its people of, by room."""


@after_renewal
def look_after_presence() -> None:
    """Forgets sockets that another process put out, and tells the people of this one who is gone by itself."""
    here = presence.rooms_here()
    for room_id, sockets in here.items():
        presence.leave(room_id, sockets - listeners(room_id))
        people = people_of(room_id)
        if _shown.get(room_id, people) != people:
            facts = {"room": room_id, "people": people}
            socketio.emit("presence", facts, namespace=NAMESPACE, to=channel(room_id), ignore_queue=True)
        _shown[room_id] = people
    for room_id in set(_shown) - set(here):
        del _shown[room_id]


def listeners(room_id: int) -> set[str]:
    """The sockets of this process that receive what is said in a room."""
    return {sid for sid, _ in socketio.server.manager.get_participants(NAMESPACE, channel(room_id))}


@after_a_gap
def have_people_come_in_again() -> None:
    """Closes gaps: a page that comes in again catches up."""
    for room_id in presence.rooms_here():
        facts = {"room": room_id}
        socketio.emit("enter_again", facts, namespace=NAMESPACE, to=channel(room_id), ignore_queue=True)
