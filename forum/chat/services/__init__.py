"""What can be done in rooms."""

from __future__ import annotations

from forum.chat.services.change import delete_message, edit_message, hide_message, restore_message
from forum.chat.services.rooms import (
    mark_seen,
    open_community_room,
    open_school_room,
    rename_community_room,
    rename_school_rooms,
)
from forum.chat.services.say import LONGEST_MESSAGE, say

__all__ = [
    "LONGEST_MESSAGE",
    "delete_message",
    "edit_message",
    "hide_message",
    "mark_seen",
    "open_community_room",
    "open_school_room",
    "rename_community_room",
    "rename_school_rooms",
    "restore_message",
    "say",
]
