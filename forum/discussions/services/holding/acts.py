"""What holders did to a thread, written down so that it can be read and undone.

An act on how a thread stands (pinned, locked, named, filed, slowed) can be undone as long as no later act of the same
sort stands. One that moves the thread or its posts can be undone as long as no later one that moves them stands, in
any of the threads concerned: each finds everything as it left it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.models import now
from forum.core.policy import require
from forum.core.reasons import reason_in_a_line
from forum.discussions.models import Post, PostTrace, Thread, ThreadAct
from forum.discussions.services.finding import find_thread, hold_threads
from forum.extensions import db

LONGEST_REASON = 200


class Act(StrEnum):
    """What a holder can do to a thread."""

    PIN = "pin"
    UNPIN = "unpin"
    LOCK = "lock"
    UNLOCK = "unlock"
    RENAME = "rename"
    FILE = "file"
    SLOW = "slow"
    WIKI = "wiki"
    NOTE = "note"
    SUMMARY = "summary"
    MOVE = "move"
    SPLIT = "split"
    MERGE = "merge"
    REASSIGN = "reassign"


MOVING = (Act.MOVE, Act.SPLIT, Act.MERGE, Act.REASSIGN)
SORTS: Sequence[Sequence[Act]] = (
    (Act.PIN, Act.UNPIN),
    (Act.LOCK, Act.UNLOCK),
    (Act.RENAME,),
    (Act.FILE,),
    (Act.SLOW,),
    (Act.SUMMARY,),
    MOVING,
)
"""Acts that change the same thing: of each sort, the last one that stands is the one to undo first."""


def same_sort(act: str) -> Sequence[Act]:
    """The acts that change what an act changes."""
    return next((sort for sort in SORTS if act in sort), ())


def concerns(*thread_ids: int | None) -> ColumnElement[bool]:
    """The acts in the log of one of these threads."""
    known = [thread_id for thread_id in thread_ids if thread_id is not None]
    return or_(ThreadAct.thread_id.in_(known), ThreadAct.other_thread_id.in_(known))


def take_thread(actor: Actor, thread_id: int, permission: str = "thread.hold", *, beside: int | None = None) -> Thread:
    """A thread that the actor is about to change, held.

    Args:
        beside: the other thread concerned, held with it.

    Raises:
        NotFound, NotAllowed: as the permission's rule says.
        Conflict: it was merged into another one.
    """
    hold_threads(thread_id, *([] if beside is None else [beside]))
    thread = find_thread(actor, thread_id)
    require(actor, permission, thread)
    if thread.merged_into_id is not None:
        raise Conflict(_("Cette discussion a été fusionnée dans une autre : c’est l’autre qui se tient."))
    return thread


def write_down(
    actor: Actor,
    act: Act,
    thread: Thread,
    facts: Mapping[str, Any],
    reason: str = "",
    *,
    other: Thread | None = None,
    moment: datetime | None = None,
) -> ThreadAct:
    """Puts an act into the log, in the transaction at hand.

    Args:
        facts: what undoing it needs, and what its line says; JSON-able.
        reason: as `checked_reason` gave it.
        other: the thread that posts went to.
    """
    done = ThreadAct(
        thread_id=thread.id,
        other_thread_id=other.id if other is not None else None,
        actor_id=actor.person_id,
        act=act.value,
        facts=dict(facts),
        reason=reason,
        done_at=moment or now(),
    )
    db.session.add(done)
    db.session.flush()
    return done


def checked_reason(reason: str, *, is_needed: bool = False) -> str:
    """Why something is done, in a line.

    Raises:
        Invalid: it is too long, or missing where it is needed.
    """
    missing = _("Donnez le motif : les personnes qui suivent la discussion le liront.")
    return reason_in_a_line(reason, LONGEST_REASON, missing if is_needed else "")


def touch_threads(*threads: Thread) -> None:
    """Says that threads changed, with the pages that lead to them: their spaces, and where their posts once stood."""
    ids = [thread.id for thread in threads]
    traces = select(PostTrace.thread_id).join(Post, Post.id == PostTrace.post_id).where(Post.thread_id.in_(ids))
    around = {*ids, *db.session.scalars(traces.distinct())}
    places = {f"space:{thread.space_id}" for thread in threads}
    touch("discussions", *(f"thread:{thread_id}" for thread_id in around), *places)
