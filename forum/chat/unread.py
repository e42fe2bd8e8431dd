"""How much of each room one has not seen, live on every page: figures alone, never what was said.

Browsers add up the figures: a room's pages tell all who follow it how far it is, once a second at most, and each
reader alone is told how far they have read.
"""

from __future__ import annotations

import threading
from dataclasses import asdict
from typing import Any, cast

from flask import current_app
from flask_socketio import emit, join_room, leave_room

from forum.chat.pace import at_pace
from forum.chat.queries.following import followed_by
from forum.core.actor import Actor
from forum.core.policy import PUBLIC_PERMISSION
from forum.core.realtime import Facts, checked_actor, on_socket
from forum.core.transactions import after_commit
from forum.extensions import db, socketio

NAMESPACE = "/unread"

_reached: dict[int, int] = {}
_lock = threading.Lock()


def news_of(room_id: int) -> str:
    """The Socket.IO room of those who follow a room from wherever they are."""
    return f"news:{room_id}"


def reader(person_id: int) -> str:
    """The Socket.IO room of all pages of a person."""
    return f"reader:{person_id}"


@on_socket("connect", NAMESPACE, permission="member")
def connect(actor: Actor, facts: Facts) -> None:
    """Has a browser follow its person's rooms, and tells how each stands: so a cut is made good by coming back."""
    join_room(reader(actor.person_id))
    joined = {room.id for room in followed_by(actor)}
    for room_id in joined:
        join_room(news_of(room_id))
    db.session.rollback()
    # Whoever was put out between the look and the joining would stay in: so it is looked at once more.
    rooms = followed_by(checked_actor("member"))
    for room_id in joined - {room.id for room in rooms}:
        leave_room(news_of(room_id))
    emit("unread", {"rooms": [asdict(room) for room in rooms]})


@on_socket("disconnect", NAMESPACE, permission=PUBLIC_PERMISSION)
def disconnect(actor: Actor, facts: Facts) -> None:
    """Nothing is kept of a socket."""


def tell_followers(room_id: int, seq: int) -> None:
    """Has those who follow a room told how far it is, within a second.

    Args:
        seq: the place of what was said; of several in that second, the last one is told.
    """
    with _lock:
        _reached[room_id] = max(seq, _reached.get(room_id, 0))
    at_pace(f"unread:{room_id}", lambda: push_last(room_id))


def push_last(room_id: int) -> None:
    with _lock:
        last_seq = _reached.pop(room_id, None)
    if last_seq is not None:
        socketio.emit("unread", {"room": room_id, "last_seq": last_seq}, namespace=NAMESPACE, to=news_of(room_id))


def tell_reader_once_committed(person_id: int, room_id: int, **facts: Any) -> None:
    """Has a person's pages told what they themselves noted of a room, once the transaction at hand is committed.

    Args:
        facts: `read_seq`, or `level`.
    """
    told = {"room": room_id, **facts}
    after_commit(
        f"unread:{room_id}:{person_id}",
        lambda: socketio.emit("unread", told, namespace=NAMESPACE, to=reader(person_id)),
    )


def stop_following(room_id: int, person_id: int) -> None:
    """Ends what a person hears of a room that they are no longer in.

    Where several processes hold sockets, nobody knows which of them holds the person's: nobody follows the room any
    more then, until their next page.
    """
    manager = cast(Any, socketio.server).manager
    for socket, _ in list(manager.get_participants(NAMESPACE, reader(person_id))):
        socketio.server.leave_room(socket, news_of(room_id), namespace=NAMESPACE)
    if current_app.config["SETTINGS"].redis_url:
        socketio.close_room(news_of(room_id), namespace=NAMESPACE)
