"""What browsers say to threads over Socket.IO: that they read one."""

from __future__ import annotations

from flask_socketio import join_room
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.policy import PUBLIC_PERMISSION, require
from forum.core.realtime import Answer, Facts, checked_actor, on_socket, whole_number
from forum.discussions.live import LENT, NAMESPACE, channels, departures, doors
from forum.discussions.models import Thread
from forum.extensions import db


@on_socket("connect", NAMESPACE, permission="member")
def connect(actor: Actor, facts: Facts) -> None:
    """Opens a socket to whoever is signed in; it receives nothing before it enters a thread."""


@on_socket("disconnect", NAMESPACE, permission=PUBLIC_PERMISSION)
def disconnect(actor: Actor, facts: Facts) -> None:
    """Nothing is kept of a socket."""


@on_socket("enter", NAMESPACE, permission="thread.see")
def enter(actor: Actor, facts: Facts) -> Answer:
    """Has the socket hear what comes and changes in a thread, until it is to enter again.

    What ends the right (live.py) is read first, the right itself after it: who loses it in between has been put into a
    channel that nothing is sent to any more.
    """
    thread_id = whole_number(facts, "thread")
    departed = departures([audience_of(thread_id)])
    db.session.rollback()
    thread = db.session.get(Thread, thread_id, populate_existing=True)
    if thread is None or thread.audience not in departed:
        raise NotFound
    require(checked_actor("thread.see"), "thread.see", thread)
    for channel in (*channels(thread, departed[thread.audience], now()), *doors(thread)):
        join_room(channel)
    return {"ok": True, "last": thread.last_number, "seconds": LENT.total_seconds()}


def audience_of(thread_id: int) -> str:
    found = db.session.scalar(select(Thread.audience).where(Thread.id == thread_id))
    if found is None:
        raise NotFound
    return found
