"""Keeping what people were told of posts true, in the transaction of what changes it: read once seen, taken back with
the post, and shown to those alone who see it where it went."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.notices.queries import unread_abouts
from forum.notices.services import mark_read, move_abouts, move_topic, retitle, withdraw


def about(post: Post) -> str:
    """What notices of a post are about."""
    return f"post:{post.id}"


def topic(thread: Thread) -> str:
    """What notices of a thread's posts stand under."""
    return f"thread:{thread.id}"


def mark_posts_seen(person_id: int, thread_id: int, number: int) -> None:
    """Marks as read what a person was told of the posts of a thread up to a number.

    It takes one statement where nothing waits, which is mostly so.
    """
    waiting = unread_abouts(person_id, f"thread:{thread_id}")
    ids = [int(about.removeprefix("post:")) for about in waiting if about.startswith("post:")]
    if not ids:
        return
    seen = select(Post.id).where(Post.id.in_(ids), Post.thread_id == thread_id, Post.number <= number)
    mark_read(person_id, [f"post:{post_id}" for post_id in db.session.scalars(seen)])


def withdraw_told(post: Post) -> None:
    """Takes back what was told of a post that was deleted or hidden; it is not told again when the post comes back."""
    withdraw(about(post))


def move_told(thread: Thread) -> None:
    """Has the notices of a thread that moved shown to those alone who see it now."""
    move_topic(topic(thread), thread.audience)


def carry_told(posts: Sequence[Post], thread: Thread) -> None:
    """Has the notices of posts that went to another thread stand under it, shown to those alone who see it."""
    move_abouts([about(post) for post in posts], topic(thread), thread.audience, thread.title)


def retitle_told(thread: Thread) -> None:
    """Has the notices of a thread call it as it is called now."""
    retitle(topic(thread), thread.title)
