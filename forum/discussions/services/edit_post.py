"""Editing one's post, or one that everybody may edit; what it said before is kept."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotAllowed
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import can, require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged, PostEdited
from forum.discussions.models import Post, PostRevision, Space
from forum.discussions.policy import PostInThread
from forum.discussions.services.finding import hold_post
from forum.discussions.services.rendering import html_of, keep_quotes, readers_of, withheld
from forum.discussions.services.writing import HOLDER, require_open_space
from forum.extensions import db
from forum.writing.bodies import checked_body
from forum.writing.files import attach
from forum.writing.quotes import put_back, quoted_posts
from forum.writing.services import erase_draft


def edit_post(actor: Actor, post_id: int, body: str, *, seen: str = "") -> Post:
    """Replaces the text of a post.

    Args:
        actor: its author, or of a wiki post any member who may reply there.
        post_id: which.
        body: the new text, Markdown. The same text changes nothing. Quotations that the editor was not shown come back
            where the lines that stand for them were left.
        seen: the state of the post that the actor edited (`state_of`), empty to replace whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "post.edit"; its space is closed.
        Invalid: there is nothing to read in the text, or too much of it, or it shows too many files.
        Conflict: the post was edited meanwhile, in another window or by somebody else.
    """
    with transaction():
        written = hold_post(post_id)
        require_edit(actor, written)
        post = written.post
        before = post.source
        body = with_what_was_withheld(written, body)
        if body == before:
            erase_draft(actor.person_id, f"post:{post.id}")
            return post
        if seen and seen != state_of(post):
            raise Conflict(_("Ce message a été modifié entre-temps. Comparez avant d’enregistrer."))
        revision = PostRevision(post_id=post.id, source=before, editor_id=actor.person_id)
        db.session.add(revision)
        db.session.flush()
        replace_text(actor, written, body)
        record(PostEdited(post.id, revision.id))
    return post


def with_what_was_withheld(written: PostInThread, body: str) -> str:
    """A new text with the quotations that its editor was not shown back in their places.

    Raises:
        Invalid: there is nothing to read in the text, or too much of it.
    """
    before = written.post.source
    hidden = withheld(before, written.thread.audience, readers_of(quoted_posts(before)))
    return checked_body(put_back(checked_body(body), before, hidden))


def replace_text(actor: Actor, written: PostInThread, body: str) -> None:
    """Puts a text in the place of what a post says."""
    post, thread = written.post, written.thread
    post.source = body
    post.html = html_of(body, post.number, thread.audience)
    post.edited_at = now()
    keep_quotes(post)
    attach(actor.person_id, HOLDER, post.id, body)
    erase_draft(actor.person_id, f"post:{post.id}")
    touch(f"thread:{thread.id}")
    record(PostChanged(post.id, thread.id))


def require_edit(actor: Actor, written: PostInThread) -> None:
    """Lets pass who may edit a post, and says plainly why its author may not any more.

    Raises:
        NotFound: the actor does not see its thread.
        NotAllowed: see the rule "post.edit"; its space is closed.
    """
    post, thread = written.post, written.thread
    require(actor, "post.see", written)
    if not can(actor, "post.edit", written):
        mine = post.author_id == actor.id and post.is_readable
        if mine and thread.locked_at is None and thread.merged_into_id is None:
            raise NotAllowed(
                _("Le délai pour modifier ce message est passé. Vous pouvez le compléter par une réponse.")
            )
        if mine:
            raise NotAllowed(_("La discussion est fermée : ce message ne se modifie plus."))
        raise NotAllowed
    require_open_space(actor, db.session.get_one(Space, thread.space_id))


def state_of(post: Post) -> str:
    """What tells one state of a post from the next."""
    return (post.edited_at or post.written_at).isoformat()
