"""How much is new to a reader, for rows that others may see too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import bindparam, func, select

from forum.core.actor import Actor
from forum.discussions.marks import READER, NewTo, new_threads, unread_posts
from forum.discussions.models import Thread
from forum.extensions import db

# Put together once: most lists that a member opens ask it of their rows.
NEW = NewTo(READER)
COUNTS = NEW.joined(select(Thread.id, unread_posts()).select_from(Thread)).where(
    Thread.id.in_(bindparam("thread_ids", expanding=True)), NEW.condition
)


def new_counts(actor: Actor, thread_ids: Iterable[int]) -> Mapping[int, int]:
    """How many posts of some threads are new to the actor, of those in which some are, by one statement."""
    rows = db.session.execute(COUNTS, {"person_id": actor.person_id, "thread_ids": list(thread_ids)})
    return {row[0]: row[1] for row in rows}


def new_by_space(actor: Actor) -> Mapping[int, int]:
    """How many threads of each space are new to the actor, by one statement."""
    query = new_threads(actor, Thread.space_id, func.count()).group_by(Thread.space_id)
    return {row[0]: row[1] for row in db.session.execute(query)}
