"""What people are told about their conversations: that somebody wrote, never what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.events import MessageSent
from forum.conversations.models import ConversationMember, ConversationMessage
from forum.core.events import on
from forum.extensions import db
from forum.notices.services import tell_many
from forum.notices.words import notice_words

WRITTEN = "conversation.written"


@notice_words(WRITTEN, "conversations")
def written(facts: Mapping[str, Any]) -> str:
    """Somebody wrote in a conversation."""
    return _("%(name)s vous a écrit dans une conversation privée.", name=facts["name"])


@on(MessageSent, "notices")
def tell_members(events: Sequence[MessageSent]) -> None:
    """Tells who is in a conversation and did not mute it that somebody wrote there."""
    for event in events:
        found = db.session.execute(
            select(ConversationMessage, Person.name)
            .join(Person, Person.id == ConversationMessage.author_id)
            .where(ConversationMessage.id == event.message_id)
        ).first()
        if found is None or not found[0].is_readable:
            continue
        message, name = found
        others = select(ConversationMember.person_id).where(
            ConversationMember.conversation_id == event.conversation_id,
            ConversationMember.person_id != message.author_id,
            ConversationMember.left_at.is_(None),
            ConversationMember.muted_at.is_(None),
        )
        tell_many(
            dict.fromkeys(db.session.scalars(others), "conversation"),
            WRITTEN,
            f"letter:{message.id}",
            {"name": name},
            f"/conversations/messages/{message.id}",
            by_mail=True,
            about=f"letter:{message.id}",
            topic=f"conversation:{event.conversation_id}",
        )
