"""A wiki post: every member who may reply in its thread may edit it too."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import PostChanged
from forum.discussions.models import Post, ThreadAct
from forum.discussions.policy import PostInThread
from forum.discussions.services.finding import hold_post
from forum.discussions.services.holding.acts import Act, checked_reason, touch_threads, write_down


def open_to_all(actor: Actor, post_id: int, *, is_wiki: bool, reason: str = "") -> Post:
    """Has everybody edit a post, or its author alone again; the same again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold", of its thread.
        Conflict: it can't be read any more.
    """
    reason = checked_reason(reason)
    with transaction():
        written = hold_post(post_id)
        require(actor, "post.see", written)
        require(actor, "thread.hold", written.thread)
        post, thread = written.post, written.thread
        if not post.is_readable:
            raise Conflict(_("Ce message n’est plus affiché."))
        if post.is_wiki == is_wiki:
            return post
        facts = {"post": post.id, "number": post.number, "is_wiki": is_wiki}
        write_down(actor, Act.WIKI, thread, facts, reason)
        put_wiki(written, is_wiki=is_wiki)
    return post


def put_back_wiki(act: ThreadAct) -> None:
    """Has a post be edited by whom it was before an act.

    Raises:
        Conflict: it stands in another thread now, or was changed again.
    """
    written = hold_post(act.facts["post"])
    if written.thread.id != act.thread_id:
        raise Conflict(_("Ce message est parti dans une autre discussion : c’est là qu’il se change."))
    if written.post.is_wiki != act.facts["is_wiki"]:
        raise Conflict(_("Ce message a changé depuis : il n’y a plus rien à annuler."))
    put_wiki(written, is_wiki=not act.facts["is_wiki"])


def put_wiki(written: PostInThread, *, is_wiki: bool) -> None:
    written.post.is_wiki = is_wiki
    touch_threads(written.thread)
    record(PostChanged(written.post.id, written.thread.id))
