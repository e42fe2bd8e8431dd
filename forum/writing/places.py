"""Where people write: each place stands as a word and a number, "thread:12", and features say what theirs are.

A place tells who may write there, whom a mention may name there, and what a list of drafts calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select

from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class ShownPlace:
    """A place as a list of drafts shows it.

    Args:
        words: what the link says: « Réponse dans “Comment préparer un retour ?” ».
        url: the page whose composer takes the draft up.
    """

    words: str
    url: str


@dataclass(frozen=True)
class Group:
    """People whom one mention calls together.

    Args:
        handle: "membres".
        words: who they are, in the reader's language.
    """

    handle: str
    words: str


def shows_nothing(_actor: Actor, _ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """The places of a kind that no list names."""
    return {}


def has_nobody(_actor: Actor, _place_id: int) -> Select[int] | None:
    """The people of a place where nobody is named."""
    return None


def has_no_group(_actor: Actor, _place_id: int) -> Sequence[Group]:
    """The groups of a place where none is called."""
    return ()


@dataclass(frozen=True)
class Kind:
    """What one feature says of its places."""

    may_write: Callable[[Actor, int], bool]
    shown: Callable[[Actor, Sequence[int]], Mapping[int, ShownPlace]] = shows_nothing
    people: Callable[[Actor, int], Select[int] | None] = has_nobody
    groups: Callable[[Actor, int], Sequence[Group]] = has_no_group


_kinds: dict[str, Kind] = {}


def register_place(
    kind: str,
    may_write: Callable[[Actor, int], bool],
    *,
    shown: Callable[[Actor, Sequence[int]], Mapping[int, ShownPlace]] = shows_nothing,
    people: Callable[[Actor, int], Select[int] | None] = has_nobody,
    groups: Callable[[Actor, int], Sequence[Group]] = has_no_group,
) -> None:
    """Makes known where a feature lets people write.

    Args:
        kind: what its places begin with: "thread".
        may_write: whether an actor may write in one, who does not see it least of all.
        shown: of some ids, those that the actor sees, by one statement.
        people: the ids of the people who may see a place, as a SELECT; None where the actor does not see it.
        groups: those that the actor may call there together.
    """
    _kinds[kind] = Kind(may_write, shown, people, groups)


def read_place(place: str) -> tuple[str, int]:
    """The kind and the number of a place.

    Raises:
        NotFound: no feature has such places.
    """
    kind, _, number = place.partition(":")
    if kind not in _kinds or not (number.isascii() and number.isdigit()) or int(number[:11]) > LARGEST_ID:
        raise NotFound
    if number != str(int(number)):
        raise NotFound
    return kind, int(number)


def require_writing(actor: Actor, place: str) -> None:
    """Lets pass who may write in a place.

    Raises:
        NotFound: there is none such.
        NotAllowed: the actor may not write there, or does not see it: the answer is the same.
    """
    kind, number = read_place(place)
    if not _kinds[kind].may_write(actor, number):
        raise NotAllowed


def people_at(actor: Actor, place: str) -> Select[int]:
    """The ids of those who may see a place, as a SELECT.

    Raises:
        NotFound: the actor sees no such place.
    """
    kind, number = read_place(place)
    found = _kinds[kind].people(actor, number)
    if found is None:
        raise NotFound
    return found


def groups_at(actor: Actor, place: str) -> Sequence[Group]:
    """The groups that the actor may call in a place."""
    kind, number = read_place(place)
    return _kinds[kind].groups(actor, number)


def shown_places(actor: Actor, places: Sequence[str]) -> dict[str, ShownPlace]:
    """Of some places, those that the actor sees: one statement a kind."""
    numbers: dict[str, list[int]] = {}
    for place in places:
        kind, _, number = place.partition(":")
        if kind in _kinds and number.isdigit():
            numbers.setdefault(kind, []).append(int(number))
    return {
        f"{kind}:{number}": found
        for kind, ids in numbers.items()
        for number, found in _kinds[kind].shown(actor, ids).items()
    }
