"""A page of what was found, and the cursor of what comes after.

Of all that was found only the numbers are looked at; keys are made of the few that may be on the page. Python looks
through all the tuples there are each time some thousands were made, which took most of the time of a common word.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain

from forum.search.engine import Question
from forum.search.engines.whoosh.opened import OpenIndex, Place

Key = tuple[float, str, int]
"""What documents are put in order by: the smallest comes first. Ties by kind and id."""
Values = Sequence[Mapping[int, float]]
"""By segment and number, what comes first in a key."""


@dataclass(frozen=True)
class Page:
    """Where the documents of a page are.

    Args:
        places: in order.
        more: how many others there are of the group of each.
        next_cursor: empty where nothing comes after.
    """

    places: Sequence[Place]
    more: Sequence[int]
    next_cursor: str


def page_of(index: OpenIndex, values: Values, question: Question) -> Page:
    """The page that a question asks for."""
    after = key_after(index, values, question.after)
    groups = Groups(index, values) if question.is_grouped else None
    first = groups.best.values() if groups else chain.from_iterable(each.values() for each in values)
    last = last_value(first, after, question.size)
    keys = dict(keys_between(index, values, after, last))
    if groups:
        keys = groups.heads(keys)
    page = nsmallest(question.size + 1, (key for key in keys if after is None or key > after))
    is_more, page = len(page) > question.size, page[: question.size]
    places = [keys[key] for key in page]
    more = [groups.others(place) if groups else 0 for place in places]
    return Page(places, more, cursor_of(page[-1]) if is_more else "")


class Groups:
    """The groups of what was found: the first value of each, and how many documents it has."""

    def __init__(self, index: OpenIndex, values: Values) -> None:
        self.best: dict[str, float] = {}
        self._sizes: dict[str, int] = {}
        for segment, of_segment in zip(index.segments, values, strict=True):
            for number, value in of_segment.items():
                group = segment.groups[number]
                self._sizes[group] = self._sizes.get(group, 0) + 1
                if value < self.best.get(group, float("inf")):
                    self.best[group] = value

    def heads(self, keys: Mapping[Key, Place]) -> dict[Key, Place]:
        """Of the documents that may be on the page, the first of each group."""
        heads: dict[str, Key] = {}
        for key in sorted(keys):
            segment, number = keys[key]
            group = segment.groups[number]
            if key[0] == self.best[group]:
                heads.setdefault(group, key)
        return {key: keys[key] for key in heads.values()}

    def others(self, place: Place) -> int:
        """How many others there are in the group of a document."""
        segment, number = place
        return self._sizes[segment.groups[number]] - 1


def last_value(values: Iterable[float], after: Key | None, size: int) -> float:
    """The value beyond which nothing can be on the page, whichever of those that share one with the cursor are."""
    if after is None:
        first = nsmallest(size + 1, values)
    else:
        left = [value for value in values if value >= after[0]]
        first = nsmallest(size + 1 + left.count(after[0]), left)
    return first[-1] if first else float("-inf")


def keys_between(index: OpenIndex, values: Values, after: Key | None, last: float) -> Iterator[tuple[Key, Place]]:
    """The keys of the documents that come from the cursor on to a value."""
    first = after[0] if after else float("-inf")
    for segment, of_segment in zip(index.segments, values, strict=True):
        for number, value in of_segment.items():
            if first <= value <= last:
                yield (value, segment.kinds[number], segment.ids[number]), (segment, number)


def key_after(index: OpenIndex, values: Values, cursor: str) -> Key | None:
    """Where the page before ended: at the same document, wherever it stands in the order by now."""
    read = key_of_cursor(cursor)
    place = index.find(read[1], read[2]) if read else None
    if read is None or place is None:
        return read
    value = values[index.segments.index(place[0])].get(place[1], read[0])
    return value, read[1], read[2]


def cursor_of(key: Key) -> str:
    return base64.urlsafe_b64encode(f"{key[0]!r} {key[2]} {key[1]}".encode()).decode().rstrip("=")


def key_of_cursor(cursor: str) -> Key | None:
    """The key that a cursor holds; none of one that can't be read."""
    try:
        value, row, kind = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ", 2)
        return (float(value), kind, int(row)) if math.isfinite(float(value)) else None
    except (ValueError, binascii.Error):
        return None
