"""Reading again, inside a verb's transaction, what it is about to change."""

from __future__ import annotations

from sqlalchemy import select

from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.conversations.policy import Joined, MessageIn
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.extensions import db


def find_conversation(actor: Actor, conversation_id: int) -> Joined:
    """The conversation of an id with the actor's place in it.

    Raises:
        NotFound: there is none, or none that the actor is in.
    """
    found = db.session.execute(
        select(Conversation, ConversationMember)
        .outerjoin(
            ConversationMember,
            (ConversationMember.conversation_id == Conversation.id) & (ConversationMember.person_id == actor.person_id),
        )
        .where(Conversation.id == conversation_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    joined = Joined(found[0], found[1])
    require(actor, "conversation.see", joined)
    return joined


def find_message(actor: Actor, message_id: int) -> MessageIn:
    """The message of an id, where the actor is in its conversation.

    Raises:
        NotFound: there is none, or none that the actor may see.
    """
    message = db.session.get(ConversationMessage, message_id, populate_existing=True)
    if message is None:
        raise NotFound
    return MessageIn(message, find_conversation(actor, message.conversation_id))
