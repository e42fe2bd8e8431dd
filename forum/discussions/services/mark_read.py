"""How far a person has read: their mark in a thread, one row, that only ever goes forward."""

from __future__ import annotations

from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.marks import new_threads
from forum.discussions.models import Post, Space, Thread, ThreadRead
from forum.discussions.services.finding import find_thread
from forum.discussions.told import mark_posts_seen
from forum.extensions import db


def mark_read(actor: Actor, thread_id: int, number: int) -> int:
    """Moves the actor's mark in a thread to a post that they had before them; their notices of it are read with it.

    Args:
        number: of the post; the last of all where none comes after it.

    Returns:
        how far the mark is now.

    Raises:
        NotFound: the actor sees no such thread.
    """
    with transaction():
        thread = find_thread(actor, thread_id)
        mark = (ThreadRead.person_id == actor.person_id) & (ThreadRead.thread_id == thread_id)
        before = db.session.scalar(select(ThreadRead.read_number).where(mark)) or 0
        number = reached(thread, number)
        if number > before:
            write_mark(actor.person_id, thread_id, number)
        mark_posts_seen(actor.person_id, thread_id, number)
    return max(before, number)


def reached(thread: Thread, number: int) -> int:
    """How far who read a post has come: posts that stood after it may have gone to other threads."""
    later = select(literal(1)).where(Post.thread_id == thread.id, Post.number > number).limit(1)
    return number if db.session.scalar(later) else thread.last_number


def write_mark(person_id: int, thread_id: int, number: int) -> None:
    """Moves a mark forward, in the transaction at hand; one that is further stays."""
    values = {"person_id": person_id, "thread_id": thread_id, "read_number": number, "read_at": now()}
    db.session.execute(forward(insert_marks().values(values)))


def mark_all_read(actor: Actor, space_id: int | None = None) -> None:
    """Moves the actor's marks to the end of all that is new to them, or of that in one space: one statement.

    Raises:
        NotFound: the actor sees no such space.
    """
    columns = ["person_id", "thread_id", "read_number", "read_at"]
    with transaction():
        moment = literal(now(), ThreadRead.read_at.type)
        new = new_threads(actor, literal(actor.person_id), Thread.id, Thread.last_number, moment)
        if space_id is not None:
            require(actor, "space.see", db.session.get(Space, space_id, populate_existing=True))
            new = new.where(Thread.space_id == space_id)
        db.session.execute(forward(insert_marks().from_select(columns, new)))


def insert_marks() -> Any:
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    return make(ThreadRead)


def forward(rows: Any) -> Any:
    """The insertion of marks, each in place of one that is less far."""
    written = rows.excluded
    return rows.on_conflict_do_update(
        index_elements=[ThreadRead.person_id, ThreadRead.thread_id],
        set_={"read_number": written.read_number, "read_at": written.read_at},
        where=ThreadRead.read_number < written.read_number,
    )
