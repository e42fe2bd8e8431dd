"""One's own place in a conversation: how far one read, whether it rings, leaving."""

from __future__ import annotations

from sqlalchemy import update

from forum.conversations.events import ConversationLeft
from forum.conversations.models import Conversation, ConversationMember
from forum.conversations.policy import Joined
from forum.conversations.services.finding import find_conversation
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice


def mark_read(actor: Actor, conversation_id: int, number: int) -> None:
    """Notes that the actor has read up to a message, never backwards; what they were told of it is read too.

    Raises:
        NotFound: the actor is in no such conversation.
    """
    with transaction():
        joined = find_conversation(actor, conversation_id)
        member, number = place_in(joined), min(number, joined.conversation.last_number)
        if number <= member.read_number:
            return
        member.read_number = number
        mine = (Notice.person_id == actor.person_id) & (Notice.topic == topic_of(joined.conversation))
        told = update(Notice).where(mine, Notice.read_at.is_(None)).values(read_at=now())
        db.session.execute(told.execution_options(synchronize_session=False))


def topic_of(conversation: Conversation) -> str:
    """What notices of a conversation stand under."""
    return f"conversation:{conversation.id}"


def mute_conversation(actor: Actor, conversation_id: int) -> None:
    """Has a conversation no longer tell the actor of what is written there.

    Raises:
        NotFound: the actor is in no such conversation.
    """
    with transaction():
        place = place_in(find_conversation(actor, conversation_id))
        place.muted_at = place.muted_at or now()


def unmute_conversation(actor: Actor, conversation_id: int) -> None:
    """Has a conversation tell the actor of what is written there again.

    Raises:
        NotFound: the actor is in no such conversation.
    """
    with transaction():
        place_in(find_conversation(actor, conversation_id)).muted_at = None


def leave_conversation(actor: Actor, conversation_id: int) -> None:
    """Leaves a conversation for good; what one wrote there stays.

    Raises:
        NotFound: the actor is in no such conversation.
    """
    with transaction():
        joined = find_conversation(actor, conversation_id)
        require(actor, "conversation.leave", joined)
        place_in(joined).left_at = now()
        record(ConversationLeft(conversation_id, actor.person_id))


def place_in(joined: Joined) -> ConversationMember:
    if joined.member is None:
        raise NotFound
    return joined.member
