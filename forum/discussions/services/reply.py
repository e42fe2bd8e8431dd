"""Replying in a thread."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import format_timedelta
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotAllowed, TooMany
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.discussions.events import PostWritten
from forum.discussions.models import Post, PostKind, Space, Thread
from forum.discussions.services.counting import READABLE
from forum.discussions.services.finding import find_thread, hold_threads
from forum.discussions.services.writing import add_post, keep_pace, require_open_space, sent_before
from forum.extensions import db
from forum.writing.bodies import checked_body
from forum.writing.services import erase_draft


class Overtaken(Conflict):
    """Others wrote in the thread since the page was made, so that the writer may want to read them first.

    Args:
        since: the number of the last post that the writer had before them.
    """

    def __init__(self, message: str, since: int) -> None:
        super().__init__(message)
        self.since = since


def reply(actor: Actor, thread_id: int, body: str, *, submission: str | None = None, seen: int | None = None) -> Post:
    """Writes a reply at the end of a thread.

    Args:
        actor: who writes.
        thread_id: where.
        body: Markdown.
        submission: what tells the same form sent twice.
        seen: the number of the last post that the writer had before them; None sends whatever came since.

    Raises:
        NotFound: the actor sees no such thread.
        NotAllowed: the thread is locked or merged into another, its space is closed, or the actor is a visitor.
        Invalid: there is nothing to read in the text, or too much of it, or it shows too many files.
        Overtaken: others wrote since.
        TooMany: too many posts in a minute, or too soon after one's last in a thread that was slowed.
    """
    try:
        return write_reply(actor, thread_id, body, submission, seen)
    except IntegrityError:
        twin = sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def write_reply(actor: Actor, thread_id: int, body: str, submission: str | None, seen: int | None) -> Post:
    with transaction():
        hold_threads(thread_id)
        thread = find_thread(actor, thread_id)
        twin = sent_before(actor.person_id, submission) if actor.is_signed_in else None
        if twin is not None:
            return twin
        require_reply(actor, thread)
        body = checked_body(body)
        if seen is not None:
            refuse_if_overtaken(actor, thread, seen)
        wait_in_slow_thread(actor, thread)
        keep_pace(actor.person_id)
        post = add_post(thread, actor.person_id, body, now(), submission)
        erase_draft(actor.person_id, f"thread:{thread.id}")
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostWritten(post.id, thread.id))
    return post


def require_reply(actor: Actor, thread: Thread) -> None:
    """Lets pass who may reply, and says plainly why the others may not.

    Raises:
        NotAllowed: the thread is locked, was merged into another, or stands in a closed space.
    """
    if thread.merged_into_id is not None:
        raise NotAllowed(_("Cette discussion a été réunie à une autre : c’est là qu’on y répond maintenant."))
    if thread.locked_at is not None:
        raise NotAllowed(_("Cette discussion est fermée : elle se lit encore, mais on n’y répond plus."))
    require(actor, "thread.reply", thread)
    require_open_space(actor, db.session.get_one(Space, thread.space_id, populate_existing=True))


def refuse_if_overtaken(actor: Actor, thread: Thread, seen: int) -> None:
    if thread.last_number <= seen:
        return
    others = (
        select(func.count())
        .select_from(Post)
        .where(Post.thread_id == thread.id, Post.number > seen, Post.author_id != actor.person_id, READABLE)
    )
    count = db.session.scalar(others) or 0
    if count:
        raise Overtaken(_("Quelqu’un d’autre a répondu pendant que vous écriviez."), seen)


def wait_in_slow_thread(actor: Actor, thread: Thread) -> None:
    """Keeps a person's posts apart in a thread that was slowed; its holders are free.

    Raises:
        TooMany: their last post is too recent; says how long to wait.
    """
    if not thread.slow_seconds or can(actor, "thread.hold", thread):
        return
    mine = select(func.max(Post.written_at)).where(
        Post.thread_id == thread.id, Post.author_id == actor.person_id, Post.kind == PostKind.POST.value
    )
    last = db.session.scalar(mine)
    left = last + timedelta(seconds=thread.slow_seconds) - now() if last is not None else timedelta()
    if left > timedelta():
        seconds = int(left.total_seconds()) + 1
        wait, between = in_words(seconds), in_words(thread.slow_seconds)
        raise TooMany(
            _("Ici, on attend %(between)s entre deux messages. Réessayez dans %(wait)s.", between=between, wait=wait),
            seconds,
        )


def in_words(seconds: int) -> str:
    """A time in the reader's language: « 5 minutes »."""
    return str(format_timedelta(timedelta(seconds=seconds), threshold=1.2))
