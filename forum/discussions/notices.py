"""What people are told about discussions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.events import on
from forum.core.policy import can
from forum.discussions.events import PostWritten
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words

REPLIED = "thread.replied"


@notice_words(REPLIED)
def replied(facts: Mapping[str, Any]) -> str:
    """Somebody replied in a thread that one opened."""
    return _("%(name)s a répondu dans « %(title)s ».", name=facts["name"], title=facts["title"])


@on(PostWritten, "notices")
def tell_the_opener(events: Sequence[PostWritten]) -> None:
    """Tells who opened a thread that somebody replied there."""
    for event in events:
        found = db.session.execute(
            select(Post, Thread, Person.name)
            .join(Thread, Thread.id == Post.thread_id)
            .join(Person, Person.id == Post.author_id)
            .where(Post.id == event.post_id)
        ).first()
        if found is None:
            continue
        post, thread, name = found
        if post.author_id == thread.author_id or not post.is_readable:
            continue
        opener = db.session.get_one(Person, thread.author_id)
        if can(actor_of(opener), "thread.see", thread):
            facts = {"name": name, "title": thread.title}
            tell(opener.id, REPLIED, f"post:{post.id}:replied", facts, f"/posts/{post.id}")
