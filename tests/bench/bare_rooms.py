"""The bare Socket.IO server that rooms are compared with: it keeps and checks nothing, and passes on what is said."""

from __future__ import annotations

from itertools import count
from typing import Any

import socketio

server = socketio.Server(async_mode="threading", ping_interval=20, ping_timeout=20)
app = socketio.WSGIApp(server)
numbers = count(1)


@server.on("connect", namespace="/rooms")
def connect(sid: str, environ: object, auth: object = None) -> None:
    """Lets everybody in."""


@server.on("enter", namespace="/rooms")
def enter(sid: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Has a socket hear what is said."""
    server.enter_room(sid, "room", namespace="/rooms")
    return {"ok": True}


@server.on("say", namespace="/rooms")
def say(sid: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Passes on what is said, with as many facts about it as Médiane gives."""
    seq = next(numbers)
    message = {
        "room": facts["room"], "seq": seq, "id": seq, "author": 1, "name": "Camille Personne 1",
        "profession": "teacher", "initials": "CP", "hue": 3, "html": f"<p>{facts['body']}</p>",
        "said_at": "2026-01-01T12:00:00.000000+00:00", "edited": False, "state": "said", "reason": "",
        "client_id": facts["client_id"], "reply": None, "reactions": {},
    }  # fmt: skip
    server.emit("message", message, room="room", namespace="/rooms")
    return {"ok": True, "seq": seq, "id": seq}
