"""Rows of threads, as every list of them shows: picked first, then read by one statement."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import visible
from forum.discussions.models import Space, Tag, Thread, ThreadTag
from forum.extensions import db

PART, BETWEEN = "|", "\n"
"""What parts the slug of a tag from its name, and one tag from the next: in neither, since both are tidied."""

Opener, LastAuthor = aliased(Person), aliased(Person)
Picked = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class TagWord:
    """A tag as pages show it."""

    slug: str
    name: str


@dataclass(frozen=True)
class ThreadRow:
    """One thread in a list.

    Args:
        new: how many of its posts are new to the reader, where the list is the reader's own.
    """

    thread: Thread
    opener: str
    opener_profession: str
    last_author: str
    space: str
    tags: Sequence[TagWord]
    new: int = 0

    @property
    def replies(self) -> int:
        return max(0, self.thread.post_count - 1)

    @property
    def shown(self) -> tuple[Hashable, ...]:
        """Everything that the row shows, to tell one look of it from the next; how much is new is drawn apart."""
        thread = self.thread
        return (
            thread.id,
            thread.title,
            thread.kind,
            thread.last_post_at,
            thread.locked_at,
            thread.helped_count,
            self.is_pinned,
            self.replies,
            self.opener,
            self.opener_profession,
            self.last_author,
            self.space,
            *self.tags,
        )

    @property
    def is_pinned(self) -> bool:
        """Whether it stands on top of its space at this moment."""
        return self.thread.pinned_at is not None and not is_past(self.thread)


def is_past(thread: Thread) -> bool:
    """Whether the day until which a thread was pinned is over."""
    return thread.pinned_until is not None and thread.pinned_until <= now()


def tags_in_one() -> ScalarSelect[str | None]:
    """The tags of the thread at hand as one text, so that a list of threads takes one statement."""
    return (
        select(func.aggregate_strings(Tag.slug + PART + Tag.name, BETWEEN))
        .join(ThreadTag, ThreadTag.tag_id == Tag.id)
        .where(ThreadTag.thread_id == Thread.id)
        .correlate(Thread)
        .scalar_subquery()
    )


def tag_words(text: str | None) -> list[TagWord]:
    """Reads what `tags_in_one` wrote."""
    return sorted(
        (TagWord(*tag.split(PART, 1)) for tag in (text or "").split(BETWEEN) if tag), key=lambda tag: tag.slug
    )


def listed(actor: Actor, *conditions: ColumnElement[bool]) -> Picked:
    """A SELECT that picks threads for a list, among those that the actor sees."""
    return listed_among(visible(actor, Thread), *conditions)


def listed_among(seen: ColumnElement[bool], *conditions: ColumnElement[bool]) -> Picked:
    """As `listed`.

    Args:
        seen: what the reader sees.
    """
    columns = Thread.id.label("id"), literal(0).label("new")
    return select(*columns).where(seen, Thread.merged_into_id.is_(None), *conditions)


def rows_of(picked: Picked, *more: ColumnElement[Any], sort: str = "") -> Sequence[Any]:
    """What rows show of picked threads. As `shown_of`."""
    return db.session.execute(shown_of(picked, *more, sort=sort)).all()


def shown_of(picked: Picked, *more: ColumnElement[Any], sort: str = "") -> Select[*tuple[Any, ...]]:
    """A SELECT of what rows show of picked threads: read once they are picked, so that of those left out nothing is.

    Args:
        picked: gives `id`, `new` and what else it is to be sorted by; ordered and limited.
        more: columns to read besides.
        sort: a column of `picked` that says the order, smallest first; the latest word first where none does.
    """
    page = picked.subquery("page")
    extra = [page.c[sort]] if sort else []
    query = (
        select(
            Thread,
            Opener.name,
            Opener.profession,
            LastAuthor.name,
            Space.name,
            tags_in_one(),
            page.c.new,
            *extra,
            *more,
        )
        .select_from(page)
        .join(Thread, Thread.id == page.c.id)
        .join(Opener, Opener.id == Thread.author_id)
        .outerjoin(LastAuthor, LastAuthor.id == Thread.last_author_id)
        .join(Space, Space.id == Thread.space_id)
    )
    latest = Thread.last_post_at.desc(), Thread.id.desc()
    return query.order_by(*extra, *latest)


def row_of(found: Any) -> ThreadRow:
    return ThreadRow(found[0], found[1], found[2], found[3] or "", found[4], tag_words(found[5]), found[6])
