"""Watching: what a person follows, how closely, and what can be followed at all.

A level is one row (`Watch`); where there is none, the person is told what concerns them by name, and nothing more.
Features say here what of theirs can be followed (`register_watched`), so that one page lists it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Watch, WatchLevel


@dataclass(frozen=True)
class Followed:
    """Something that can be followed, as its reader sees it.

    Args:
        around: what it stands in, that is followed for itself: `[("space", 3), ("tag", 8)]`.
    """

    name: str
    url: str
    around: Sequence[tuple[str, int]] = ()


Seen = Callable[[Actor, Sequence[int]], Mapping[int, Followed]]


@dataclass(frozen=True)
class WatchedKind:
    """A kind of thing that can be followed.

    Args:
        kind: "thread".
        heading: what the page of all one follows calls them.
        levels: how closely, each in the words of the choice, the closest first; "" stands for no choice made.
        see: gives, of some ids, those that the reader sees, by one statement.
        unchosen: the level that holds where the reader chose none.
    """

    kind: str
    heading: Callable[[], str]
    levels: Callable[[], Mapping[str, str]]
    see: Seen
    unchosen: str = ""


_kinds: dict[str, WatchedKind] = {}


def register_watched(
    kind: str,
    see: Seen,
    *,
    heading: Callable[[], str],
    levels: Callable[[], Mapping[str, str]],
    unchosen: str = WatchLevel.MENTIONS.value,
) -> None:
    """Says that things of a kind can be followed. As `WatchedKind`."""
    _kinds[kind] = WatchedKind(kind, heading, levels, see, unchosen)


def watched_kinds() -> Sequence[WatchedKind]:
    """All that can be followed, in the order of registration."""
    return list(_kinds.values())


def watched_kind(kind: str) -> WatchedKind | None:
    """One kind, if there is such."""
    return _kinds.get(kind)


def watch(person_id: int, kind: str, object_id: int, level: WatchLevel | str, automatic: bool = False) -> None:
    """Has a person follow something, in the transaction at hand.

    Args:
        automatic: since they wrote there: what they chose before, "muted" too, stays.
    """
    watch_many([person_id], kind, object_id, level, automatic)


def watch_many(
    people: Iterable[int], kind: str, object_id: int, level: WatchLevel | str, automatic: bool = False
) -> None:
    """Has people follow something, by one statement. As `watch`."""
    values = {"kind": kind, "object_id": object_id, "level": str(level), "is_automatic": automatic, "since": now()}
    rows = [{**values, "person_id": person_id} for person_id in sorted(set(people))]
    if not rows:
        return
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    added = make(Watch).values(rows)
    if automatic:
        added = added.on_conflict_do_nothing()
    else:
        keys = ["person_id", "kind", "object_id"]
        added = added.on_conflict_do_update(
            index_elements=keys, set_={"level": str(level), "is_automatic": False, "since": values["since"]}
        )
    with transaction():
        db.session.execute(added)


def unwatch(person_id: int, kind: str, object_id: int) -> None:
    """Forgets how closely a person follows something, in the transaction at hand."""
    with transaction():
        db.session.execute(delete(Watch).where(is_of(person_id, kind, object_id)))


def level_of(person_id: int, kind: str, object_id: int) -> str:
    """How closely a person follows something: empty where they chose nothing."""
    return db.session.scalar(select(Watch.level).where(is_of(person_id, kind, object_id))) or ""


def levels_of(person_id: int, things: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """How closely a person follows some things, by one statement; those for which they chose nothing are left out."""
    chosen = select(Watch.kind, Watch.object_id, Watch.level).where(
        Watch.person_id == person_id, tuple_(Watch.kind, Watch.object_id).in_(things)
    )
    return {(kind, object_id): level for kind, object_id, level in db.session.execute(chosen)}


def watchers(
    kind: str, object_id: SQLColumnExpression[int] | Select[int] | int, levels: Iterable[WatchLevel | str]
) -> Select[int]:
    """A SELECT of the ids of those who follow something at one of some levels.

    Args:
        object_id: its id, or a SELECT of the ids of several.
    """
    about = Watch.object_id.in_(object_id) if isinstance(object_id, Select) else Watch.object_id == object_id
    return select(Watch.person_id).where(Watch.kind == kind, about, Watch.level.in_([str(level) for level in levels]))


def is_of(person_id: int, kind: str, object_id: int) -> ColumnElement[bool]:
    return (Watch.person_id == person_id) & (Watch.kind == kind) & (Watch.object_id == object_id)
