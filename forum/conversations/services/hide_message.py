"""Hiding a message that was reported, and restoring it: what mediators do."""

from __future__ import annotations

from forum.conversations.events import MessageChanged
from forum.conversations.models import ConversationMessage
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db


def hide_message(actor: Actor, message_id: int, reason: str) -> ConversationMessage:
    """Hides a message from those in the conversation; its author still sees it, with the reason.

    Raises:
        NotFound: there is no such message.
        NotAllowed: see the rule "conversation_message.hide".
    """
    with transaction():
        message = reported_message(actor, message_id)
        message.hidden_at = message.hidden_at or now()
        message.hidden_reason = reason
        record(MessageChanged(message.id, message.conversation_id))
    return message


def restore_message(actor: Actor, message_id: int) -> ConversationMessage:
    """Shows a hidden message again; one that is not hidden stays as it is.

    Raises:
        NotFound: there is no such message.
        NotAllowed: see the rule "conversation_message.hide".
    """
    with transaction():
        message = reported_message(actor, message_id)
        if message.hidden_at is not None:
            message.hidden_at, message.hidden_reason = None, ""
            record(MessageChanged(message.id, message.conversation_id))
    return message


def reported_message(actor: Actor, message_id: int) -> ConversationMessage:
    message = db.session.get(ConversationMessage, message_id, populate_existing=True)
    if message is None:
        raise NotFound
    require(actor, "conversation_message.hide", message)
    return message
