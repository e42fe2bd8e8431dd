"""Starting a conversation."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.handles import ids_called
from forum.conversations.models import Conversation, ConversationMember
from forum.conversations.services.writing import add_message, keep_pace
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.text import is_blank, tidy_line
from forum.core.transactions import transaction
from forum.extensions import db
from forum.writing.bodies import checked_body
from forum.writing.services import erase_draft

LONGEST_SUBJECT = 200
MOST_PEOPLE = 12
"""Besides who starts it: beyond, it is a community that is wanted."""


def start_conversation(
    actor: Actor, handles: Sequence[str], subject: str, body: str, *, submission: str | None = None
) -> Conversation:
    """Starts a conversation with its first message.

    Args:
        actor: who starts it.
        handles: whom with, as mentions call them, with or without the @; twelve at most.
        subject: 200 characters at most.
        body: the first message, Markdown.
        submission: what tells the same form sent twice.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: people, subject or body can't be accepted.
        TooMany: too many messages in a minute.
    """
    try:
        with transaction():
            require(actor, "conversation.start")
            subject, body = checked_subject(subject), checked_body(body)
            people = checked_people(actor, handles)
            twin = started_before(actor.person_id, submission)
            if twin is not None:
                return twin
            keep_pace(actor.person_id)
            erase_draft(actor.person_id, "conversation:0")
            return begin(actor.person_id, people, subject, body, submission)
    except IntegrityError:
        twin = started_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def begin(person_id: int, people: Sequence[int], subject: str, body: str, submission: str | None) -> Conversation:
    conversation = Conversation(subject=subject, started_by=person_id, submission=submission)
    db.session.add(conversation)
    db.session.flush()
    for one in (person_id, *people):
        db.session.add(ConversationMember(conversation_id=conversation.id, person_id=one))
    db.session.flush()
    add_message(conversation.id, person_id, body, submission)
    return conversation


def started_before(person_id: int, submission: str | None) -> Conversation | None:
    if submission is None:
        return None
    mine = Conversation.started_by == person_id
    return db.session.scalar(select(Conversation).where(mine, Conversation.submission == submission))


def checked_subject(subject: str) -> str:
    subject = tidy_line(subject)
    if is_blank(subject):
        raise Invalid("subject", _("Donnez un objet à la conversation."))
    if len(subject) > LONGEST_SUBJECT:
        raise Invalid("subject", _("Cet objet est trop long : %(max)d caractères au plus.", max=LONGEST_SUBJECT))
    return subject


def checked_people(actor: Actor, handles: Sequence[str]) -> Sequence[int]:
    """The ids of the people named, each once, who starts it left out.

    Raises:
        Invalid: nobody is named, too many are, or somebody whom the actor can't see.
    """
    named = list(dict.fromkeys(name for handle in handles if (name := tidy_line(handle).lstrip("@").lower())))
    if len(named) > MOST_PEOPLE:
        words = _("Douze personnes au plus. Au-delà, une communauté convient mieux.")
        raise Invalid("people", words)
    others = [person_id for person_id in ids_called(actor, named).values() if person_id != actor.id]
    if not others:
        raise Invalid("people", _("Dites à qui vous écrivez."))
    return others
