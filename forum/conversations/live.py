"""What is pushed to those who have a conversation open: that something changed, never what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.conversations.events import ConversationLeft, MessageChanged, MessageSent
from forum.conversations.models import Conversation
from forum.core.events import on
from forum.extensions import db, socketio

NAMESPACE = "/conversations"


def channel(conversation_id: int) -> str:
    """The Socket.IO room of a conversation."""
    return f"conversation:{conversation_id}"


@on(MessageSent, "live")
def push_sent(events: Sequence[MessageSent]) -> None:
    """Tells open pages how far their conversation is now."""
    push({event.conversation_id for event in events})


@on(MessageChanged, "live")
def push_changed(events: Sequence[MessageChanged]) -> None:
    """Tells open pages to read again what they show."""
    push({event.conversation_id for event in events})


def push(conversation_ids: set[int]) -> None:
    query = select(Conversation.id, Conversation.last_number).where(Conversation.id.in_(conversation_ids))
    for conversation_id, last_number in db.session.execute(query):
        facts = {"conversation": conversation_id, "last_number": last_number}
        socketio.emit("changed", facts, namespace=NAMESPACE, to=channel(conversation_id))


@on(ConversationLeft, "live")
def put_out(events: Sequence[ConversationLeft]) -> None:
    """Closes the channel of a conversation that somebody left: who may come back does so, and is checked."""
    for event in events:
        name = channel(event.conversation_id)
        socketio.emit("enter_again", {"conversation": event.conversation_id}, namespace=NAMESPACE, to=name)
        socketio.close_room(name, namespace=NAMESPACE)
