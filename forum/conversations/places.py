"""Where people write in conversations: in one of them, or to begin one, which stands as the number 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select

from forum.accounts.audiences import people_in
from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.conversations.services.finding import find_conversation
from forum.core import audience
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.extensions import db
from forum.writing.holders import register_holder
from forum.writing.places import ShownPlace, register_place

NEW = 0


def is_in(actor: Actor, conversation_id: int) -> bool:
    """Whether the actor is in a conversation."""
    if not actor.is_signed_in:
        return False
    try:
        find_conversation(actor, conversation_id)
    except NotFound:
        return False
    return True


def writes(actor: Actor, conversation_id: int) -> bool:
    """Whoever is in it; every member begins one."""
    return actor.is_signed_in and (conversation_id == NEW or is_in(actor, conversation_id))


def shown(actor: Actor, ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """Conversations, as the places of drafts."""
    query = select(Conversation).where(Conversation.id.in_(ids), visible(actor, Conversation))
    found = {
        conversation.id: ShownPlace(
            _("Conversation privée « %(subject)s »", subject=conversation.subject),
            url_for("conversations.conversation", conversation_id=conversation.id, _anchor="reply"),
        )
        for conversation in db.session.scalars(query)
    }
    if NEW in ids:
        found[NEW] = ShownPlace(_("Nouvelle conversation privée"), url_for("conversations.new"))
    return found


def people(actor: Actor, conversation_id: int) -> Select[int] | None:
    """Those who are in it; to begin one, every member."""
    if not writes(actor, conversation_id):
        return None
    if conversation_id == NEW:
        return people_in(audience.MEMBERS)
    return select(ConversationMember.person_id).where(
        ConversationMember.conversation_id == conversation_id, ConversationMember.left_at.is_(None)
    )


def sees_files(actor: Actor, message_id: int) -> bool:
    """Whoever is in the conversation, of a message that can be read; of one that was hidden, mediators."""
    message = db.session.get(ConversationMessage, message_id)
    if message is None or message.deleted_at is not None:
        return False
    return actor.has_role("mediator") if message.hidden_at is not None else is_in(actor, message.conversation_id)


register_place("conversation", writes, shown=shown, people=people)
register_holder("conversation", sees_files)
