"""Deleting one's post: a trace stays at its number, the text is no longer shown."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post
from forum.discussions.services.counting import count_out
from forum.discussions.services.finding import hold_post
from forum.discussions.told import withdraw_told


def delete_post(actor: Actor, post_id: int) -> Post:
    """Deletes a post softly; deleting again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "post.delete".
    """
    with transaction():
        written = hold_post(post_id)
        post, thread = written.post, written.thread
        if post.deleted_at is not None and post.author_id == actor.id:
            return post
        require(actor, "post.delete", written)
        post.deleted_at = now()
        post.deleted_by = actor.person_id
        count_out(thread, post)
        withdraw_told(post)
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostChanged(post.id, thread.id))
    return post
