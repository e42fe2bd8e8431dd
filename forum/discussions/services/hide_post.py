"""Hiding a post for a reason, and restoring it: what mediators do after a report."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post
from forum.discussions.services.counting import count_in, count_out
from forum.discussions.services.finding import hold_post
from forum.discussions.told import withdraw_told


def hide_post(actor: Actor, post_id: int, reason: str) -> Post:
    """Hides a post from readers; its author still sees it, with the reason.

    Raises:
        NotFound: there is no such post.
        NotAllowed: see the rule "post.hide".
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.hide", written)
        post, thread = written.post, written.thread
        was_readable = post.is_readable
        post.hidden_at = post.hidden_at or now()
        post.hidden_reason = reason
        if was_readable:
            count_out(thread, post)
        withdraw_told(post)
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostChanged(post.id, thread.id))
    return post


def restore_post(actor: Actor, post_id: int) -> Post:
    """Shows a hidden post again; one that is not hidden stays as it is.

    Raises:
        NotFound: there is no such post.
        NotAllowed: see the rule "post.hide".
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.hide", written)
        post, thread = written.post, written.thread
        if post.hidden_at is None:
            return post
        post.hidden_at = None
        post.hidden_reason = ""
        if post.is_readable:
            count_in(thread, post)
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostChanged(post.id, thread.id))
    return post
