"""The catalogue of the library, in memory: which of its sheets have which value, and in which orders they stand.

Each value holds its sheets as the bits of one number, so that counting what is left under some filters is a few
`&` (docs/decisions/browsing.md). It is read anew when the topic « library » changed, and only then.

It holds what a visitor may see and nothing else, so that it serves every reader. What a page shows of a sheet is read
from the tables, where the reader's rights are asked again.
"""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, String, cast, func, select

from forum.core.actor import VISITOR
from forum.core.changes import versions
from forum.core.pieces import Kept, Pieces
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.facets import FACETS, SOMEWHERE, WRITTEN
from forum.practices.filters import Sort
from forum.practices.models import LISTED, Sheet, SheetFacet

Bits = int
"""A set of sheets: the bit of a sheet is its place in `Catalogue.ids`."""
Place = tuple[Any, ...]
"""Where a sheet stands in an order: what it is sorted by, its id last, with a minus where the largest comes first."""
Described = Row[int, str, str, int | None, str, int, datetime | None]
"""A sheet as `read_catalogue` reads it."""
KEY = ("library-catalogue",)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_reading = threading.Lock()


@dataclass(frozen=True)
class Catalogue:
    """What the library holds.

    Args:
        ids: of its sheets.
        facets: for each facet, the sheets of each value.
        spellings: for each value that sheets write themselves, the sheets that write it in each way.
        orders: the places of all sheets, sorted, in each order that does not depend on what is looked for.
    """

    ids: Sequence[int] = ()
    facets: Mapping[str, Mapping[str, Bits]] = field(default_factory=dict)
    spellings: Mapping[tuple[str, str], Mapping[str, Bits]] = field(default_factory=dict)
    orders: Mapping[Sort, Sequence[Place]] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)

    @property
    def everything(self) -> Bits:
        return (1 << len(self.ids)) - 1

    def having(self, facet: str, value: str) -> Bits:
        """The sheets that have a value."""
        return self.facets.get(facet, {}).get(value, 0)

    def bits_of(self, sheet_ids: Iterable[int]) -> Bits:
        """Some sheets as a set; those that are not in the library are left out."""
        return bits_at((self.places[one] for one in sheet_ids if one in self.places), len(self.ids))

    def words(self, facet: str, value: str, language: str) -> str:
        """How a value reads.

        Args:
            language: of the reader. Of « Cooperation » and « Coopération », the one that most sheets of that language
                write, or else most of all; of two as frequent, the one with more accents.
        """
        own = FACETS[facet].words(value)
        if own:
            return own
        spoken = self.having("language", language)
        ways = self.spellings.get((facet, value), {})

        def worth(way: str) -> tuple[int, int, int, str]:
            bits = ways[way]
            return (bits & spoken).bit_count(), bits.bit_count(), sum(letter > "\x7f" for letter in way), way

        return max(ways, key=worth, default=value)


def catalogue() -> Catalogue:
    """The catalogue as of now: by one statement, by two more where something changed."""
    now = versions(("library",))
    pieces: Pieces = current_app.extensions["pieces"]
    kept = pieces.get(KEY, now)
    if kept is None:
        with _reading:  # one thread reads it, those that come meanwhile wait for it
            kept = pieces.get(KEY, now)
            if kept is None:
                kept = Kept(read_catalogue(), now, math.inf)
                pieces.put(KEY, kept)
    found: Catalogue = kept.piece
    return found


def read_catalogue() -> Catalogue:
    """Reads the catalogue from the tables, by two statements."""
    sheets = db.session.execute(
        select(
            Sheet.id,
            Sheet.slug,
            Sheet.language,
            Sheet.year,
            Sheet.opinion,
            Sheet.transposition_count,
            Sheet.published_at,
        )
        .where(LISTED, visible(VISITOR, Sheet))
        .order_by(Sheet.id)
    ).all()
    places = {sheet.id: place for place, sheet in enumerate(sheets)}
    facets = of_columns(sheets)
    spellings: dict[tuple[str, str], dict[str, Bits]] = defaultdict(dict)
    written_as = {str(sheet_id): place for sheet_id, place in places.items()}
    for facet, slug, value, ids in db.session.execute(written_values()):
        among = [written_as[one] for one in ids.split(",") if one in written_as]
        if among:
            spellings[facet, slug][value] = bits_at(among, len(sheets))
    for (facet, slug), ways in spellings.items():
        bits = 0
        for way in ways.values():
            bits |= way
        facets[facet][slug] = bits
    return Catalogue([sheet.id for sheet in sheets], facets, spellings, orders_of(sheets), places)


def written_values() -> Any:
    """The values that sheets write themselves, each way of writing one with the ids of its sheets."""
    ids = func.aggregate_strings(cast(SheetFacet.sheet_id, String), ",")
    return (
        select(SheetFacet.facet, SheetFacet.value_slug, SheetFacet.value, ids)
        .where(SheetFacet.facet.in_(WRITTEN))
        .group_by(SheetFacet.facet, SheetFacet.value_slug, SheetFacet.value)
    )


def of_columns(sheets: Sequence[Described]) -> dict[str, dict[str, Bits]]:
    """The values that the sheets' own columns say."""
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, sheet in enumerate(sheets):
        having["language", sheet.language].append(place)
        if sheet.year:
            having["year", str(sheet.year)].append(place)
        if sheet.opinion:
            having["opinion", sheet.opinion].append(place)
        if sheet.transposition_count:
            having["transposed", SOMEWHERE].append(place)
    facets: dict[str, dict[str, Bits]] = defaultdict(dict)
    for (facet, value), held in having.items():
        facets[facet][value] = bits_at(held, len(sheets))
    return facets


def orders_of(sheets: Sequence[Described]) -> Mapping[Sort, Sequence[Place]]:
    """The orders of the library. By title means by its slug, which has no accents: « École » before « Ville »."""
    newest = [(-microseconds(sheet.published_at), -sheet.id) for sheet in sheets]
    titles = [(sheet.slug, sheet.id) for sheet in sheets]
    transposed = [(-sheet.transposition_count, *at) for sheet, at in zip(sheets, newest, strict=True)]
    return {Sort.DATE: sorted(newest), Sort.TITLE: sorted(titles), Sort.TRANSPOSED: sorted(transposed)}


def microseconds(moment: datetime | None) -> int:
    return round((moment - EPOCH).total_seconds() * 1_000_000) if moment else 0


def bits_at(places: Iterable[int], size: int) -> Bits:
    """The number with these bits, of so many."""
    made = bytearray(size // 8 + 1)
    for place in places:
        made[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(made, "little")
