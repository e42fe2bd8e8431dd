"""What can be done in discussions: one verb a module."""

from forum.discussions.services.delete_post import delete_post
from forum.discussions.services.edit_post import edit_post
from forum.discussions.services.follow_community import follow_community
from forum.discussions.services.hide_post import hide_post, restore_post
from forum.discussions.services.holding import (
    file_thread,
    lock_thread,
    merge_threads,
    move_thread,
    name_holder,
    open_to_all,
    pin_thread,
    reassign_post,
    release_space,
    rename_thread,
    slow_thread,
    split_thread,
    undo_act,
    unlock_thread,
    unpin_thread,
    write_note,
)
from forum.discussions.services.mark_helped import mark_helped
from forum.discussions.services.mark_read import mark_all_read, mark_read
from forum.discussions.services.open_space import open_space
from forum.discussions.services.open_thread import open_thread
from forum.discussions.services.react import react
from forum.discussions.services.reply import reply
from forum.discussions.services.revise_hidden_post import revise_hidden_post
from forum.discussions.services.summarise_thread import summarise_thread
from forum.discussions.services.tag_synonyms import add_synonym, remove_synonym
from forum.discussions.services.undelete_post import undelete_post

__all__ = [
    "add_synonym",
    "delete_post",
    "edit_post",
    "file_thread",
    "follow_community",
    "hide_post",
    "lock_thread",
    "mark_all_read",
    "mark_helped",
    "mark_read",
    "merge_threads",
    "move_thread",
    "name_holder",
    "open_space",
    "open_thread",
    "open_to_all",
    "pin_thread",
    "react",
    "reassign_post",
    "release_space",
    "remove_synonym",
    "rename_thread",
    "reply",
    "restore_post",
    "revise_hidden_post",
    "slow_thread",
    "split_thread",
    "summarise_thread",
    "undelete_post",
    "undo_act",
    "unlock_thread",
    "unpin_thread",
    "write_note",
]
