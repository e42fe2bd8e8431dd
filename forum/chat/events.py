"""What happens in rooms."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class RoomMessageSaid:
    """A message was said in a room."""

    message_id: int
    room_id: int


@event
@dataclass(frozen=True)
class RoomMessageChanged:
    """A message was edited, deleted, hidden, removed or restored."""

    message_id: int
    room_id: int
    is_edit: bool = False
