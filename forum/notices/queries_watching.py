"""Reading what one follows, shaped for the pages that list it and change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.paging import Slice, after_cursor, cut
from forum.core.policy import visible
from forum.extensions import db
from forum.notices.models import Watch
from forum.notices.queries import NoticeGroup
from forum.notices.watching import Followed, WatchedKind, levels_of, watched_kind, watched_kinds

FOLLOWED_A_PAGE = 50


@dataclass(frozen=True)
class FollowedRow:
    """Something that one follows, or could, and how closely."""

    watched: WatchedKind
    object_id: int
    name: str
    url: str
    level: str
    is_automatic: bool = False


@dataclass(frozen=True)
class FollowedPage:
    """What one follows of one kind.

    Args:
        kinds: of which one follows something.
        watched: the kind that is shown; None where one follows nothing at all.
    """

    kinds: Sequence[WatchedKind]
    watched: WatchedKind | None
    rows: Sequence[FollowedRow]
    next_cursor: str | None


def followed_by(actor: Actor, kind: str, cursor: str | None) -> FollowedPage:
    """What the actor follows of a kind, latest first, by three statements; what they no longer see is left out.

    Args:
        kind: the first of which they follow something, where it is none.
    """
    mine = visible(actor, Watch)
    held = set(db.session.scalars(select(Watch.kind).where(mine).distinct()))
    kinds = [watched for watched in watched_kinds() if watched.kind in held]
    shown = next((watched for watched in kinds if watched.kind == kind), kinds[0] if kinds else None)
    if shown is None:
        return FollowedPage([], None, [], None)
    query = select(Watch).where(mine, Watch.kind == shown.kind).execution_options(populate_existing=True)
    query = after_cursor(query, Watch.since, Watch.object_id, cursor, FOLLOWED_A_PAGE)
    found: Slice[Watch] = cut(
        list(db.session.scalars(query)), FOLLOWED_A_PAGE, lambda watch: (watch.since, watch.object_id)
    )
    seen = shown.see(actor, [watch.object_id for watch in found.rows])
    rows = [
        row_of(shown, watch.object_id, seen[watch.object_id], watch.level, watch.is_automatic)
        for watch in found.rows
        if watch.object_id in seen
    ]
    return FollowedPage(kinds, shown, rows, found.next_cursor)


def row_of(
    watched: WatchedKind, object_id: int, followed: Followed, level: str, is_automatic: bool = False
) -> FollowedRow:
    return FollowedRow(watched, object_id, followed.name, followed.url, level or watched.unchosen, is_automatic)


def followed_around(actor: Actor, kind: str, object_id: int) -> Sequence[FollowedRow]:
    """Something that can be followed and what it stands in, with how closely the actor follows each.

    It takes one statement, and one more for each kind of thing around.

    Raises:
        NotFound: nothing of that kind can be followed, or the actor sees no such thing.
    """
    watched = watched_kind(kind)
    found = watched.see(actor, [object_id]).get(object_id) if watched is not None else None
    if watched is None or found is None:
        raise NotFound
    things = [(kind, object_id), *found.around]
    levels = levels_of(actor.person_id, things)
    seen = {(kind, object_id): found}
    for other in sorted({other for other, _ in found.around}):
        seen.update(seen_of_kind(actor, other, [number for around, number in found.around if around == other]))
    return [
        row_of(of_kind, number, seen[name, number], levels.get((name, number), ""))
        for name, number in things
        if (name, number) in seen and (of_kind := watched_kind(name)) is not None
    ]


def seen_of_kind(actor: Actor, kind: str, ids: Sequence[int]) -> Mapping[tuple[str, int], Followed]:
    watched = watched_kind(kind)
    seen = watched.see(actor, ids) if watched is not None else {}
    return {(kind, object_id): followed for object_id, followed in seen.items()}


def ways_to_change(found: Slice[NoticeGroup]) -> Mapping[str, str]:
    """Where the reader changes what they are told of each topic on a page: the addresses by topic."""
    ways = {}
    for group in found.rows:
        kind, _, number = group.topic.partition(":")
        if watched_kind(kind) is not None and number.isdigit():
            ways[group.topic] = url_for("notices.watching_one", kind=kind, object_id=int(number))
    return ways
