"""Marking a reply as what helped, and taking the mark back."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged, PostHelped
from forum.discussions.policy import PostInThread
from forum.discussions.services.finding import hold_post


def mark_helped(actor: Actor, post_id: int, *, is_on: bool) -> PostInThread:
    """Marks a reply as what helped, or takes the mark back. Saying again what is so already changes nothing.

    Args:
        actor: who asked the question, or holds its space.
        post_id: which reply.
        is_on: whether it is marked from now on.

    Raises:
        NotFound, NotAllowed: see the rule "post.helped".
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.helped", written)
        post, thread = written.post, written.thread
        if (post.helped_at is not None) == is_on:
            return written
        post.helped_at = now() if is_on else None
        post.helped_by = actor.person_id if is_on else None
        thread.helped_count += 1 if is_on else -1
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostChanged(post.id, thread.id))
        if is_on:
            record(PostHelped(post.id, thread.id))
    return written
