"""Taking back that one deleted one's post."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import NotAllowed
from forum.core.events import record
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post
from forum.discussions.services.counting import count_in
from forum.discussions.services.finding import hold_post


def undelete_post(actor: Actor, post_id: int) -> Post:
    """Brings a post back that its author deleted; one that is there stays as it is.

    Raises:
        NotFound: the actor does not see its thread.
        NotAllowed: see the rule "post.undelete".
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.see", written)
        post, thread = written.post, written.thread
        if post.deleted_at is None and post.author_id == actor.id:
            return post
        if not can(actor, "post.undelete", written):
            mine = post.author_id == actor.id
            raise NotAllowed(_("Le délai pour annuler cette suppression est passé.") if mine else "")
        post.deleted_at = post.deleted_by = None
        if post.is_readable:
            count_in(thread, post)
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(PostChanged(post.id, thread.id))
    return post
