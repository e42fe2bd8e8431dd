"""Posts and rows as pieces of pages: drawn once for all members who may see them, kept, put together for each reader.

What is a reader's own stands between the pieces: where they had got to, how much is new to them, what is said of posts
that went to a thread which they may or may not see.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import g, get_template_attribute
from markupsafe import Markup

from forum.core.actor import Actor
from forum.core.changes import versions
from forum.core.pieces import Versions, kept_for_reader, kept_piece
from forum.core.policy import can
from forum.discussions import queries
from forum.discussions.models import Thread, ThreadKind
from forum.discussions.queries import PostRow, ThreadRow, Trace

FRESH = Markup("<!--fresh-->")
"""Where a row has room for what is new to a reader: at the end of its address, and beside what was said."""
FIRST_UNREAD = "first-unread"
"""What `?post=` says in the address that leads to the first post that is new to the reader."""


@dataclass(frozen=True)
class DrawnPost:
    """One post as HTML."""

    number: int
    html: Markup


@dataclass(frozen=True)
class DrawnPosts:
    """Some posts as HTML, and the numbers among theirs at which posts stood that are elsewhere now.

    Args:
        following: the number after which more of the same follow, where they do.
    """

    posts: Sequence[DrawnPost]
    traces: Sequence[Trace] = ()
    following: int | None = None


@dataclass(frozen=True)
class DrawnRow:
    """One row of a list of threads as HTML, parted in three where it has room for what is new."""

    thread_id: int
    parts: Sequence[Markup]


def versions_of_thread(thread_id: int) -> Versions:
    """The versions of what a thread's page shows, asked of the database once a request."""
    kept: dict[int, Versions] = g.setdefault("versions_of_threads", {})
    if thread_id not in kept:
        kept[thread_id] = versions((f"thread:{thread_id}", "people", "library"))
    return kept[thread_id]


def state_of(row: PostRow, thread: Thread) -> str:
    """What tells one look of a post from the next, so that a browser replaces only those that changed."""
    post = row.post
    shown = (
        row.author,
        post.html,
        post.edited_at,
        post.deleted_at,
        post.hidden_at,
        post.helped_at,
        post.kind,
        post.is_wiki,
        post.reaction_counts,
        thread.locked_at,
    )
    return f"{zlib.crc32(repr(shown).encode()):08x}"


def posts_of_page(actor: Actor, thread: Thread, page: int) -> DrawnPosts:
    """The posts of a page: one piece for all members, another for all holders, one each for those whom it concerns."""
    last = page * queries.POSTS_A_PAGE
    first = last - queries.POSTS_A_PAGE + 1
    holds = can(actor, "thread.hold", thread)

    def make(reader: Actor) -> tuple[DrawnPosts, frozenset[int]]:
        rows = queries.posts_between(thread.id, first, last)
        is_whole = len(rows) == min(last, thread.last_number) - first + 1
        traces = () if is_whole else queries.traces_between(thread.id, first, last)
        return DrawnPosts(drawn(rows, thread, reader, holds=holds), traces), concerned(rows, thread)

    return kept_for_reader(actor, ("posts", thread.id, page, holds), versions_of_thread(thread.id), make)


def posts_kept(actor: Actor, thread: Thread, only: str, after: int) -> DrawnPosts:
    """Some posts of a thread (`queries.posts_only`), kept as those of a page are."""
    holds = can(actor, "thread.hold", thread)

    def make(reader: Actor) -> tuple[DrawnPosts, frozenset[int]]:
        rows, following = queries.posts_only(thread, only, after)
        return DrawnPosts(drawn(rows, thread, reader, holds=holds), following=following), concerned(rows, thread)

    return kept_for_reader(actor, ("posts", thread.id, only, after, holds), versions_of_thread(thread.id), make)


def drawn(rows: Sequence[PostRow], thread: Thread, reader: Actor, *, holds: bool) -> list[DrawnPost]:
    draw = get_template_attribute("discussions/macros.html", "post")
    return [DrawnPost(row.post.number, draw(row, thread, reader, state_of(row, thread), holds)) for row in rows]


def concerned(rows: Iterable[PostRow], thread: Thread) -> frozenset[int]:
    """The people who find something of their own there; who asked a question marks what helped."""
    asker = {thread.author_id} if thread.kind != ThreadKind.DISCUSSION.value else frozenset()
    return frozenset(asker).union(*(row.concerned for row in rows))


def put_together(found: DrawnPosts, actor: Actor, read_number: int = 0, first: int = 1) -> Markup:
    """Posts as one reader sees them: with a line before the first that is new to them, and what is said of those gone.

    Args:
        found: as drawn.
        read_number: how far the reader has read; 0 draws no line.
        first: the number that the page begins with: the line stands on one page alone.
    """
    parts: dict[int, Markup] = {post.number: post.html for post in found.posts}
    moved = get_template_attribute("discussions/macros.html", "moved")
    for run in runs_of(found.traces):
        parts.setdefault(run[0].number, moved(run, run[0].audience in actor.audiences))
    numbers = sorted(parts)
    new = [number for number in numbers if number > read_number]
    if new and read_number and read_number >= first - 1:
        parts[new[0]] = get_template_attribute("discussions/macros.html", "since")() + parts[new[0]]
    return Markup("").join(parts[number] for number in numbers)


def runs_of(traces: Iterable[Trace]) -> Iterator[list[Trace]]:
    """Traces that follow each other and lead to the same thread, together."""
    numbered = enumerate(traces)
    for _, run in groupby(numbered, key=lambda entry: (entry[1].number - entry[0], entry[1].target_id)):
        yield [trace for _, trace in run]


def drawn_rows(rows: Sequence[ThreadRow], *, with_space: bool = False) -> list[DrawnRow]:
    """Rows of a list as HTML, the same for everyone who may see them; each kept for as long as it shows the same."""
    draw = get_template_attribute("discussions/macros.html", "thread_row")

    def kept(row: ThreadRow) -> DrawnRow:
        def make() -> DrawnRow:
            return DrawnRow(row.thread.id, draw(row, with_space, FRESH).split(FRESH))

        return kept_piece(("row", with_space, *row.shown), (), make)

    return [kept(row) for row in rows]


def new_in(rows: Iterable[ThreadRow]) -> Mapping[int, int]:
    """How much is new in the threads of a reader's own list, which was read with them."""
    return {row.thread.id: row.new for row in rows}


def marked_rows(rows: Sequence[DrawnRow], new: Mapping[int, int]) -> Markup:
    """Rows as one reader sees them, each with how much of it is new to them, and its title leading to that."""
    fresh = get_template_attribute("discussions/macros.html", "fresh")
    to_first = Markup("?post=") + FIRST_UNREAD
    drawn: list[Markup] = []
    for row in rows:
        count = new.get(row.thread_id, 0)
        opening, middle, end = row.parts
        drawn += [opening, to_first, middle, fresh(row.thread_id, count), end] if count else row.parts
    return Markup("").join(drawn)
