"""Who may do what in conversations: those who are in them, and nobody else. No role of the site opens one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, select

from forum.accounts.models import Role
from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.core.time_limits import is_within


@dataclass(frozen=True)
class Joined:
    """A conversation together with the reader's own place in it, if they have one: what the rules need."""

    conversation: Conversation
    member: ConversationMember | None


@dataclass(frozen=True)
class MessageIn:
    """A message together with its conversation and the reader's place there."""

    message: ConversationMessage
    joined: Joined


@visibility(Conversation)
def conversations_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those that the actor is in."""
    if not actor.is_signed_in:
        return false()
    mine = select(ConversationMember.conversation_id).where(
        ConversationMember.person_id == actor.person_id, ConversationMember.left_at.is_(None)
    )
    return Conversation.id.in_(mine)


@rule("conversation.see", sees=Joined)
def sees_conversation(actor: Actor, joined: Joined) -> bool:
    """Whoever is in it, and did not leave."""
    member = joined.member
    return actor.is_signed_in and member is not None and member.person_id == actor.id and member.left_at is None


@rule("conversation.start", of_site=True)
def starts_conversations(actor: Actor, _: object) -> bool:
    """Members."""
    return actor.is_signed_in


@rule("conversation.write")
def writes(actor: Actor, joined: Joined) -> bool:
    """Whoever is in it."""
    return sees_conversation(actor, joined)


@rule("conversation.leave")
def leaves(actor: Actor, joined: Joined) -> bool:
    """Whoever is in it."""
    return sees_conversation(actor, joined)


@rule("conversation_message.see", sees=MessageIn)
def sees_message(actor: Actor, written: MessageIn) -> bool:
    """Whoever is in its conversation; what was deleted or hidden is a trace there."""
    return sees_conversation(actor, written.joined)


@rule("conversation_message.edit")
def edits(actor: Actor, written: MessageIn) -> bool:
    """Who wrote it, for a day (EDIT_POST_MINUTES)."""
    return deletes(actor, written) and is_within(written.message.written_at, "edit_post_minutes")


@rule("conversation_message.delete")
def deletes(actor: Actor, written: MessageIn) -> bool:
    """Who wrote it, as long as it can be read."""
    mine = sees_message(actor, written) and written.message.author_id == actor.id
    return mine and written.message.is_readable


@rule("conversation_message.hide")
def hides(actor: Actor, message: ConversationMessage) -> bool:
    """Mediators, save what they wrote themselves: a report brings them that message, and no other."""
    return actor.has_role(Role.MEDIATOR) and message.author_id != actor.id
