"""Reading again, inside a verb's transaction, what it is about to change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.discussions.models import Post, Space, Tag, TagSynonym, Thread
from forum.discussions.policy import PostInThread
from forum.extensions import db


def find_space(actor: Actor, space_id: int) -> Space:
    """The space of an id.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    space = db.session.get(Space, space_id, populate_existing=True)
    if space is None:
        raise NotFound
    require(actor, "space.see", space)
    return space


def find_thread(actor: Actor, thread_id: int) -> Thread:
    """The thread of an id.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    thread = db.session.get(Thread, thread_id, populate_existing=True)
    if thread is None:
        raise NotFound
    require(actor, "thread.see", thread)
    return thread


def find_post(post_id: int) -> PostInThread:
    """The post of an id with its thread, for whomever: the verb's own rule says who may.

    Raises:
        NotFound: there is none.
    """
    found = db.session.execute(
        select(Post, Thread)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.id == post_id)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotFound
    return PostInThread(*found)


def hold_threads(*thread_ids: int) -> None:
    """Has other verbs wait that count in these threads or number posts there, until the transaction at hand ends.

    Always in one order, so that two who hold several never wait for each other in a ring.
    """
    rows = select(Thread.id).where(Thread.id.in_(thread_ids)).order_by(Thread.id).with_for_update()
    db.session.execute(rows)


def hold_post(post_id: int) -> PostInThread:
    """As `find_post`, with its thread held: what is counted there stays as it was read.

    Raises:
        NotFound: there is none.
    """
    while True:
        thread_id = db.session.scalar(select(Post.thread_id).where(Post.id == post_id))
        if thread_id is None:
            raise NotFound
        hold_threads(thread_id)
        written = find_post(post_id)
        if written.thread.id == thread_id:  # otherwise it was taken to another thread while we waited
            return written


def find_tags(slugs: Sequence[str]) -> dict[str, Tag]:
    """The tags of some slugs, those that synonyms stand for among them, by one statement."""
    query = (
        select(Tag, TagSynonym.slug)
        .outerjoin(TagSynonym, (TagSynonym.tag_id == Tag.id) & TagSynonym.slug.in_(slugs))
        .where(Tag.slug.in_(slugs) | TagSynonym.slug.is_not(None))
    )
    found: dict[str, Tag] = {}
    for tag, synonym in db.session.execute(query):
        found[tag.slug] = tag
        if synonym is not None:
            found[synonym] = tag
    return found
