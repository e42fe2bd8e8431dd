"""What one segment holds of what is asked: the documents found, and what each thing looked for is worth in them."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import reduce

from forum.search.engines.whoosh.reading import TITLE_PLACES
from forum.search.engines.whoosh.schema import SHORT, token_of
from forum.search.engines.whoosh.segment import NOWHERE, Held, Segment
from forum.search.query import Narrowing, Query, Words
from forum.search.weights import SYNONYM


def held_of(segment: Segment, words: Words, among: Collection[int]) -> Held:
    """The documents that hold some words side by side.

    Args:
        among: where several words have to be looked at, only in these.
    """
    if len(words.terms) > 1:
        each = [segment.held("terms", term) for term in words.terms[: -1 if words.is_beginning else None]]
        if words.is_beginning:
            each.append(begun(segment, words.terms[-1]))
        return side_by_side(each, among)
    if not words.terms:
        return NOWHERE
    term = words.terms[0]
    if words.is_beginning:
        return segment.held("begun", term) if len(term) in SHORT else begun(segment, term)
    return segment.held("terms", term)


def begun(segment: Segment, beginning: str) -> Held:
    """The documents that hold a word that begins so, with its places."""
    forms = (segment.held("forms", form.decode()) for form in segment.terms_from("forms", beginning))
    return segment.remembered("every", beginning, lambda: merged(forms))


def merged(several: Iterable[Held]) -> Held:
    """The documents that hold one of several things, by what is worth most in each."""
    each = [held for held in several if held.worth]
    if len(each) <= 1:
        return each[0] if each else NOWHERE
    worth: dict[int, float] = {}
    places: dict[int, bytes] = {}
    for held in each:
        for number, value in held.worth.items():
            if value > worth.get(number, 0.0):
                worth[number] = value
        for number, at in held.places.items():
            places[number] = places[number] + at if number in places else at
    return Held(worth, places)


def side_by_side(each: Sequence[Held], among: Collection[int]) -> Held:
    """The documents in which words follow each other, the worth of all being that of the poorest."""
    worth: dict[int, float] = {}
    places: dict[int, bytes] = {}
    for number in documents(each, among):
        at = places_in(each[0], number)
        for distance, held in enumerate(each[1:], start=1):
            at = {place for place in at if place + distance in places_in(held, number)}
        if at:
            worth[number] = min(held.worth[number] for held in each)
            places[number] = array("H", sorted(at)).tobytes()
    return Held(worth, places)


def documents(each: Sequence[Held], among: Collection[int]) -> Collection[int]:
    """The documents that hold all of several things."""
    fewest = sorted((held.worth.keys() for held in each), key=len)
    found = fewest[0] & among
    for keys in fewest[1:]:
        found &= keys
    return found


def places_in(held: Held, number: int) -> set[int]:
    return set(array("H", held.places.get(number, b"")))


class Look:
    """One question about one segment.

    Args:
        segment: looked at.
        allowed: the documents that the reader may find.
        query: what is looked for.
    """

    def __init__(self, segment: Segment, allowed: frozenset[int], query: Query) -> None:
        self.segment = segment
        self.allowed = allowed
        self.query = query
        self.wanted = [[held_of(segment, words, allowed) for words in each.choices] for each in query.wanted]

    def holders(self, number: int) -> frozenset[int]:
        """The allowed documents that hold a thing wanted, in whichever wording."""
        return frozenset[int]().union(*(self.allowed & held.worth.keys() for held in self.wanted[number]))

    def found(self, *, is_loose: bool) -> frozenset[int]:
        """The allowed documents that answer the query.

        Args:
            is_loose: any of the things wanted is enough, but for phrases.
        """
        found = self.filtered()
        each = [(wanted, self.holders(number)) for number, wanted in enumerate(self.query.wanted)]
        if is_loose:
            found &= frozenset[int]().union(*(holders for wanted, holders in each if not wanted.is_phrase))
        needed = [holders for wanted, holders in each if wanted.is_phrase or not is_loose]
        found = reduce(frozenset.intersection, sorted(needed, key=len), found)
        for words in self.query.without:
            found = found.difference(held_of(self.segment, words, found).worth)
        return found

    def filtered(self) -> frozenset[int]:
        """The allowed documents that filters let through."""
        query = self.query
        found = self.allowed
        for narrowing in query.narrowed:
            found = self.narrow(found, narrowing)
        if query.authors:
            found &= self.by(query.authors)
        found -= self.by(query.without_authors)
        if query.after or query.before:
            first, last = seconds(query.after, float("-inf")), seconds(query.before, float("inf"))
            written = self.segment.written
            found = frozenset(number for number in found if first <= written[number] < last)
        return found

    def by(self, authors: Sequence[Sequence[str]]) -> frozenset[int]:
        """The documents by one of some authors."""
        each = (
            reduce(frozenset.intersection, (self.segment.holding("author", term) for term in name))
            for name in authors
            if name
        )
        return frozenset[int]().union(*each)

    def narrow(self, found: frozenset[int], narrowing: Narrowing) -> frozenset[int]:
        """Those of some documents that have what a facet is narrowed down to."""
        tokens = (token_of(narrowing.facet, value) for value in narrowing.values)
        having = frozenset[int]().union(*(self.segment.holding("facets", token) for token in tokens))
        return found - having if narrowing.is_unwanted else found & having

    def worths(self, number: int) -> Mapping[int, float]:
        """What a thing wanted is worth in each document that holds it, a synonym a little less."""
        typed, *others = self.wanted[number]
        if not others:
            return typed.worth
        worth = dict(typed.worth)
        for held in others:
            for document, value in held.worth.items():
                if value * SYNONYM > worth.get(document, 0.0):
                    worth[document] = value * SYNONYM
        return worth


def stand_together(one: bytes, other: bytes, apart: int) -> tuple[bool, bool]:
    """Whether something follows another closely: in the title, and anywhere.

    Args:
        one, other: their places, two bytes each.
        apart: how many words may stand between.
    """
    following = set(array("H", other))
    together = [
        place for place in array("H", one) if any(place + distance in following for distance in range(1, apart + 2))
    ]
    return any(place < TITLE_PLACES for place in together), bool(together)


def seconds(day: date | None, otherwise: float) -> float:
    """The moment a day begins, in UTC."""
    return datetime.combine(day, time.min, UTC).timestamp() if day else otherwise
