"""What a thread's row keeps of its posts: how many can be read, how many helped, who had the last word, and when.

The last word is that of the newest post that can be read, by the moment it was written: what was brought from another
thread stands at the end, and may be older than what was there before. A thread in which nothing can be read has none,
and stands in lists at the moment at which it was opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from forum.discussions.models import Post, Thread
from forum.extensions import db

READABLE: ColumnElement[bool] = Post.deleted_at.is_(None) & Post.hidden_at.is_(None)
NEWEST_FIRST = Post.written_at.desc(), Post.number.desc()


def count_in(thread: Thread, post: Post) -> None:
    """Counts a post that can be read again. The thread is held (`hold_post`)."""
    change_counts(thread, post, 1)
    if post.written_at >= thread.last_post_at or thread.last_author_id is None:
        keep_last_word(thread)


def count_out(thread: Thread, post: Post) -> None:
    """Counts a post out that can no longer be read. The thread is held (`hold_post`)."""
    change_counts(thread, post, -1)
    if post.written_at >= thread.last_post_at:
        keep_last_word(thread)


def change_counts(thread: Thread, post: Post, by: int) -> None:
    thread.post_count += by
    if post.helped_at is not None:
        thread.helped_count += by


def keep_last_word(thread: Thread) -> None:
    """Writes down who had the last word of a thread, and when."""
    db.session.flush()
    newest = select(Post.written_at, Post.author_id).where(Post.thread_id == thread.id, READABLE)
    found = db.session.execute(newest.order_by(*NEWEST_FIRST).limit(1)).first()
    thread.last_post_at, thread.last_author_id = found if found is not None else (thread.opened_at, None)


def counted(thread_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """What the rows of threads have to say, counted from their posts, by three statements."""
    counts = db.session.execute(
        select(
            Post.thread_id,
            func.count().filter(READABLE),
            func.count().filter(READABLE, Post.helped_at.is_not(None)),
            func.max(Post.number),
        )
        .where(Post.thread_id.in_(thread_ids))
        .group_by(Post.thread_id)
    )
    by_thread = {thread_id: (posts, helped, highest) for thread_id, posts, helped, highest in counts}
    words = last_words(thread_ids)
    rows = select(Thread.id, Thread.opened_at, Thread.last_number).where(Thread.id.in_(thread_ids))
    found: dict[int, Mapping[str, Any]] = {}
    for thread_id, opened_at, last_number in db.session.execute(rows):
        posts, helped, highest = by_thread.get(thread_id, (0, 0, 0))
        moment, author_id = words.get(thread_id, (opened_at, None))
        found[thread_id] = {
            "post_count": posts,
            "helped_count": helped,
            "last_number": max(last_number, highest),
            "last_post_at": moment,
            "last_author_id": author_id,
        }
    return found


def last_words(thread_ids: Sequence[int]) -> Mapping[int, tuple[datetime, int]]:
    """When, and by whom, the newest post that can be read was written in each of some threads."""
    place = func.row_number().over(partition_by=Post.thread_id, order_by=NEWEST_FIRST).label("place")
    ranked = (
        select(Post.thread_id, Post.written_at, Post.author_id, place)
        .where(Post.thread_id.in_(thread_ids), READABLE)
        .subquery()
    )
    newest = select(ranked.c.thread_id, ranked.c.written_at, ranked.c.author_id).where(ranked.c.place == 1)
    return {thread_id: (moment, author_id) for thread_id, moment, author_id in db.session.execute(newest)}


def recount_threads(threads: Iterable[Thread]) -> None:
    """Writes down anew what the rows of some threads keep of their posts."""
    db.session.flush()
    known = {thread.id: thread for thread in threads}
    for thread_id, values in counted(list(known)).items():
        db.session.execute(update(Thread).where(Thread.id == thread_id).values(**values))
        db.session.refresh(known[thread_id])
