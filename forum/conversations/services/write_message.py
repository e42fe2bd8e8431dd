"""Writing in a conversation."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.conversations.models import ConversationMessage
from forum.conversations.services.finding import find_conversation
from forum.conversations.services.writing import add_message, keep_pace, sent_before
from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.writing.bodies import checked_body
from forum.writing.services import erase_draft


def write_message(
    actor: Actor, conversation_id: int, body: str, *, submission: str | None = None
) -> ConversationMessage:
    """Writes a message at the end of a conversation.

    Args:
        actor: who writes.
        conversation_id: where.
        body: Markdown.
        submission: what tells the same form sent twice.

    Raises:
        NotFound: the actor is in no such conversation.
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many messages in a minute.
    """
    try:
        with transaction():
            joined = find_conversation(actor, conversation_id)
            require(actor, "conversation.write", joined)
            body = checked_body(body)
            twin = sent_before(actor.person_id, submission)
            if twin is not None:
                return twin
            keep_pace(actor.person_id)
            message = add_message(conversation_id, actor.person_id, body, submission)
            erase_draft(actor.person_id, f"conversation:{conversation_id}")
            return message
    except IntegrityError:
        twin = sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin
