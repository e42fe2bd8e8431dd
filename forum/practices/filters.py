"""The filters of the library, as its address says them: read from it, written to it in one order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from forum.core.text import tidy_line
from forum.practices.facets import FACETS, LONGEST_SLUG

MOST_VALUES = 10
"""Of one facet at once."""
LONGEST_WORDS = 200
LONGEST_CURSOR = 400
WORDS, SORT, AFTER = "q", "sort", "after"


class Sort(StrEnum):
    """In which order sheets are listed."""

    RELEVANCE = "relevance"
    DATE = "date"
    TRANSPOSED = "transposed"
    TITLE = "title"


SORTS: Mapping[Sort, LazyString] = {
    Sort.RELEVANCE: _l("Pertinence"),
    Sort.DATE: _l("Date de publication"),
    Sort.TRANSPOSED: _l("Transpositions"),
    Sort.TITLE: _l("Titre"),
}


@dataclass(frozen=True)
class Filters:
    """What the library is narrowed down to, and its order.

    Args:
        words: what was typed in its search field.
        chosen: for each facet of which something is chosen, the values: in the order of FACETS, each once and sorted.
        sort: the order asked for; None for the one that goes without saying.
    """

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort | None = None

    def values(self, facet: str) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    @property
    def order(self) -> Sort:
        """The order that holds."""
        return self.sort or self.usual_order

    @property
    def usual_order(self) -> Sort:
        """The order where none is asked for."""
        return Sort.RELEVANCE if self.words else Sort.DATE

    @property
    def are_none(self) -> bool:
        """Whether all of the library is asked for."""
        return not self.words and not self.chosen

    def toggled(self, facet: str, value: str) -> Filters:
        """With one value more, or without it where it was chosen."""
        values = set(self.values(facet)) ^ {value}
        chosen = {name: tuple(sorted(values)) if name == facet else self.values(name) for name in FACETS}
        return replace(self, chosen={name: values for name, values in chosen.items() if values})

    def saying(self, words: str) -> Filters:
        """With other words to look for; what order they came in no longer says anything."""
        sort = None if self.sort == Sort.RELEVANCE else self.sort
        return replace(self, words=words, sort=sort)

    def sorted_by(self, sort: Sort) -> Filters:
        return replace(self, sort=None if sort == self.usual_order else sort)

    def pairs(self) -> list[tuple[str, str]]:
        """The names and values of the address, in their one order."""
        pairs = [(WORDS, self.words)] if self.words else []
        pairs += [(facet, value) for facet, values in self.chosen.items() for value in values]
        return [*pairs, (SORT, self.sort.value)] if self.sort else pairs

    def query(self, after: str = "") -> str:
        """What stands behind the question mark.

        Args:
            after: the cursor of the slice.
        """
        return urlencode([*self.pairs(), *([(AFTER, after)] if after else [])])


def read_filters(pairs: Iterable[tuple[str, str]]) -> Filters:
    """The filters that an address says; what it says otherwise than `Filters.pairs` would is put in order.

    Args:
        pairs: names and values. Unknown names and orders count for nothing; an unknown value lists nothing.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    words = tidy_line(given.get(WORDS, [""])[0])[:LONGEST_WORDS].rstrip()
    filters = Filters(words, ordered(given))
    asked = given.get(SORT, [""])[0]
    if asked not in list(Sort) or (asked == Sort.RELEVANCE and not words):
        return filters
    return filters.sorted_by(Sort(asked))


def ordered(given: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The values of facets, in the order of facets, each value once and sorted, no more than there can be."""
    found = {
        facet: tuple(sorted({tidy_line(value)[:LONGEST_SLUG].strip() for value in given.get(facet, ())} - {""}))
        for facet in FACETS
    }
    return {facet: values[:MOST_VALUES] for facet, values in found.items() if values}


def parse_filters(query: str) -> Filters:
    """The filters of a query as it was kept: `domain=formation&language=fr`."""
    return read_filters(parse_qsl(query, keep_blank_values=True))
