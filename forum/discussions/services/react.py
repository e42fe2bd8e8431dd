"""Reacting to a post in a word, and taking it back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ReactionsChanged
from forum.discussions.models import Reaction, ReactionKind
from forum.discussions.policy import PostInThread
from forum.discussions.services.finding import hold_post
from forum.extensions import db


def react(actor: Actor, post_id: int, kind: str, *, is_on: bool) -> PostInThread:
    """Has a person react to a post in one way, or no longer. Saying again what is so already changes nothing.

    Args:
        actor: who reacts.
        post_id: to which post.
        kind: one of `ReactionKind`.
        is_on: whether the reaction stands from now on.

    Raises:
        NotFound, NotAllowed: see the rule "post.react".
        Invalid: there is no such kind.
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.react", written)
        if kind not in list(ReactionKind):
            raise Invalid("kind", _("Cette réaction n’existe pas."))
        post, thread = written.post, written.thread
        if (add if is_on else take_back)(post.id, actor.person_id, kind):
            post.reaction_counts = counted(post.id)
            touch(f"thread:{thread.id}")
            record(ReactionsChanged(post.id, thread.id))
    return written


def add(post_id: int, person_id: int, kind: str) -> bool:
    """Keeps a reaction; says whether it is new."""
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(Reaction).values(post_id=post_id, person_id=person_id, kind=kind, reacted_at=now())
    return db.session.scalar(row.on_conflict_do_nothing().returning(Reaction.post_id)) is not None


def take_back(post_id: int, person_id: int, kind: str) -> bool:
    """Forgets a reaction; says whether there was one."""
    mine = (Reaction.post_id == post_id, Reaction.person_id == person_id, Reaction.kind == kind)
    return db.session.scalar(delete(Reaction).where(*mine).returning(Reaction.post_id)) is not None


def counted(post_id: int) -> dict[str, int]:
    """How many people reacted to a post in each way."""
    query = select(Reaction.kind, func.count()).where(Reaction.post_id == post_id).group_by(Reaction.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}
