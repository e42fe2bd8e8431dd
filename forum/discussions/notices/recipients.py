"""Whom a post is told to, and why each: gathered from those who know, by one statement, however many they are.

A person is told once of a post, for the reason that concerns them most: called by name, quoted, their own thread, then
what they follow, the narrowest first. What they said of the thread counts before what they said of its space and tags.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SelectBase, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.notices.models import Watch, WatchLevel

BY_NAME = 100
"""Reasons of a lower rank concern a person by name."""


@dataclass(frozen=True)
class Spoken:
    """A post that is told.

    Args:
        author_id: who is never told: who wrote it, or edited it.
        name: what they are called.
        handles: the handles that it calls, of people and of groups, those alone that were not told before.
        quoted: the ids of the posts that it quotes, likewise.
        is_edit: only those whom it names anew are told.
    """

    post: Post
    thread: Thread
    author_id: int
    name: str
    handles: tuple[str, ...] = ()
    quoted: tuple[int, ...] = ()
    is_edit: bool = False


@dataclass(frozen=True)
class Reason:
    """A reason for which people are told of posts.

    Args:
        token: "watch-thread"; several may share one.
        rank: the smaller, the more it concerns them.
        kind: of the notice, where the reason says it.
    """

    token: str
    rank: int
    kind: str = ""


Source = Callable[[Spoken], "Select[int] | None"]
_sources: dict[int, tuple[Reason, Source]] = {}
_spared: list[Source] = []


def told_as(token: str, *, rank: int, kind: str = "") -> Callable[[Source], Source]:
    """Registers who is told of posts for a reason: given the post, a SELECT of ids of people, or None for nobody."""

    def register(source: Source) -> Source:
        _sources[rank] = Reason(token, rank, kind), source
        return source

    return register


def spared(source: Source) -> Source:
    """Registers who is to hear nothing of a post, unless they said something of its thread itself."""
    _spared.append(source)
    return source


def recipients(spoken: Spoken) -> Mapping[int, Reason]:
    """Whom a post is told to, and why each.

    They are those who may see the thread at this moment, and whose address is confirmed.
    """
    gathered = []
    for reason, source in _sources.values():
        people = source(spoken) if reason.rank < BY_NAME or not spoken.is_edit else None
        if people is not None:
            concerned = people.subquery()
            gathered.append(select(concerned.c[0].label("person_id"), literal(reason.rank).label("rank")))
    if not gathered:
        return {}
    told = union_all(*gathered).subquery("told")
    of_thread = aliased(Watch)
    person_id, level = told.c.person_id, func.coalesce(of_thread.level, "")
    chosen = and_(of_thread.person_id == person_id, of_thread.kind == "thread")
    silenced: list[SelectBase] = [found for source in _spared if (found := source(spoken)) is not None]
    query = (
        select(person_id, func.min(told.c.rank))
        .join(Person, and_(Person.id == person_id, Person.confirmed_at.is_not(None)))
        .outerjoin(of_thread, and_(chosen, of_thread.object_id == spoken.thread.id))
        .where(
            person_id != spoken.author_id,
            person_id.in_(people_in(spoken.thread.audience)),
            level != WatchLevel.MUTED.value,
            or_(told.c.rank < BY_NAME, level != WatchLevel.MENTIONS.value),
            *unless_silenced(person_id, level, silenced),
        )
        .group_by(person_id)
    )
    return {found: _sources[rank][0] for found, rank in db.session.execute(query)}


def unless_silenced(
    person_id: ColumnElement[int], level: ColumnElement[str], silenced: list[SelectBase]
) -> list[ColumnElement[bool]]:
    return [or_(level != "", person_id.not_in(union_all(*silenced)))] if silenced else []
