"""Moving a thread to another space: where all who will read it read it already, or some of them no longer do."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from forum.accounts.audiences import people_in
from forum.core import audience
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotAllowed, NotFound
from forum.core.events import record
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged, ThreadMoved
from forum.discussions.models import Post, Space, Thread, ThreadAct
from forum.discussions.services.finding import find_space
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread, touch_threads, write_down
from forum.discussions.services.holding.beside import is_changed_beside
from forum.discussions.services.holding.carry_posts import refuse_wider
from forum.discussions.services.holding.follow_merged import follow_merged
from forum.discussions.told import move_told
from forum.extensions import db


def move_thread(actor: Actor, thread_id: int, space_id: int, reason: str = "") -> Thread:
    """Puts a thread into another space, whose readers all read it already.

    Args:
        actor: who holds both spaces.
        thread_id: which.
        space_id: where to; the same space changes nothing.
        reason: for the log, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rules "thread.hold" and "space.receive".
        Invalid: somebody would read there what was not written for them; the reason is too long.
    """
    reason = checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id)
        space = find_space(actor, space_id)
        require(actor, "space.receive", space)
        if space.id == thread.space_id:
            return thread
        refuse_wider(thread, space.audience, "space")
        former = db.session.get_one(Space, thread.space_id)
        facts = {
            "from": former.id,
            "from_name": former.name,
            "to": space.id,
            "to_name": space.name,
            "audience": thread.audience,
            "last_number": thread.last_number,
        }
        write_down(actor, Act.MOVE, thread, facts, reason)
        put_in(thread, space)
    return thread


def put_in(thread: Thread, space: Space) -> None:
    """Puts a thread that is held into a space, counted there and no longer where it was."""
    touch(f"space:{thread.space_id}")
    for space_id, by in sorted(((thread.space_id, -1), (space.id, 1))):
        count = update(Space).where(Space.id == space_id).values(thread_count=Space.thread_count + by)
        db.session.execute(count)
    thread.space_id, thread.audience = space.id, space.audience
    db.session.flush()
    move_told(thread)
    follow_merged(thread)
    touch_threads(thread)
    record(ThreadMoved(thread.id))
    record(ThreadChanged(thread.id))


def put_back_in(actor: Actor, thread: Thread, act: ThreadAct) -> None:
    """Puts a thread back where it was.

    Raises:
        Conflict: the actor does not hold that space, it is closed, or somebody would read there what was written since
            for fewer people.
    """
    try:
        former = find_space(actor, act.facts["from"])
        require(actor, "space.receive", former)
    except (NotFound, NotAllowed):
        raise Conflict(_("Il faut tenir aussi l’espace d’où elle vient, et qu’il soit ouvert.")) from None
    if not audience.covers(thread.audience, former.audience):
        refuse_what_is_said_since(thread, act)
        if not audience.covers(act.facts["audience"], former.audience):
            raise Conflict(_("L’espace d’où elle vient est lu par plus de monde qu’alors."))
    put_in(thread, former)


def refuse_what_is_said_since(thread: Thread, act: ThreadAct) -> None:
    """Refuses to show to more people what was said after a move, for those alone who read the thread there.

    Raises:
        Conflict: something was written, edited, renamed or summed up since, or put to a vote.
    """
    said = select(Post.id).where(
        Post.thread_id == thread.id, (Post.number > act.facts["last_number"]) | (Post.edited_at > act.done_at)
    )
    if db.session.scalar(select(said.exists())):
        raise Conflict(
            _("Des messages ont été écrits ou modifiés depuis, pour moins de personnes : elle ne peut plus revenir.")
        )
    kept = (Act.RENAME.value, Act.FILE.value)
    renamed = select(ThreadAct.id).where(
        ThreadAct.thread_id == thread.id, ThreadAct.id > act.id, ThreadAct.act.in_(kept), ThreadAct.undone_at.is_(None)
    )
    if db.session.scalar(select(renamed.exists())):
        raise Conflict(_("La discussion a été renommée ou reclassée depuis : annulez cela d’abord."))
    is_summed_up = thread.summary_at is not None and thread.summary_at > act.done_at
    if is_summed_up or is_changed_beside(thread, act.done_at):
        raise Conflict(
            _("Un résumé ou une proposition y est à lire par moins de personnes : elle ne peut plus revenir.")
        )


def authors_left_out(thread: Thread, token: str) -> int:
    """How many of those who wrote in a thread would not see it under another audience."""
    wrote = select(func.count(Post.author_id.distinct())).where(
        Post.thread_id == thread.id, Post.author_id.not_in(people_in(token))
    )
    return db.session.scalar(wrote) or 0
