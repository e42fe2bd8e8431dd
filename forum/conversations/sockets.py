"""What browsers say to conversations over Socket.IO: which one they show. The rest is fetched as any page is."""

from __future__ import annotations

from flask_socketio import join_room, leave_room

from forum.conversations import queries
from forum.conversations.live import NAMESPACE, channel
from forum.core.actor import Actor
from forum.core.policy import PUBLIC_PERMISSION
from forum.core.realtime import Answer, Facts, checked_actor, on_socket, whole_number
from forum.extensions import db


@on_socket("connect", NAMESPACE, permission="member")
def connect(actor: Actor, facts: Facts) -> None:
    """Opens a socket to whoever is signed in; it receives nothing before it enters a conversation."""


@on_socket("disconnect", NAMESPACE, permission=PUBLIC_PERMISSION)
def disconnect(actor: Actor, facts: Facts) -> None:
    """Nothing is kept of a socket."""


@on_socket("enter", NAMESPACE, permission="conversation.see")
def enter(actor: Actor, facts: Facts) -> Answer:
    """Has the socket receive that a conversation changed; tells how far it is."""
    conversation_id = whole_number(facts, "conversation")
    queries.conversation_for(actor, conversation_id)
    join_room(channel(conversation_id))
    db.session.rollback()
    try:
        # Whoever left between the check and the joining would stay in: so the check is made once more.
        joined = queries.conversation_for(checked_actor("conversation.see"), conversation_id)
    except Exception:
        leave_room(channel(conversation_id))
        raise
    return {"ok": True, "last_number": joined.conversation.last_number}
