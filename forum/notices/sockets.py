"""What browsers say to the bell over Socket.IO: nothing but that they listen."""

from __future__ import annotations

from flask import session
from flask_socketio import emit, join_room

from forum.accounts.sessions import fingerprint
from forum.core.actor import Actor
from forum.core.policy import PUBLIC_PERMISSION
from forum.core.realtime import Facts, on_socket
from forum.notices.live import NAMESPACE, channel
from forum.notices.queries import unread_count


@on_socket("connect", NAMESPACE, permission="member")
def connect(actor: Actor, facts: Facts) -> None:
    """Opens a bell to whoever is signed in, and tells how much waits: so a cut is made good by coming back."""
    join_room(channel(fingerprint(session.get("_user_id", ""))))
    emit("unread", {"unread": unread_count(actor)})


@on_socket("disconnect", NAMESPACE, permission=PUBLIC_PERMISSION)
def disconnect(actor: Actor, facts: Facts) -> None:
    """Nothing is kept of a socket."""
