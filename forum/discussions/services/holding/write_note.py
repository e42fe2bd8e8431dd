"""A note: a holder's word about the discussion itself, shown apart from what people say in it."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.events import PostWritten
from forum.discussions.models import Post, PostKind
from forum.discussions.services.holding.acts import Act, take_thread, write_down
from forum.discussions.services.writing import add_post, keep_pace, sent_before
from forum.extensions import db
from forum.writing.bodies import checked_body


def write_note(actor: Actor, thread_id: int, body: str, *, submission: str | None = None) -> Post:
    """Writes a note at the end of a thread, be it locked.

    Args:
        actor: one of its holders.
        thread_id: where.
        body: Markdown.
        submission: what tells the same form sent twice.

    Raises:
        NotFound, NotAllowed: see the rule "thread.note".
        Invalid: there is nothing to read in the text, or too much of it.
        TooMany: too many posts in a minute.
    """
    try:
        return add_note(actor, thread_id, body, submission)
    except IntegrityError:
        twin = sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def add_note(actor: Actor, thread_id: int, body: str, submission: str | None) -> Post:
    with transaction():
        thread = take_thread(actor, thread_id, "thread.note")
        body = checked_body(body)
        twin = sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        keep_pace(actor.person_id)
        post = add_post(thread, actor.person_id, body, now(), submission)
        post.kind = PostKind.NOTE.value
        db.session.flush()
        write_down(actor, Act.NOTE, thread, {"post": post.id, "number": post.number})
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostWritten(post.id, thread.id))
    return post
