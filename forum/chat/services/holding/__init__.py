"""What those who hold a room do there: one verb a module, each written down and each to be undone."""

from __future__ import annotations

from forum.chat.services.holding.acts import ActKind
from forum.chat.services.holding.holders import name_holder, unname_holder
from forum.chat.services.holding.put_out import put_out
from forum.chat.services.holding.remove_message import remove_message
from forum.chat.services.holding.silence import silence_person
from forum.chat.services.holding.standing import (
    change_settings,
    close_room,
    pause_room,
    pin_message,
    reopen_room,
    resume_room,
    slow_room,
    unpin_message,
)
from forum.chat.services.holding.undo import undo_act

__all__ = [
    "ActKind",
    "change_settings",
    "close_room",
    "name_holder",
    "pause_room",
    "pin_message",
    "put_out",
    "remove_message",
    "reopen_room",
    "resume_room",
    "silence_person",
    "slow_room",
    "undo_act",
    "unname_holder",
    "unpin_message",
]
