"""What is asked of the results' page, as its address says it: read from it, written to it in one order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, get_args
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from forum.core.text import tidy_line
from forum.search.documents import everywhere
from forum.search.engine import Order
from forum.search.grammar.filters import KIND
from forum.search.grammar.reading import shortened
from forum.search.query import Narrowing
from forum.search.services.choices import shown_facets

WORDS, SORT, GROUPED, AFTER = "q", "sort", "grouped", "after"
MOST_VALUES = 10
"""Of one facet at once."""
LONGEST_CURSOR = 400
VALUE = re.compile(r"[\w-]{1,100}")
BEST: Final[Order] = "best"
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True)
class Asking:
    """What is looked for, and how it is shown.

    Args:
        text: of the box.
        chosen: for each facet narrowed down on the page, its values.
        order: of the results.
        is_grouped: of each discussion, only what answers best.
        after: the cursor where the page before ended; empty for the start.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order = BEST
    is_grouped: bool = True
    after: str = ""

    @property
    def narrowed(self) -> tuple[Narrowing, ...]:
        return tuple(Narrowing(facet, values) for facet, values in self.chosen.items())

    def toggled(self, facet: str, value: str) -> Asking:
        """With one value more, or without it where it was chosen; from the start."""
        before = self.chosen.get(facet, ())
        values = tuple(each for each in before if each != value) if value in before else (*before, value)
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={name: kept for name, kept in chosen.items() if kept}, after="")

    def saying(self, text: str) -> Asking:
        """With something else in the box; from the start."""
        return replace(self, text=text, after="")

    def unfiltered(self) -> Asking:
        """With nothing chosen on the page; from the start."""
        return replace(self, chosen={}, after="")

    def sorted_by(self, order: Order) -> Asking:
        return replace(self, order=order, after="")

    def in_groups(self, is_grouped: bool) -> Asking:
        return replace(self, is_grouped=is_grouped, after="")

    def going_on(self, after: str) -> Asking:
        """The page that begins after a cursor; the first one where there is none."""
        return replace(self, after=after)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The names and values of the address, in their one order; what goes without saying is left out."""
        if self.text:
            yield WORDS, self.text
        for facet, values in self.chosen.items():
            for value in values:
                yield facet, value
        if self.order != BEST:
            yield SORT, self.order
        if not self.is_grouped:
            yield GROUPED, "0"
        if self.after:
            yield AFTER, self.after

    def query_string(self) -> str:
        """What follows the question mark."""
        return urlencode(list(self.pairs()))


def read_address(arguments: MultiDict[str, str]) -> Asking:
    """Reads what an address asks for; what means nothing in it is left out."""
    chosen = {facet: values for facet in shown_facets() if (values := values_in(arguments, facet))}
    order = next((each for each in ORDERS if each == arguments.get(SORT)), BEST)
    after = arguments.get(AFTER, "")
    return Asking(
        shortened(tidy_line(arguments.get(WORDS, ""))),
        chosen,
        order,
        arguments.get(GROUPED) != "0",
        after if len(after) <= LONGEST_CURSOR else "",
    )


def values_in(arguments: MultiDict[str, str], facet: str) -> tuple[str, ...]:
    """The values of a facet that an address names, each once."""
    known = (value for value in arguments.getlist(facet) if VALUE.fullmatch(value))
    values = (value for value in known if facet != KIND or value in everywhere())
    return tuple(dict.fromkeys(values))[:MOST_VALUES]
