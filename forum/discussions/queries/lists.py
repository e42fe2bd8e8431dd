"""Lists of threads, cut by cursor, one statement each.

A list is sorted by the last word. While one leafs through it, a thread in which somebody writes goes to the top: it is
never shown twice, and it is not lost either, since the pages that follow say that some went there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, func, literal, select

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.paging import after_cursor, comes_after, decode_cursor, encode_cursor
from forum.discussions.marks import new_threads, unread_posts
from forum.discussions.models import Post, Space, Tag, Thread, ThreadTag
from forum.discussions.queries.thread_rows import Picked, ThreadRow, listed, row_of, rows_of

THREADS_A_PAGE = 30
UNANSWERED, MONTH = "unanswered", "month"
TABS = ("", UNANSWERED, MONTH)
A_MONTH = timedelta(days=30)
MOST_PINNED = 10

AWAITING_A_REPLY = Thread.post_count == 1, Thread.locked_at.is_(None)


@dataclass(frozen=True)
class ThreadSlice:
    """A piece of a list.

    Args:
        next_cursor: asks for what follows, if there is more.
        top: where the list began when the reader did; carried from page to page.
        has_moved: whether threads went to the top meanwhile.
    """

    rows: Sequence[ThreadRow]
    next_cursor: str | None = None
    top: str | None = None
    has_moved: bool = False


def slice_of(picked: Picked, cursor: str | None, top: str | None) -> ThreadSlice:
    """A piece of what is picked, the latest word first, by one statement."""
    start = decode_cursor(top) if top and cursor else None
    moved = ~comes_after(Thread.last_post_at, Thread.id, start) & (Thread.id != start[1]) if start else None
    has_moved = exists(picked.where(moved)) if moved is not None else literal(False)
    cut = after_cursor(picked, Thread.last_post_at, Thread.id, cursor, THREADS_A_PAGE)
    found = rows_of(cut, select(has_moved).scalar_subquery())
    if not found:
        return ThreadSlice([])
    rows = [row_of(row) for row in found[:THREADS_A_PAGE]]
    more = len(found) > THREADS_A_PAGE
    return ThreadSlice(
        rows,
        cursor_at(rows[-1].thread) if more else None,
        (top if cursor else None) or cursor_at(rows[0].thread),
        bool(found[0][-1]),
    )


def cursor_at(thread: Thread) -> str:
    return encode_cursor(thread.last_post_at, thread.id)


def threads_of_space(actor: Actor, space: Space, tab: str, cursor: str | None, top: str | None = None) -> ThreadSlice:
    """The threads of a space, the latest word first; those that are pinned stand apart.

    Args:
        tab: "unanswered" keeps the threads without a reply, "month" those most replied to in the last thirty days.
        cursor, top: from the piece before.
    """
    of_space = Thread.space_id == space.id
    if tab == MONTH:
        return top_of_month(actor, of_space)
    kept = Thread.post_count == 1 if tab == UNANSWERED else ~is_pinned()
    return slice_of(listed(actor, of_space, kept), cursor, top)


def is_pinned() -> ColumnElement[bool]:
    """Whether a thread stands on top of its space at this moment."""
    return Thread.pinned_at.is_not(None) & (Thread.pinned_until.is_(None) | (Thread.pinned_until > now()))


def top_of_month(actor: Actor, of_space: ColumnElement[bool]) -> ThreadSlice:
    """The threads in which most was written in the last thirty days; counted in the index of posts by date."""
    since = now() - A_MONTH
    written = (
        select(func.count())
        .select_from(Post)
        .where(Post.thread_id == Thread.id, Post.written_at >= since)
        .correlate(Thread)
        .scalar_subquery()
    )
    picked = listed(actor, of_space, Thread.last_post_at >= since).add_columns((-written).label("least"))
    found = rows_of(picked.order_by("least", Thread.id.desc()).limit(THREADS_A_PAGE), sort="least")
    return ThreadSlice([row_of(row) for row in found])


def pinned_threads(actor: Actor, space: Space) -> Sequence[ThreadRow]:
    """The threads kept on top of a space."""
    picked = listed(actor, Thread.space_id == space.id, is_pinned()).order_by(Thread.pinned_at.desc())
    found = [row_of(row) for row in rows_of(picked.limit(MOST_PINNED))]
    return sorted(found, key=lambda row: row.thread.pinned_at or now(), reverse=True)


def threads_of_tag(actor: Actor, tag: Tag, cursor: str | None, top: str | None = None) -> ThreadSlice:
    """The threads under a tag, the latest word first."""
    picked = listed(actor, ThreadTag.tag_id == tag.id).join(ThreadTag, ThreadTag.thread_id == Thread.id)
    return slice_of(picked, cursor, top)


def unread_threads(actor: Actor, cursor: str | None, top: str | None = None) -> ThreadSlice:
    """The threads in which something is new to the actor (queries/marks.py), the latest word first."""
    return slice_of(new_threads(actor, Thread.id, unread_posts().label("new")), cursor, top)


def own_threads(actor: Actor, cursor: str | None, top: str | None = None) -> ThreadSlice:
    """The threads that the actor opened or wrote in, the latest word first."""
    written_in = select(Post.thread_id).where(Post.author_id == actor.person_id)
    return slice_of(listed(actor, Thread.id.in_(written_in)), cursor, top)


def unanswered_threads(actor: Actor, cursor: str | None, top: str | None = None) -> ThreadSlice:
    """The threads to which nobody replied yet, of others, in which one may still reply."""
    of_others = [Thread.author_id != actor.id] if actor.is_signed_in else []
    return slice_of(listed(actor, *AWAITING_A_REPLY, *of_others), cursor, top)


def latest_threads(actor: Actor, limit: int) -> Sequence[ThreadRow]:
    """The threads with the latest words, among all that the actor sees."""
    picked = listed(actor).order_by(Thread.last_post_at.desc(), Thread.id.desc()).limit(limit)
    return [row_of(row) for row in rows_of(picked)]
