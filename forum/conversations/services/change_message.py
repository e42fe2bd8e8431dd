"""Editing and deleting one's own message."""

from __future__ import annotations

from forum.conversations.events import MessageChanged
from forum.conversations.models import ConversationMessage
from forum.conversations.services.finding import find_message
from forum.conversations.services.writing import HOLDER, render_message
from forum.core.actor import Actor
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.writing.bodies import checked_body
from forum.writing.files import attach


def edit_message(actor: Actor, message_id: int, body: str) -> ConversationMessage:
    """Replaces the text of a message; the same text changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "conversation_message.edit".
        Invalid: there is nothing to read in the text, or too much of it.
    """
    with transaction():
        written = find_message(actor, message_id)
        require(actor, "conversation_message.edit", written)
        message, body = written.message, checked_body(body)
        if body == message.source:
            return message
        message.source, message.html, message.edited_at = body, render_message(body, message.number), now()
        attach(actor.person_id, HOLDER, message.id, body)
        record(MessageChanged(message.id, message.conversation_id))
    return message


def delete_message(actor: Actor, message_id: int) -> ConversationMessage:
    """Deletes a message softly; deleting again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "conversation_message.delete".
    """
    with transaction():
        written = find_message(actor, message_id)
        message = written.message
        if message.deleted_at is not None and message.author_id == actor.id:
            return message
        require(actor, "conversation_message.delete", written)
        message.deleted_at = now()
        record(MessageChanged(message.id, message.conversation_id))
    return message
