"""What can be done in rooms."""

from __future__ import annotations

from forum.chat.services.change import delete_message, edit_message
from forum.chat.services.hide import hide_message, restore_message
from forum.chat.services.holding import (
    ActKind,
    change_settings,
    close_room,
    name_holder,
    pause_room,
    pin_message,
    put_out,
    remove_message,
    reopen_room,
    resume_room,
    silence_person,
    slow_room,
    undo_act,
    unname_holder,
    unpin_message,
)
from forum.chat.services.inviting import accept_invitation, decline_invitation, invite_people, leave_room
from forum.chat.services.lifting import lift_messages, spaces_to_lift_to
from forum.chat.services.opening import open_shared_room, open_topic_room
from forum.chat.services.react import react
from forum.chat.services.rooms import (
    open_community_room,
    open_school_room,
    rename_community_room,
    rename_school_rooms,
)
from forum.chat.services.say import LONGEST_MESSAGE, say
from forum.chat.services.visits import mark_seen, set_level

__all__ = [
    "LONGEST_MESSAGE",
    "ActKind",
    "accept_invitation",
    "change_settings",
    "close_room",
    "decline_invitation",
    "delete_message",
    "edit_message",
    "hide_message",
    "invite_people",
    "leave_room",
    "lift_messages",
    "mark_seen",
    "name_holder",
    "open_community_room",
    "open_school_room",
    "open_shared_room",
    "open_topic_room",
    "pause_room",
    "pin_message",
    "put_out",
    "react",
    "remove_message",
    "rename_community_room",
    "rename_school_rooms",
    "reopen_room",
    "restore_message",
    "resume_room",
    "say",
    "set_level",
    "silence_person",
    "slow_room",
    "spaces_to_lift_to",
    "undo_act",
    "unname_holder",
    "unpin_message",
]
