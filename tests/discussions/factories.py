"""Spaces, threads and posts to test with."""

from __future__ import annotations

from itertools import count

from sqlalchemy import insert, update

from forum.accounts.models import Person
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import open_space, open_thread, reply
from forum.extensions import db
from tests.factories import actor

_numbers = count(1)


def make_space(name: str = "", audience: str = audience.PUBLIC) -> Space:
    return open_space(name or f"Espace {next(_numbers)}", audience, "Ce dont on parle ici.")


def make_thread(
    author: Person, space: Space, title: str = "Comment préparer un retour ?", body: str = "Dites-nous.", **more: object
) -> Thread:
    return open_thread(actor(author), space.id, title, body, **more)


def make_reply(author: Person, thread: Thread, body: str = "Nous avons essayé.") -> Post:
    return reply(actor(author), thread.id, body)


def lengthen(thread: Thread, author: Person, total: int) -> None:
    """Fills a thread up to a number of posts, at once."""
    moment = now()
    rows = [
        {
            "thread_id": thread.id,
            "number": number,
            "author_id": author.id,
            "source": f"Message numéro {number}",
            "html": f"<p>Message numéro {number}</p>",
            "written_at": moment,
        }
        for number in range(thread.last_number + 1, total + 1)
    ]
    with transaction():
        db.session.execute(insert(Post), rows)
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(last_number=total, post_count=total))
    db.session.expire_all()
