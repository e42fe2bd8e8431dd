"""What feeds tell: the latest threads of a space or under a tag, the latest posts of a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.policy import visible
from forum.discussions.models import Post, Space, Tag, Thread, ThreadTag
from forum.discussions.queries.thread_rows import TagWord, tag_words, tags_in_one
from forum.extensions import db

MOST_ENTRIES = 50
BEFORE_THE_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
"""What an empty feed says: a moment of its own making would change with each look."""
READABLE = Post.deleted_at.is_(None), Post.hidden_at.is_(None)


@dataclass(frozen=True)
class FeedEntry:
    """One entry: a post, or a thread with its first post."""

    thread: Thread
    post: Post
    author: str
    tags: Sequence[TagWord] = ()

    @property
    def updated(self) -> datetime:
        """When its text last changed."""
        return self.post.edited_at or self.post.written_at


def thread_ids_in_feed(actor: Actor, *conditions: ColumnElement[bool]) -> Sequence[int]:
    """The threads opened last, of those the actor sees, whose first post can be read; by one statement."""
    query = (
        select(Thread.id)
        .join(Post, (Post.thread_id == Thread.id) & (Post.number == 1))
        .where(visible(actor, Thread), Thread.merged_into_id.is_(None), *READABLE, *conditions)
        .order_by(Thread.opened_at.desc(), Thread.id.desc())
        .limit(MOST_ENTRIES)
    )
    return list(db.session.scalars(query))


def threads_in_feed(actor: Actor, ids: Sequence[int]) -> Sequence[FeedEntry]:
    """What a feed tells of some threads, by one statement; of one that went out of sight meanwhile, nothing."""
    query = (
        select(Thread, Post, Person.name, tags_in_one())
        .join(Post, (Post.thread_id == Thread.id) & (Post.number == 1))
        .join(Person, Person.id == Post.author_id)
        .where(Thread.id.in_(ids), visible(actor, Thread), *READABLE)
        .order_by(Thread.opened_at.desc(), Thread.id.desc())
    )
    return [FeedEntry(row[0], row[1], row[2], tag_words(row[3])) for row in db.session.execute(query)]


def in_space(space: Space) -> ColumnElement[bool]:
    """Keeps the threads of a space."""
    return Thread.space_id == space.id


def under_tag(tag: Tag) -> ColumnElement[bool]:
    """Keeps the threads under a tag."""
    return Thread.id.in_(select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id))


def posts_in_feed(thread: Thread) -> Sequence[FeedEntry]:
    """The newest posts of a thread that can be read, by one statement."""
    query = (
        select(Post, Person.name)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == thread.id, *READABLE)
        .order_by(Post.number.desc())
        .limit(MOST_ENTRIES)
    )
    return [FeedEntry(thread, post, name) for post, name in db.session.execute(query)]
