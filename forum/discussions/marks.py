"""What is new to a reader: how far they read, against what they follow.

A thread is new to a reader when posts came after their mark. Who never opened it has no mark: to them it is new where
they follow it, or where it was opened in a space or under a tag since they follow that. What they muted never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import aliased

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.discussions.models import Thread, ThreadRead, ThreadTag
from forum.notices.models import Watch, WatchLevel

FOLLOWED = (WatchLevel.ALL.value, WatchLevel.FIRST.value)
READER: BindParameter[int] = bindparam("person_id", type_=Integer)
"""Stands for the reader in a statement that is put together once."""
OfThread, OfSpace, OfTag = aliased(Watch), aliased(Watch), aliased(Watch)


@dataclass(frozen=True)
class NewTo:
    """What tells the threads that are new to one person, for a SELECT from threads.

    Args:
        person_id: who reads; or what stands for them in a statement that is put together once.
    """

    person_id: int | BindParameter[int]

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """The query with the reader's mark of each thread, and what they said of it and of its space."""
        return (
            query.outerjoin(ThreadRead, (ThreadRead.thread_id == Thread.id) & (ThreadRead.person_id == self.person_id))
            .outerjoin(OfThread, self.watches(OfThread, "thread") & (OfThread.object_id == Thread.id))
            .outerjoin(OfSpace, self.watches(OfSpace, "space") & (OfSpace.object_id == Thread.space_id))
        )

    @property
    def condition(self) -> ColumnElement[bool]:
        """Whether a thread is new to the reader; for a query that `joined` made."""
        opened_since = OfSpace.level.in_(FOLLOWED) & (Thread.opened_at > OfSpace.since)
        return (
            (Thread.last_number > func.coalesce(ThreadRead.read_number, 0))
            & or_(
                ThreadRead.person_id.is_not(None),
                OfThread.level.in_(FOLLOWED),
                opened_since,
                self.is_under_followed_tag,
            )
            & (func.coalesce(OfThread.level, OfSpace.level, "") != WatchLevel.MUTED.value)
        )

    @property
    def is_under_followed_tag(self) -> ColumnElement[bool]:
        tagged = select(ThreadTag.tag_id).join(OfTag, OfTag.object_id == ThreadTag.tag_id)
        followed = self.watches(OfTag, "tag") & OfTag.level.in_(FOLLOWED) & (Thread.opened_at > OfTag.since)
        return exists(tagged.where(ThreadTag.thread_id == Thread.id, followed).correlate(Thread))

    def watches(self, watch: Any, kind: str) -> ColumnElement[bool]:
        return (watch.person_id == self.person_id) & (watch.kind == kind)

    def candidates(self) -> Select[int]:
        """The ids of the threads that might be new: those opened, and those followed in whatever way."""
        opened = select(ThreadRead.thread_id.label("id")).where(ThreadRead.person_id == self.person_id)
        followed = select(OfThread.object_id).where(self.watches(OfThread, "thread"), OfThread.level.in_(FOLLOWED))
        # Nothing opened since has its last word before: so says the condition that the index of spaces serves.
        in_spaces = (
            select(Thread.id)
            .join(OfSpace, OfSpace.object_id == Thread.space_id)
            .where(self.watches(OfSpace, "space"), OfSpace.level.in_(FOLLOWED), Thread.last_post_at >= OfSpace.since)
            .where(Thread.opened_at > OfSpace.since)
        )
        tags = select(OfTag.object_id).where(self.watches(OfTag, "tag"), OfTag.level.in_(FOLLOWED))
        under_tags = select(ThreadTag.thread_id).where(ThreadTag.tag_id.in_(tags))
        gathered = union(opened, followed, in_spaces, under_tags).subquery("candidates")
        return select(gathered.c.id)


def new_threads(actor: Actor, *columns: Any) -> Select[*tuple[Any, ...]]:
    """A SELECT of the threads that are new to the actor, among those they see.

    Args:
        columns: what to read of each; the thread and the reader's mark can be asked.
    """
    return new_among(visible(actor, Thread), NewTo(actor.person_id), *columns)


def new_among(seen: ColumnElement[bool], new: NewTo, *columns: Any) -> Select[*tuple[Any, ...]]:
    """As `new_threads`.

    Args:
        seen: what the reader sees.
    """
    candidates = new.candidates().subquery("candidate")
    query = select(*columns).select_from(candidates).join(Thread, Thread.id == candidates.c.id)
    return new.joined(query).where(new.condition, seen, Thread.merged_into_id.is_(None))


def unread_posts() -> ColumnElement[int]:
    """How many posts came after the reader's mark; all of a thread that they never opened."""
    return Thread.last_number - func.coalesce(ThreadRead.read_number, 0)
