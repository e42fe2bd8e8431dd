"""What the pages read that make a sheet of a discussion."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.policy import require
from forum.discussions.models import Post
from forum.discussions.queries import POSTS_A_PAGE, PostRow, ThreadHead, posts_between, thread_head
from forum.extensions import db


def head_to_formalise(actor: Actor, thread_id: int) -> ThreadHead:
    """A thread that the actor may make a sheet of, by one statement.

    Raises:
        NotFound, NotAllowed: see the rule "thread.formalise".
    """
    head = thread_head(actor, thread_id)
    require(actor, "thread.formalise", head.thread)
    return head


def quotable_posts(head: ThreadHead, page: int) -> Sequence[PostRow]:
    """The posts of a page of a thread that can be read."""
    first = (page - 1) * POSTS_A_PAGE + 1
    return [row for row in posts_between(head.thread.id, first, page * POSTS_A_PAGE) if row.post.is_readable]


def chosen_posts(head: ThreadHead, numbers: Sequence[int]) -> Sequence[PostRow]:
    """Those of some posts that can be read, in their order, by one statement."""
    query = (
        select(Post, Person.name, Person.id, Person.profession)
        .join(Person, Person.id == Post.author_id)
        .where(Post.thread_id == head.thread.id, Post.number.in_(numbers))
        .order_by(Post.number)
    )
    return [PostRow(*row) for row in db.session.execute(query) if row[0].is_readable]
