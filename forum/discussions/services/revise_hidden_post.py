"""Taking up again a post that is hidden, so that it can be shown."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.models import Post
from forum.discussions.services.edit_post import replace_text, with_what_was_withheld
from forum.discussions.services.finding import hold_post


def revise_hidden_post(actor: Actor, post_id: int, body: str) -> Post:
    """Replaces the text of a post while it is hidden. It stays hidden, and what it said before is no version of it:
    readers would find there what was hidden from them.

    Raises:
        NotFound: there is no such post for the actor.
        NotAllowed: see the rule "post.revise".
        Invalid: there is nothing to read in the text, or too much of it.
    """
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.see", written)
        require(actor, "post.revise", written)
        replace_text(actor, written, with_what_was_withheld(written, body))
    return written.post
