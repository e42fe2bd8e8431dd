"""What can be done in discussions: one verb a module."""

from forum.discussions.services.delete_post import delete_post
from forum.discussions.services.edit_post import edit_post
from forum.discussions.services.hide_post import hide_post, restore_post
from forum.discussions.services.lock_thread import lock_thread, unlock_thread
from forum.discussions.services.open_space import open_space
from forum.discussions.services.open_thread import open_thread
from forum.discussions.services.pin_thread import pin_thread, unpin_thread
from forum.discussions.services.reply import reply

__all__ = [
    "delete_post",
    "edit_post",
    "hide_post",
    "lock_thread",
    "open_space",
    "open_thread",
    "pin_thread",
    "reply",
    "restore_post",
    "unlock_thread",
    "unpin_thread",
]
