"""Reacting to a message in a word, and taking it back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.chat import live
from forum.chat.models import Message, MessageReaction
from forum.chat.queries import said_in
from forum.chat.services.speaking import refuse_unless_may_speak
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.models import now
from forum.core.policy import require
from forum.core.ratelimits import count_once
from forum.core.transactions import transaction
from forum.discussions.models import ReactionKind
from forum.extensions import db

REACTIONS_PER_MINUTE = 120


def react(actor: Actor, room_id: int, message_id: int, kind: str, *, is_on: bool) -> Message:
    """Has a person react to a message in one way, or no longer. Saying again what is so already changes nothing.

    Args:
        actor: who reacts.
        room_id: where.
        message_id: to which message.
        kind: one of `ReactionKind`.
        is_on: whether the reaction stands from now on.

    Raises:
        NotFound, NotAllowed: see the rule "message.react"; or the person may not speak in the room now.
        Invalid: there is no such kind.
        TooMany: too often in the last minute.
    """
    count_once("reactions", actor.person_id, REACTIONS_PER_MINUTE)
    with transaction():
        said = said_in(actor, room_id, message_id)
        message = said.message
        db.session.refresh(message, with_for_update=True)
        require(actor, "message.react", said)
        if kind not in list(ReactionKind):
            raise Invalid("kind", _("Cette réaction n’existe pas."))
        refuse_unless_may_speak(actor, said.room, is_new=False)
        if (add if is_on else take_back)(message.id, actor.person_id, kind):
            message.reaction_counts = counted(message.id)
            db.session.flush()
            live.push_reactions_once_committed(message)
    return message


def add(message_id: int, person_id: int, kind: str) -> bool:
    """Keeps a reaction; says whether it is new."""
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(MessageReaction).values(message_id=message_id, person_id=person_id, kind=kind, reacted_at=now())
    return db.session.scalar(row.on_conflict_do_nothing().returning(MessageReaction.message_id)) is not None


def take_back(message_id: int, person_id: int, kind: str) -> bool:
    """Forgets a reaction; says whether there was one."""
    of_message = (MessageReaction.message_id == message_id, MessageReaction.kind == kind)
    gone = delete(MessageReaction).where(*of_message, MessageReaction.person_id == person_id)
    return db.session.scalar(gone.returning(MessageReaction.message_id)) is not None


def counted(message_id: int) -> dict[str, int]:
    """How many people reacted to a message in each way."""
    query = select(MessageReaction.kind, func.count()).where(MessageReaction.message_id == message_id)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(MessageReaction.kind))}
