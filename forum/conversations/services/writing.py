"""What starting a conversation and writing in one share."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select, update

from forum.conversations.events import MessageSent
from forum.conversations.models import Conversation, ConversationMember, ConversationMessage
from forum.core.events import record
from forum.core.models import now
from forum.core.ratelimits import count_once
from forum.core.text import render_markdown
from forum.extensions import db
from forum.writing.files import attach

HOLDER = "conversation"
"""What files shown in a message are held by."""


def keep_pace(person_id: int) -> None:
    """Counts one more message of a person.

    Raises:
        TooMany: they wrote as many as a minute holds.
    """
    count_once("letters", person_id, current_app.config["SETTINGS"].posts_per_minute)


def sent_before(person_id: int, submission: str | None) -> ConversationMessage | None:
    """The message that the same page already sent."""
    if submission is None:
        return None
    mine = ConversationMessage.author_id == person_id
    return db.session.scalar(select(ConversationMessage).where(mine, ConversationMessage.submission == submission))


def add_message(conversation_id: int, person_id: int, body: str, submission: str | None) -> ConversationMessage:
    """Adds a message under the next number of its conversation, read by who wrote it."""
    moment = now()
    number = db.session.scalars(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_number=Conversation.last_number + 1, last_at=moment)
        .returning(Conversation.last_number)
        .execution_options(synchronize_session=False)
    ).one()
    message = ConversationMessage(
        conversation_id=conversation_id,
        number=number,
        author_id=person_id,
        source=body,
        html=render_message(body, number),
        written_at=moment,
        submission=submission,
    )
    db.session.add(message)
    db.session.flush()
    attach(person_id, HOLDER, message.id, body)
    db.session.execute(
        update(ConversationMember)
        .where(ConversationMember.conversation_id == conversation_id, ConversationMember.person_id == person_id)
        .values(read_number=number)
        .execution_options(synchronize_session=False)
    )
    record(MessageSent(message.id, conversation_id))
    return message


def render_message(source: str, number: int) -> str:
    """The HTML of a message, its footnotes kept apart by its number."""
    return render_markdown(source, f"m{number}")
