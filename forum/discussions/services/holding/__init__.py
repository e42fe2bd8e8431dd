"""What the holders of a thread do to it: one verb a module, each written down and, mostly, undone by `undo_act`."""

from forum.discussions.services.holding.lock_thread import lock_thread, unlock_thread
from forum.discussions.services.holding.merge_threads import merge_threads
from forum.discussions.services.holding.move_thread import move_thread
from forum.discussions.services.holding.name_holder import name_holder, release_space
from forum.discussions.services.holding.open_to_all import open_to_all
from forum.discussions.services.holding.pin_thread import pin_thread, unpin_thread
from forum.discussions.services.holding.reassign_post import reassign_post
from forum.discussions.services.holding.rename_thread import file_thread, rename_thread
from forum.discussions.services.holding.slow_thread import slow_thread
from forum.discussions.services.holding.split_thread import split_thread
from forum.discussions.services.holding.undo_act import undo_act
from forum.discussions.services.holding.write_note import write_note

__all__ = [
    "file_thread",
    "lock_thread",
    "merge_threads",
    "move_thread",
    "name_holder",
    "open_to_all",
    "pin_thread",
    "reassign_post",
    "release_space",
    "rename_thread",
    "slow_thread",
    "split_thread",
    "undo_act",
    "unlock_thread",
    "unpin_thread",
    "write_note",
]
