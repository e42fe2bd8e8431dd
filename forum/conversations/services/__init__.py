"""What can be done in conversations: one verb a module."""

from forum.conversations.services.change_message import delete_message, edit_message
from forum.conversations.services.hide_message import hide_message, restore_message
from forum.conversations.services.place import leave_conversation, mark_read, mute_conversation, unmute_conversation
from forum.conversations.services.start_conversation import start_conversation
from forum.conversations.services.write_message import write_message

__all__ = [
    "delete_message",
    "edit_message",
    "hide_message",
    "leave_conversation",
    "mark_read",
    "mute_conversation",
    "restore_message",
    "start_conversation",
    "unmute_conversation",
    "write_message",
]
