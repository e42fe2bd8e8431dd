"""What opening a thread and replying share: the text's limits, the pace, the next number, the same form sent twice."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core.actor import Actor
from forum.core.errors import NotAllowed
from forum.core.policy import can
from forum.core.ratelimits import count_once
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services.mark_read import write_mark
from forum.discussions.services.rendering import html_of, keep_quotes
from forum.extensions import db
from forum.writing.files import attach

HOLDER = "post"
"""What shows the files in a post (forum/writing/holders.py)."""


def require_open_space(actor: Actor, space: Space) -> None:
    """Lets pass who may write in a space.

    Raises:
        NotAllowed: it takes nothing any more.
    """
    if space.closed_at is not None:
        raise NotAllowed(_("Cet espace est fermé : il se lit encore, mais on n’y écrit plus."))
    if not can(actor, "space.write", space):
        raise NotAllowed


def keep_pace(person_id: int) -> None:
    """Counts one more post of a person.

    Raises:
        TooMany: they wrote as many as a minute holds.
    """
    count_once("posts", person_id, current_app.config["SETTINGS"].posts_per_minute)


def sent_before(person_id: int, submission: str | None) -> Post | None:
    """The post that the same page already sent: a second press of the button is not a second post."""
    if submission is None:
        return None
    return db.session.scalar(select(Post).where(Post.author_id == person_id, Post.submission == submission))


def add_post(thread: Thread, person_id: int, body: str, moment: datetime, submission: str | None) -> Post:
    """Adds a post under the next number of its thread. Two writers wait for each other on the thread's row.

    Raises:
        Invalid: it shows more files than a post may.
    """
    number = db.session.scalar(
        update(Thread)
        .where(Thread.id == thread.id)
        .values(
            last_number=Thread.last_number + 1,
            post_count=Thread.post_count + 1,
            last_post_at=moment,
            last_author_id=person_id,
        )
        .returning(Thread.last_number)
        .execution_options(synchronize_session=False)
    )
    post = Post(
        thread_id=thread.id,
        number=number,
        author_id=person_id,
        source=body,
        html=html_of(body, number or 0, thread.audience),
        written_at=moment,
        submission=submission,
    )
    db.session.add(post)
    db.session.flush()
    keep_quotes(post, is_new=True)
    attach(person_id, HOLDER, post.id, body)
    write_mark(person_id, thread.id, post.number)
    db.session.refresh(thread)
    return post
