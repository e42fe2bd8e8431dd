"""Replying in a thread."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import PostWritten
from forum.discussions.models import Post
from forum.discussions.services.finding import find_thread
from forum.discussions.services.writing import add_post, checked_body, keep_pace, sent_before


def reply(actor: Actor, thread_id: int, body: str, *, submission: str | None = None) -> Post:
    """Writes a reply at the end of a thread.

    Args:
        actor: who writes.
        thread_id: where.
        body: Markdown.
        submission: what tells the same form sent twice.

    Raises:
        NotFound: the actor sees no such thread.
        NotAllowed: the thread is locked, or the actor is a visitor.
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many posts in a minute.
    """
    try:
        return write_reply(actor, thread_id, body, submission)
    except IntegrityError:
        twin = sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def write_reply(actor: Actor, thread_id: int, body: str, submission: str | None) -> Post:
    with transaction():
        thread = find_thread(actor, thread_id)
        require(actor, "thread.reply", thread)
        body = checked_body(body)
        twin = sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        keep_pace(actor.person_id)
        post = add_post(thread, actor.person_id, body, now(), submission)
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostWritten(post.id, thread.id))
    return post
