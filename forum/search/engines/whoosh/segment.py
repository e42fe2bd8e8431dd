"""One segment of the index, as its files hold it: read once, and kept for as long as it stands.

Whoosh never changes a segment: a commit adds one, or puts several together into a new one, and says which documents of
the others are gone. So what was read of a segment is true after the next commit as well, those documents left out.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from sys import intern
from typing import Any

from whoosh.reading import TermNotFound

from forum.search.engines.whoosh.schema import SEPARATOR, key_of, token_of
from forum.search.weights import standing

MOST_POSTINGS = 200_000
"""How many of the words asked for are kept in memory: some 40 MB."""


@dataclass(frozen=True)
class Held:
    """The documents of a segment that hold something.

    Args:
        worth: what it is worth in each.
        places: where it stands in each, two bytes a place; empty where that is not kept.
    """

    worth: Mapping[int, float]
    places: Mapping[int, bytes]


NOWHERE = Held({}, {})


class Memory:
    """The words asked for lately, of all segments, the oldest forgotten first."""

    def __init__(self) -> None:
        self._held: OrderedDict[tuple[str, str, str], Held] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[str, str, str]) -> Held | None:
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def put(self, key: tuple[str, str, str], held: Held) -> None:
        self._held[key] = held
        self._size += len(held.worth) + 1
        while self._size > MOST_POSTINGS and len(self._held) > 1:
            _, oldest = self._held.popitem(last=False)
            self._size -= len(oldest.worth) + 1


class Segment:
    """One segment.

    Args:
        name: Whoosh's own, never used again.
        reader: Whoosh's, for one thread at a time.
        memory: shared with the other segments.
    """

    def __init__(self, name: str, reader: Any, memory: Memory) -> None:
        self.name = name
        self._reader = reader
        self._memory = memory
        self._sets: dict[tuple[str, bytes], frozenset[int]] = {}
        self._values: dict[str, Sequence[tuple[str, frozenset[int]]]] = {}
        self._about, self._titles = reader.column_reader("about"), reader.column_reader("titles")
        self.gone: frozenset[int] = frozenset()
        self.kinds: list[str] = []
        self.ids: list[int] = []
        self.groups: list[str] = []
        self.written, self.indexed, self.standing = array("d"), array("d"), array("d")
        for number in range(reader.doc_count_all()):
            kind, row, written, indexed, weight, group, _ = self._row(number)
            self.kinds.append(intern(kind))
            self.ids.append(int(row))
            self.groups.append(intern(group or key_of(kind, int(row))))
            self.written.append(float(written))
            self.indexed.append(float(indexed))
            self.standing.append(standing(kind, float(weight), float(written)))

    def __len__(self) -> int:
        return len(self.ids)

    def close(self) -> None:
        if not self._reader.is_closed:
            self._reader.close()

    def fingerprint(self, number: int) -> str:
        return self._row(number)[-1]

    def stored(self, number: int) -> Mapping[str, Any]:
        """The title and the body of a document."""
        stored: Mapping[str, Any] = self._reader.stored_fields(number)
        return stored

    def holding(self, field: str, term: str) -> frozenset[int]:
        """The documents that hold a term, those that are gone among them."""
        key = (field, term.encode(errors="replace"))
        if key not in self._sets:
            self._sets[key] = self.look_up(field, term)
        return self._sets[key]

    def look_up(self, field: str, term: str) -> frozenset[int]:
        """The same, not kept in memory."""
        return frozenset(number for ids, _, _ in self._blocks(field, term.encode(errors="replace")) for number in ids)

    def read_all(self) -> None:
        """Reads everything once.

        Raises:
            Exception: of whichever type, where a file is damaged.
        """
        for field, term in self._reader.all_terms():
            for _ in self._blocks(field, term):
                pass
        for number in range(len(self)):
            self.stored(number)
            self.title_of(number)
            self.fingerprint(number)

    def allowed(self, audiences: Collection[str]) -> frozenset[int]:
        """The documents that one of some audiences may find."""
        return frozenset[int]().union(*(self.holding("audience", each) for each in audiences)) - self.gone

    def values(self, facet: str) -> Sequence[tuple[str, frozenset[int]]]:
        """Each value of a facet, with the documents that have it."""
        if facet not in self._values:
            tokens = [token.decode() for token in self.terms_from("facets", token_of(facet, ""))]
            self._values[facet] = [(token.partition("=")[2], self.holding("facets", token)) for token in tokens]
        return self._values[facet]

    def held(self, field: str, term: str) -> Held:
        """The documents that hold a word, those that are gone among them."""
        return self.remembered(field, term, lambda: self._read(field, term.encode(errors="replace")))

    def remembered(self, field: str, term: str, find: Callable[[], Held]) -> Held:
        """What was found once, or finds it."""
        key = (self.name, field, term)
        held = self._memory.get(key)
        if held is None:
            held = find()
            self._memory.put(key, held)
        return held

    def _read(self, field: str, term: bytes) -> Held:
        worth: dict[int, float] = {}
        places: dict[int, bytes] = {}
        for ids, weights, values in self._blocks(field, term):
            worth.update(zip(ids, weights, strict=True))
            if values and values[0]:
                places.update(zip(ids, values, strict=True))
        return Held(worth, places) if worth else NOWHERE

    def terms_from(self, field: str, beginning: str) -> Iterator[bytes]:
        """The terms of a field that begin so, in order."""
        sought = beginning.encode(errors="replace")
        for name, term in self._reader.terms_from(field, sought):
            if name != field or not term.startswith(sought):
                return
            yield term

    @cached_property
    def titles(self) -> tuple[Sequence[str], Sequence[Sequence[int]]]:
        """The folded words of the titles in order, and the documents that have each in theirs."""
        holders: dict[str, list[int]] = {}
        for number in range(len(self)):
            for word in self.title_of(number):
                holders.setdefault(word, []).append(number)
        ordered = sorted(holders)
        return ordered, [holders[word] for word in ordered]

    def titled(self, beginning: str) -> frozenset[int]:
        """The documents in whose title a word begins so."""
        ordered, holders = self.titles
        first, last = bisect_left(ordered, beginning), bisect_left(ordered, f"{beginning}\U0010ffff")
        return frozenset[int]().union(*holders[first:last])

    def title_of(self, number: int) -> Sequence[str]:
        """The folded words of a document's title."""
        return bytes(self._titles[number]).decode().split()

    def forms_like(self, folded: str, most: int) -> Iterator[str]:
        """Words as they are written, each after its folded letters, in which so many letters at most may differ.

        A word cut in so many pieces and two more has one of them left as it was, wherever the letters differ, and even
        where two were swapped.
        """
        pieces = cut(folded, most + 2)
        for length in range(len(folded) - most, len(folded) + most + 1):
            for form in self.forms.get(length, ()):
                if any(piece in form for piece in pieces):
                    yield form

    @cached_property
    def forms(self) -> Mapping[int, Sequence[str]]:
        """Every word as it is written, after its folded letters, by the number of these."""
        forms: dict[int, list[str]] = {}
        for term in self.terms_from("forms", ""):
            form = term.decode()
            forms.setdefault(form.index(" "), []).append(form)
        return forms

    def _row(self, number: int) -> list[str]:
        row: list[str] = bytes(self._about[number]).decode().split(SEPARATOR)
        return row

    def _blocks(self, field: str, term: bytes) -> Iterator[tuple[Sequence[int], Sequence[float], Sequence[Any]]]:
        """What Whoosh holds of a term, a block of 128 documents at a time.

        Its matchers hand out one document after another, at 5 µs each: too slow for a word that is everywhere.
        """
        try:
            matcher = self._reader.postings(field, term)
        except TermNotFound:
            return
        matcher = getattr(matcher, "child", matcher)  # without the one that leaves out what was gone at the opening
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            matcher._read_values()
            yield matcher._ids, matcher._weights, matcher._values
            matcher._next_block()


def cut(word: str, pieces: int) -> list[str]:
    """A word in so many pieces, as long as each other, as far as that goes."""
    ends = [len(word) * number // pieces for number in range(pieces + 1)]
    return [word[start:end] for start, end in pairwise(ends) if start < end]
