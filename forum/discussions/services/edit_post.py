"""Editing one's post; what it said before is kept."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import render_markdown
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post, PostRevision
from forum.discussions.services.finding import find_post
from forum.discussions.services.writing import checked_body
from forum.extensions import db


def edit_post(actor: Actor, post_id: int, body: str, *, seen: str = "") -> Post:
    """Replaces the text of a post.

    Args:
        actor: its author.
        post_id: which.
        body: the new text, Markdown. The same text changes nothing.
        seen: the state of the post that the author edited (`state_of`), empty to replace whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "post.edit".
        Invalid: there is nothing to read in the text, or too much of it.
        Conflict: the post was edited in another window meanwhile.
    """
    with transaction():
        written = find_post(post_id)
        require(actor, "post.edit", written)
        post = written.post
        body = checked_body(body)
        if body == post.source:
            return post
        if seen and seen != state_of(post):
            raise Conflict(_("Vous avez modifié ce message dans une autre fenêtre. Comparez avant d’enregistrer."))
        db.session.add(PostRevision(post_id=post.id, source=post.source, editor_id=actor.person_id))
        post.source = body
        post.html = render_markdown(body, f"p{post.number}")
        post.edited_at = now()
        touch(f"thread:{written.thread.id}")
        record(PostChanged(post.id, written.thread.id))
    return post


def state_of(post: Post) -> str:
    """What tells one state of a post from the next."""
    return (post.edited_at or post.written_at).isoformat()
