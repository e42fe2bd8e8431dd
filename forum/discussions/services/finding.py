"""Reading again, inside a verb's transaction, what it is about to change."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.discussions.models import Post, Space, Thread
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
