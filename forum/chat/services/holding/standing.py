"""How a room stands: what it is called and for, what is pinned there, slow, paused, closed."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.chat.models import Room, RoomKind
from forum.chat.queries import said_in
from forum.chat.services.holding.acts import ActKind, change_room
from forum.chat.services.inviting import hold_room
from forum.chat.services.naming import checked_name, checked_purpose, checked_welcome
from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require
from forum.core.transactions import transaction

SECONDS = (0, 5, 15, 30, 60, 300)
"""What one may choose to have pass between two messages of a person; 0 where nobody waits."""


def change_settings(actor: Actor, room_id: int, name: str, purpose: str, welcome: str) -> Room:
    """Says how a room is called, what it is for, and how it welcomes who comes in.

    Args:
        actor: who holds it.
        room_id: which room.
        name: as it is now where the actor may not change it: that of a school's first room is the school's.
        purpose: a line, or nothing.
        welcome: Markdown, or nothing.

    Raises:
        NotFound, NotAllowed: see the rules "room.hold" and "room.rename".
        Invalid: one of them can't be accepted.
    """
    with transaction():
        room = held(actor, room_id)
        after = {"purpose": checked_purpose(purpose), "welcome_source": checked_welcome(welcome)}
        if room.kind == RoomKind.MAIN:
            after["name"] = room.name
        else:
            after["name"] = checked_name(name)
        change_room(actor, room, ActKind.SETTINGS, **after)
    return room


def pin_message(actor: Actor, room_id: int, message_id: int) -> None:
    """Has a message stand above the others, in place of the one that did.

    Raises:
        NotFound, NotAllowed: see the rule "message.pin".
    """
    with transaction():
        room = held(actor, room_id)
        require(actor, "message.pin", said_in(actor, room_id, message_id))
        change_room(actor, room, ActKind.PIN, pinned_message_id=message_id)


def unpin_message(actor: Actor, room_id: int) -> None:
    """Has no message stand above the others.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
    """
    with transaction():
        change_room(actor, held(actor, room_id), ActKind.PIN, pinned_message_id=None)


def slow_room(actor: Actor, room_id: int, seconds: int) -> None:
    """Has each person wait between two messages; those who hold the room never wait.

    Args:
        seconds: one of `SECONDS`.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
        Invalid: another number.
    """
    if seconds not in SECONDS:
        raise Invalid("seconds", _("Choisissez une durée de la liste."))
    with transaction():
        change_room(actor, held(actor, room_id), ActKind.SLOW, slow_seconds=seconds)


def pause_room(actor: Actor, room_id: int) -> None:
    """Has nobody speak for a while but those who hold the room.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
        Conflict: it is closed.
    """
    with transaction():
        room = held(actor, room_id)
        if room.closed_at is not None:
            raise Conflict(_("Ce salon est fermé."))
        change_room(actor, room, ActKind.PAUSE, is_paused=True)


def resume_room(actor: Actor, room_id: int) -> None:
    """Has everybody speak again.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
    """
    with transaction():
        change_room(actor, held(actor, room_id), ActKind.PAUSE, is_paused=False)


def close_room(actor: Actor, room_id: int) -> None:
    """Closes a room: it is still read, and nothing is said there any more.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
    """
    with transaction():
        change_room(actor, held(actor, room_id), ActKind.CLOSE, is_closed=True)


def reopen_room(actor: Actor, room_id: int) -> None:
    """Opens a closed room again.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
    """
    with transaction():
        change_room(actor, held(actor, room_id), ActKind.CLOSE, is_closed=False)


def held(actor: Actor, room_id: int) -> Room:
    """A room that the actor is about to change.

    Raises:
        NotFound, NotAllowed: see the rule "room.hold".
    """
    room = hold_room(actor, room_id)
    require(actor, "room.hold", room)
    return room
