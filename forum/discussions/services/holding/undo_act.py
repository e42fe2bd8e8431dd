"""Undoing what a holder did, as long as nothing that came later depends on it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.models import Thread, ThreadAct
from forum.discussions.services.finding import find_thread, hold_threads
from forum.discussions.services.holding.acts import MOVING, Act, concerns, same_sort
from forum.discussions.services.holding.carry_posts import carry_back
from forum.discussions.services.holding.carry_watches import forget_watches
from forum.discussions.services.holding.changing import put_back
from forum.discussions.services.holding.merge_threads import put_back_apart
from forum.discussions.services.holding.move_thread import put_back_in
from forum.discussions.services.holding.open_to_all import put_back_wiki
from forum.discussions.services.holding.rename_thread import put_back_under
from forum.discussions.services.holding.split_thread import put_back_together
from forum.extensions import db


def undo_act(actor: Actor, act_id: int) -> ThreadAct:
    """Undoes an act, and says so in the log; undoing it again changes nothing.

    Args:
        actor: who holds every thread concerned.
        act_id: which.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Conflict: something that came later depends on it, in words that say what.
    """
    with transaction():
        act = find_act(act_id)
        hold_threads(act.thread_id, *([] if act.other_thread_id is None else [act.other_thread_id]))
        act = find_act(act_id)
        thread = find_thread(actor, act.thread_id)
        require(actor, "thread.hold", thread)
        other = None
        if act.other_thread_id is not None:
            other = find_thread(actor, act.other_thread_id)
            require(actor, "thread.hold", other)
        if act.undone_at is not None:
            return act
        refuse_what_stands_on(act)
        take_back(actor, act, thread, other)
        act.undone_at, act.undone_by = now(), actor.person_id
    return act


def find_act(act_id: int) -> ThreadAct:
    act = db.session.get(ThreadAct, act_id, populate_existing=True)
    if act is None:
        raise NotFound
    return act


def refuse_what_stands_on(act: ThreadAct) -> None:
    """Refuses where a later act changed the same thing and stands.

    Raises:
        Conflict: there is one.
    """
    threads = (act.thread_id, act.other_thread_id) if act.act in MOVING else (act.thread_id,)
    later = select(ThreadAct.id).where(
        concerns(*threads), ThreadAct.id > act.id, ThreadAct.act.in_(same_sort(act.act)), ThreadAct.undone_at.is_(None)
    )
    if db.session.scalar(select(later.exists())):
        raise Conflict(_("Un acte plus récent a changé la même chose : annulez-le d’abord."))


def take_back(actor: Actor, act: ThreadAct, thread: Thread, other: Thread | None) -> None:
    match Act(act.act):
        case Act.PIN | Act.UNPIN | Act.LOCK | Act.UNLOCK | Act.RENAME | Act.SLOW | Act.SUMMARY:
            put_back(thread, act)
        case Act.FILE:
            put_back_under(thread, act)
        case Act.WIKI:
            put_back_wiki(act)
        case Act.MOVE:
            put_back_in(actor, thread, act)
        case Act.SPLIT if other is not None:
            put_back_together(thread, other, act)
        case Act.MERGE if other is not None:
            put_back_apart(actor, thread, other, act)
        case Act.REASSIGN if other is not None:
            carry_back(act.facts, other, thread, act.done_at)
            forget_watches(other, act.done_at)
        case _:
            raise Conflict(_("Une note ne s’annule pas d’ici : la personne qui l’a écrite la supprime."))
