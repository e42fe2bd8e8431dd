"""The log of a thread: what its holders did to it, and which of it can still be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import can, require
from forum.discussions.models import Thread, ThreadAct
from forum.discussions.services.holding.acts import MOVING, SORTS, Act, concerns
from forum.extensions import db

ACTS_A_PAGE = 50
Undoer, Source, Target = aliased(Person), aliased(Thread), aliased(Thread)


@dataclass(frozen=True)
class ActLine:
    """One act, as the log of a thread shows it.

    Args:
        source: the thread that it was done to.
        target: the thread that posts went to, where some did.
        is_next: no later act that stands changed the same thing, so that it may be undone.
    """

    act: ThreadAct
    name: str
    undone_by: str
    source: Thread
    target: Thread | None
    is_next: bool

    @property
    def can_be_undone(self) -> bool:
        return self.act.undone_at is None and self.act.act != Act.NOTE.value and self.is_next

    @property
    def moves(self) -> bool:
        """Whether it changed who reads something, or where: undoing it is explained first."""
        return self.act.act in MOVING

    def other_than(self, thread: Thread, actor: Actor) -> Thread | None:
        """The other thread concerned, where the reader sees it."""
        other = self.target if self.source.id == thread.id else self.source
        return other if other is not None and can(actor, "thread.see", other) else None


ACTS = (
    select(ThreadAct, Person.name, Undoer.name, Source, Target)
    .join(Person, Person.id == ThreadAct.actor_id)
    .outerjoin(Undoer, Undoer.id == ThreadAct.undone_by)
    .join(Source, Source.id == ThreadAct.thread_id)
    .outerjoin(Target, Target.id == ThreadAct.other_thread_id)
)


def acts_of(thread: Thread, cursor: str | None) -> Slice[ActLine]:
    """What was done to a thread, newest first, by two statements."""
    newest = newest_standing(thread.id)
    query: Any = ACTS.where(concerns(thread.id))
    rows = db.session.execute(after_cursor(query, ThreadAct.done_at, ThreadAct.id, cursor, ACTS_A_PAGE)).all()
    lines = [act_line(row, newest) for row in rows]
    return cut(lines, ACTS_A_PAGE, lambda line: (line.act.done_at, line.act.id))


def act_for(actor: Actor, act_id: int) -> ActLine:
    """One act, for who holds every thread concerned.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
    """
    row = db.session.execute(ACTS.where(ThreadAct.id == act_id)).first()
    if row is None:
        raise NotFound
    for thread in (row[3], row[4]):
        if thread is not None:
            require(actor, "thread.hold", thread)
    return act_line(row, newest_standing(row[3].id))


def act_line(row: Any, newest: Mapping[str, int]) -> ActLine:
    act, name, undone_by, source, target = row
    return ActLine(act, name, undone_by or "", source, target, newest.get(act.act, act.id) <= act.id)


def newest_standing(thread_id: int) -> Mapping[str, int]:
    """By act: the id of the newest one of its sort that stands in the log of a thread, by one statement."""
    query = select(ThreadAct.act, func.max(ThreadAct.id)).where(concerns(thread_id), ThreadAct.undone_at.is_(None))
    found = {row[0]: row[1] for row in db.session.execute(query.group_by(ThreadAct.act))}
    return {act.value: newest_of(sort, found) for sort in SORTS for act in sort}


def newest_of(sort: Sequence[Act], found: Mapping[str, int]) -> int:
    return max((found.get(act.value, 0) for act in sort), default=0)
