"""Merging a thread into another: its posts stand after those of the other, what else it holds stands there too, and its
address leads there."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread, ThreadAct
from forum.discussions.services.finding import find_thread, hold_threads
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread, write_down
from forum.discussions.services.holding.beside import carry_beside, carry_beside_back
from forum.discussions.services.holding.carry_posts import (
    MOST_CARRIED,
    carry_back,
    carry_posts,
    refuse_wider,
    too_many,
)
from forum.discussions.services.holding.carry_watches import carry_watches, forget_watches
from forum.discussions.services.holding.follow_merged import follow_merged
from forum.discussions.services.holding.split_thread import close_into
from forum.extensions import db


def merge_threads(actor: Actor, thread_id: int, target_id: int, reason: str = "") -> Thread:
    """Puts every post of a thread after the last one of another, in their order, and what features keep beside them.

    Args:
        actor: who holds both.
        thread_id: which thread ends; one that was merged into the other already stays so.
        target_id: which one goes on.
        reason: for the log, 200 characters at most.

    Returns:
        the thread that goes on.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: the two are one; too many posts; the other is read by more people.
    """
    reason = checked_reason(reason)
    if thread_id == target_id:
        raise Invalid("target", _("C’est la même discussion : choisissez-en une autre."))
    with transaction():
        hold_threads(thread_id, target_id)
        target = take_thread(actor, target_id)
        if find_thread(actor, thread_id).merged_into_id == target.id:
            return target  # the same form sent twice
        thread = take_thread(actor, thread_id)
        refuse_wider(thread, target.audience, "target")
        query = select(Post).where(Post.thread_id == thread.id).order_by(Post.number).limit(MOST_CARRIED + 1)
        posts = list(db.session.scalars(query.execution_options(populate_existing=True)))
        if len(posts) > MOST_CARRIED:
            raise Invalid("target", too_many())
        moment = now()
        facts = {**carry_posts(posts, thread, target, moment), "beside": carry_beside(thread, target)}
        carry_watches(thread, target, moment)
        close_into(thread, target)
        write_down(actor, Act.MERGE, thread, facts, reason, other=target, moment=moment)
    return target


def put_back_apart(actor: Actor, thread: Thread, target: Thread, act: ThreadAct) -> None:
    """Gives a thread that was merged its posts back, under their old numbers, what stood beside them, and its readers.

    Raises:
        NotFound, NotAllowed: the actor does not hold the space where it stood: see the rule "thread.hold".
        Conflict: it was not merged by this act, or some of its posts went elsewhere, or something was
            written in it for fewer people.
    """
    if thread.merged_into_id != target.id:
        raise Conflict(_("Cette discussion ne mène plus à celle où elle avait été fusionnée."))
    thread.merged_into_id = None
    thread.audience = db.session.get_one(Space, thread.space_id).audience
    require(actor, "thread.hold", thread)
    db.session.flush()
    follow_merged(thread)
    more = update(Space).where(Space.id == thread.space_id).values(thread_count=Space.thread_count + 1)
    db.session.execute(more)
    forget_watches(target, act.done_at)
    carry_beside_back(act.facts.get("beside", {}), target, thread, act.done_at)
    carry_back(act.facts, target, thread, act.done_at)
