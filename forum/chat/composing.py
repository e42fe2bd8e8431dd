"""Who is writing in a room at this moment. Nobody has to say that they stopped: it ends by itself."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from flask import Flask

from forum.chat import queries
from forum.chat.live import NAMESPACE, channel
from forum.chat.pace import PACE, this_app, within
from forum.chat.services.speaking import refuse_unless_may_speak
from forum.core.actor import Actor
from forum.core.gatherings import gatherings
from forum.core.policy import require
from forum.core.realtime import Answer, Facts, on_socket, whole_number
from forum.extensions import socketio

LASTS = 6.0
"""Seconds for which one is said to write after each sign of it; a page gives one every three."""
REPEATED = 4.0
"""Seconds after which who still writes is said again: pages forget it by themselves."""
MOST_NAMED = 5

_watched: set[int] = set()
_lock = threading.Lock()


@on_socket("typing", NAMESPACE, permission="message.say")
def typing(actor: Actor, facts: Facts) -> Answer:
    """Notes that somebody is writing, if they may say it."""
    room = queries.room_for(actor, whole_number(facts, "room"))
    require(actor, "message.say", room)
    refuse_unless_may_speak(actor, room, is_new=False)
    gatherings().put(place_of(room.id), name_of(actor), LASTS)
    with _lock:
        is_watched = room.id in _watched
        _watched.add(room.id)
    if not is_watched:
        socketio.start_background_task(watch, this_app(), room.id)
    return {"ok": True}


def stopped(actor: Actor, room_id: int) -> None:
    """Notes that somebody wrote to the end: what they said is there."""
    gatherings().let_go(place_of(room_id), [name_of(actor)])


def place_of(room_id: int) -> str:
    return f"typing:{room_id}"


def name_of(actor: Actor) -> str:
    return json.dumps([actor.person_id, actor.name])


def people(room_id: int) -> list[dict[str, Any]]:
    """Who is writing, as browsers receive it: a few of them."""
    found = sorted(json.loads(name) for name in gatherings().names(place_of(room_id)))
    return [{"id": person_id, "name": name} for person_id, name in found[:MOST_NAMED]]


def watch(app: Flask, room_id: int) -> None:
    """Tells a room who is writing, once a second at most, until nobody is."""
    told: list[dict[str, Any]] = []
    told_at = 0.0
    while True:
        with app.app_context():
            writing = people(room_id)
            with _lock:
                if not writing:
                    _watched.discard(room_id)
        if writing != told or (writing and time.monotonic() - told_at > REPEATED):
            within(app, lambda writing=writing: push(room_id, writing))  # type: ignore[misc]
            told, told_at = writing, time.monotonic()
        if not writing:
            return
        socketio.sleep(PACE)


def push(room_id: int, writing: list[dict[str, Any]]) -> None:
    socketio.emit("typing", {"room": room_id, "people": writing}, namespace=NAMESPACE, to=channel(room_id))
