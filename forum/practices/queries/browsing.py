"""The library under the filters of the moment: one slice of its sheets, and what else it can be narrowed down to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.i18n import current_language
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.facets import FACETS, HERE
from forum.practices.filters import Filters, Sort
from forum.practices.models import Transposition
from forum.practices.queries.cards import SheetCard, cards_in_order
from forum.practices.queries.catalogue import Bits, Catalogue, catalogue
from forum.practices.queries.counting import Counts, count_values
from forum.practices.queries.finding import EVERYTHING, SheetsFound, find_sheets
from forum.practices.queries.walking import slice_in_order, slice_of_ranked

SHEETS_A_PAGE = 20
MOST_VALUES = 30
SCHOOL = "school:"


@dataclass(frozen=True)
class FacetValue:
    """A value that sheets can be narrowed down to.

    Args:
        slug: what stands for it in addresses.
        value: how it reads.
        count: how many sheets have it, under the other filters.
        is_chosen: whether it is among the filters.
    """

    slug: str
    value: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class LibraryPage:
    """What the library shows under the filters of the moment.

    Args:
        cards: one slice of its sheets.
        following: the cursor of the next slice.
        facets: the values of each facet that has any, those chosen among them.
        total: how many sheets there are in all.
        found: what the words typed found.
    """

    cards: Sequence[SheetCard]
    following: str | None
    facets: Mapping[str, Sequence[FacetValue]]
    total: int
    found: SheetsFound = EVERYTHING


def library(actor: Actor, filters: Filters, cursor: str = "") -> LibraryPage:
    """The published sheets under some filters, and what else they could be narrowed down to.

    By two statements, by one more for who belongs to a school, and by two more where the library changed since it was
    last read.

    Args:
        cursor: where the slice before ended; empty for the start.
    """
    found = find_sheets(actor, filters.words)
    held = catalogue()
    within = held.everything if found.ids is None else held.bits_of(found.ids)
    counts = count_values(held, filters, within, {"transposed": transposed_here(actor, held)})
    if found.ids is not None and filters.order == Sort.RELEVANCE:
        ids, following = slice_of_ranked(held, found.ids, counts.sheets, cursor, SHEETS_A_PAGE)
    else:
        ids, following = slice_in_order(held, held.orders[filters.order], counts.sheets, cursor, SHEETS_A_PAGE)
    facets = facets_of(held, filters, counts)
    return LibraryPage(cards_in_order(actor, ids), following, facets, counts.total, found)


def transposed_here(actor: Actor, held: Catalogue) -> Mapping[str, Bits]:
    """The sheets that a school of the actor's took up; nothing for who belongs to none."""
    schools = [int(claim.removeprefix(SCHOOL)) for claim in actor.claims if claim.startswith(SCHOOL)]
    if not schools:
        return {}
    here = select(Transposition.sheet_id).where(
        Transposition.school_id.in_(sorted(schools)), visible(actor, Transposition)
    )
    return {HERE: held.bits_of(db.session.scalars(here))}


def facets_of(held: Catalogue, filters: Filters, counts: Counts) -> Mapping[str, Sequence[FacetValue]]:
    """The values of each facet, the most frequent first, those chosen always among them."""
    language = current_language()
    shown: dict[str, Sequence[FacetValue]] = {}
    for facet in FACETS.values():
        counted, chosen = counts.of_facets[facet.key], filters.values(facet.key)
        slugs = sorted(counted, key=lambda slug: (-counted[slug], slug))[:MOST_VALUES]
        slugs += [slug for slug in chosen if slug not in slugs]
        if facet.by_name:
            slugs.sort(reverse=True)
        if slugs:
            shown[facet.key] = [
                FacetValue(slug, held.words(facet.key, slug, language), counted.get(slug, 0), slug in chosen)
                for slug in slugs
            ]
    return shown
