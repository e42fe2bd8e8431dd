"""How many sheets have each value, under the filters of the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_

from forum.practices.facets import FACETS
from forum.practices.filters import Filters
from forum.practices.queries.catalogue import Bits, Catalogue


@dataclass(frozen=True)
class Counts:
    """What is left under some filters.

    Args:
        sheets: which.
        of_facets: how many have each value of each facet, where any has.
    """

    sheets: Bits = 0
    of_facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.sheets.bit_count()


def count_values(held: Catalogue, filters: Filters, within: Bits, here: Mapping[str, Mapping[str, Bits]]) -> Counts:
    """Counts the sheets of each value.

    A value of a facet that a sheet has several of (domains) is counted among what is listed now: choosing it narrows
    the list down to that many. One of a facet that a sheet has one of (the year) is counted under the other filters
    alone: that many are listed where it is chosen by itself.

    Args:
        within: the sheets that there are: all, or those that hold the words looked for.
        here: values that depend on the reader, as those of the catalogue.
    """
    having = {facet: {**held.facets.get(facet, {}), **here.get(facet, {})} for facet in FACETS}
    chosen = {facet: sheets_under(having[facet], facet, values) for facet, values in filters.chosen.items()}
    under_all = reduce(and_, chosen.values(), within)
    of_facets = {}
    for facet, values in having.items():
        among = under_all
        if facet in chosen and not FACETS[facet].holds_all:
            among = reduce(and_, (bits for name, bits in chosen.items() if name != facet), within)
        counted = {value: (among & bits).bit_count() for value, bits in values.items()}
        of_facets[facet] = {value: count for value, count in counted.items() if count}
    return Counts(under_all, of_facets)


def sheets_under(having: Mapping[str, Bits], facet: str, values: tuple[str, ...]) -> Bits:
    """The sheets under what is chosen of one facet (see `Facet.holds_all`)."""
    return reduce(and_ if FACETS[facet].holds_all else or_, (having.get(value, 0) for value in values))
