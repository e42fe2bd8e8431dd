"""What those who hold a room did there, written down so that it can be read and undone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from forum.chat import live
from forum.chat.models import Room, RoomAct
from forum.chat.told import topic
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.reasons import reason_in_a_line
from forum.core.text import render_markdown
from forum.extensions import db
from forum.notices.services import retitle

LONGEST_REASON = 300


class ActKind(StrEnum):
    """What may be done; acts of one kind on the same message or person change the same thing."""

    SETTINGS = "settings"
    """How it is called, what it is for, how it welcomes."""
    PIN = "pin"
    SLOW = "slow"
    PAUSE = "pause"
    CLOSE = "close"
    REMOVE = "remove"
    SILENCE = "silence"
    PUT_OUT = "put_out"
    HOLDER = "holder"


ON_ROOM = (ActKind.SETTINGS, ActKind.PIN, ActKind.SLOW, ActKind.PAUSE, ActKind.CLOSE)
"""Those that change the room itself: undone by writing back what was."""


def checked_reason(reason: str) -> str:
    """Why something is done to somebody, in a line: they will read it.

    Raises:
        Invalid: none is given, or it is too long.
    """
    return reason_in_a_line(reason, LONGEST_REASON, _("Donnez le motif : la personne concernée le lira."))


def write_down(
    actor: Actor,
    room_id: int,
    kind: ActKind,
    facts: Mapping[str, Any],
    *,
    reason: str = "",
    person_id: int | None = None,
    message_id: int | None = None,
) -> RoomAct:
    """Puts an act into the log of a room, in the transaction at hand.

    Args:
        facts: what its line says and what undoing it needs; JSON-able.
        reason: as `checked_reason` gave it.
        person_id: whom it concerns.
        message_id: which message it concerns.
    """
    act = RoomAct(
        room_id=room_id,
        kind=kind.value,
        by_id=actor.person_id,
        person_id=person_id,
        message_id=message_id,
        reason=reason,
        facts=dict(facts),
        done_at=now(),
    )
    db.session.add(act)
    db.session.flush()
    return act


def change_room(actor: Actor, room: Room, kind: ActKind, **after: Any) -> RoomAct | None:
    """Changes how a room stands, and writes it down; nothing where it stands so already.

    Args:
        room: held.
        after: by name, what is so from now on (`write`).
    """
    before = {name: read(room, name) for name in after}
    if before == after:
        return None
    write(room, after)
    message_id = after.get("pinned_message_id") or before.get("pinned_message_id")
    return write_down(actor, room.id, kind, {"before": before, "after": after}, message_id=message_id)


def read(room: Room, name: str) -> Any:
    match name:
        case "is_paused":
            return room.paused_at is not None
        case "is_closed":
            return room.closed_at is not None
    return getattr(room, name)


def write(room: Room, facts: Mapping[str, Any]) -> None:
    """Has a room stand as some facts say, in the transaction at hand, and tells those who are in it."""
    for name, value in facts.items():
        match name:
            case "is_paused":
                room.paused_at = now() if value else None
            case "is_closed":
                room.closed_at = now() if value else None
            case "welcome_source":
                room.welcome_source = value
                room.welcome_html = render_markdown(value, f"welcome{room.id}") if value else ""
            case "name":
                room.name = value
                retitle(topic(room.id), value)
            case _:
                setattr(room, name, value)
    db.session.flush()
    live.push_room_once_committed(room)
