"""Counting again all that rows keep of others, and mending what is wrong: a command's work, in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select, update

from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.discussions.models import Post, Reaction, Space, Thread, ThreadRead
from forum.discussions.services.counting import counted
from forum.discussions.services.finding import hold_threads
from forum.extensions import db

THREADS_A_BATCH = 200
POSTS_A_BATCH = 1_000


def recount() -> Mapping[str, int]:
    """Brings every count up to date.

    Returns:
        how many rows of each table were mended.
    """
    return {
        "threads": sum(recount_batch(ids) for ids in batches(select(Thread.id), THREADS_A_BATCH)),
        "spaces": recount_spaces(),
        "posts": sum(recount_reactions(ids) for ids in batches(select(Post.id), POSTS_A_BATCH)),
        "marks": bring_marks_back(),
    }


def batches(query: Select[int], size: int) -> Iterator[Sequence[int]]:
    """The ids of a table, some at a time."""
    column = query.selected_columns[0]
    last = 0
    while True:
        ids = list(db.session.scalars(query.where(column > last).order_by(column).limit(size)))
        if not ids:
            return
        yield ids
        last = ids[-1]


def recount_batch(ids: Sequence[int]) -> int:
    """Counts the posts of some threads again, and who had their last word; says how many threads were wrong."""
    with transaction():
        hold_threads(*ids)
        kept = {thread.id: thread for thread in db.session.scalars(fresh(select(Thread).where(Thread.id.in_(ids))))}
        mended = set()
        for thread_id, values in counted(ids).items():
            for name, value in values.items():
                if getattr(kept[thread_id], name) != value:
                    setattr(kept[thread_id], name, value)
                    mended.add(thread_id)
        if mended:
            touch("discussions", *(f"thread:{thread_id}" for thread_id in mended))
    return len(mended)


def recount_spaces() -> int:
    """Counts the threads of every space again; those merged into another are none."""
    with transaction():
        standing = (
            select(func.count())
            .select_from(Thread)
            .where(Thread.space_id == Space.id, Thread.merged_into_id.is_(None))
            .correlate(Space)
            .scalar_subquery()
        )
        wrong = update(Space).where(Space.thread_count != standing).values(thread_count=standing)
        mended = db.session.scalars(wrong.returning(Space.id).execution_options(synchronize_session=False)).all()
        if mended:
            touch("discussions", *(f"space:{space_id}" for space_id in mended))
    return len(mended)


def recount_reactions(ids: Sequence[int]) -> int:
    """Counts the reactions to some posts again; says how many posts were wrong."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    with transaction():
        query = select(Reaction.post_id, Reaction.kind, func.count()).where(Reaction.post_id.in_(ids))
        for post_id, kind, number in db.session.execute(query.group_by(Reaction.post_id, Reaction.kind)):
            counts[post_id][kind] = number
        kept = select(Post.id, Post.thread_id, Post.reaction_counts).where(Post.id.in_(ids))
        wrong = {
            post_id: thread_id
            for post_id, thread_id, known in db.session.execute(kept)
            if (known or {}) != counts.get(post_id, {})
        }
        for post_id in wrong:
            db.session.execute(update(Post).where(Post.id == post_id).values(reaction_counts=counts.get(post_id, {})))
        touch(*(f"thread:{thread_id}" for thread_id in set(wrong.values())))
    return len(wrong)


def bring_marks_back() -> int:
    """Has nobody have read further than the last number of a thread."""
    with transaction():
        last = (
            select(Thread.last_number).where(Thread.id == ThreadRead.thread_id).correlate(ThreadRead).scalar_subquery()
        )
        too_far = update(ThreadRead).where(ThreadRead.read_number > last).values(read_number=last)
        done: Any = db.session.execute(too_far.execution_options(synchronize_session=False))
    return int(done.rowcount)


def fresh(query: Select[Thread]) -> Select[Thread]:
    return query.execution_options(populate_existing=True)
