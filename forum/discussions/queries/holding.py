"""What the forms of holders offer: spaces and threads to bring things to, and posts to choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Person
from forum.core import audience
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.discussions.models import Post, Space, Tag, Thread, ThreadAct, ThreadTag
from forum.discussions.policy import spaces_held_by, threads_held_by
from forum.discussions.queries.spaces import MOST_SPACES
from forum.discussions.services.holding.acts import Act
from forum.extensions import db

MOST_THREADS = 12
LONGEST_WORDS = 160


def held_thread(actor: Actor, thread_id: int, permission: str = "thread.hold") -> tuple[Thread, Space]:
    """A thread and its space, for who holds it.

    Raises:
        NotFound, NotAllowed: as the permission's rule says.
    """
    found = db.session.execute(
        select(Thread, Space).join(Space, Space.id == Thread.space_id).where(Thread.id == thread_id)
    ).first()
    if found is None:
        raise NotFound
    require(actor, permission, found[0])
    return found[0], found[1]


def spaces_to_receive(actor: Actor, thread: Thread) -> Sequence[Space]:
    """The spaces that the actor may bring a thread to, its own among them: held, open, and read by no one else."""
    query = select(Space).where(spaces_held_by(actor), Space.closed_at.is_(None), within(Space.audience, thread))
    return list(db.session.scalars(query.order_by(Space.position, Space.name).limit(MOST_SPACES)))


def threads_to_receive(actor: Actor, thread: Thread, words: str) -> Sequence[tuple[Thread, str]]:
    """The threads that the actor may bring posts of one to, with the names of their spaces.

    Args:
        words: kept are those in whose title they stand; the latest of the thread's own space where there are none.
    """
    condition: ColumnElement[bool] = Thread.space_id == thread.space_id
    if words:
        condition = Thread.title.icontains(words, autoescape=True)
    query = (
        select(Thread, Space.name)
        .join(Space, Space.id == Thread.space_id)
        .where(threads_held_by(actor), within(Thread.audience, thread), condition)
        .where(Thread.id != thread.id, Thread.merged_into_id.is_(None))
        .order_by(Thread.last_post_at.desc())
        .limit(MOST_THREADS)
    )
    return [(found, space) for found, space in db.session.execute(query)]


def within(column: InstrumentedAttribute[str], thread: Thread) -> ColumnElement[bool]:
    """Whether all of an audience surely read a thread (forum/core/audience.py)."""
    match thread.audience:
        case audience.PUBLIC:
            return true()
        case audience.MEMBERS:
            return column != audience.PUBLIC
    return column == thread.audience


@dataclass(frozen=True)
class PostLine:
    """A post in a list to choose from: who wrote it, and its first words where it can be read."""

    post: Post
    name: str

    @property
    def words(self) -> str:
        text = Markup(self.post.html).striptags() if self.post.is_readable else ""  # noqa: S704
        return text if len(text) <= LONGEST_WORDS else text[:LONGEST_WORDS].rsplit(" ", 1)[0] + "…"


def posts_to_choose(thread_id: int, first: int, last: int) -> Sequence[PostLine]:
    """The posts of a thread whose numbers lie between two."""
    query = (
        select(Post, Person.name)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == thread_id, Post.number.between(first, last))
        .order_by(Post.number)
    )
    return [PostLine(*row) for row in db.session.execute(query)]


def names_of_tags(thread_id: int) -> Sequence[str]:
    """The keywords of a thread, by their names."""
    query = select(Tag.name).join(ThreadTag, ThreadTag.tag_id == Tag.id).where(ThreadTag.thread_id == thread_id)
    return list(db.session.scalars(query.order_by(Tag.slug)))


def holder_of(space: Space) -> Person | None:
    """Who holds a space at this moment, if anybody does."""
    if space.holder_id is None or space.held_until is None or space.held_until <= now():
        return None
    return db.session.get(Person, space.holder_id)


def space_of_act(act: ThreadAct) -> Space | None:
    """The space that a thread was moved from by an act."""
    return db.session.get(Space, act.facts["from"]) if act.act == Act.MOVE.value else None


def standing_thread_id(thread_id: int) -> int:
    """The id of the thread that goes on where one was merged, and merged again; its own where it was not."""
    merged = db.session.scalar(select(Thread.merged_into_id).where(Thread.id == thread_id))
    return thread_id if merged is None else standing_thread_id(merged)
