"""What is offered without having been asked for in words: titles as one types, documents alike, other spellings."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from forum.search.analysis import Word, asked_words
from forum.search.engines.whoosh.opened import OpenIndex, Place
from forum.search.engines.whoosh.ranking import rarity
from forum.search.engines.whoosh.reading import TITLE_PLACES
from forum.search.engines.whoosh.segment import Segment
from forum.search.mistakes import distance, most_mistakes

COMMON = 0.2
"""The part of the documents from which on a word that they hold tells nothing about any of them."""
FEW = 3
"""As many documents hold a telling word at most where there are too few to speak of a part of them."""
MOST_TERMS = 30
"""Words of a text that documents are compared by."""


# As one types


def suggest(
    index: OpenIndex, beginning: str, audiences: frozenset[str], kinds: Sequence[str], size: int
) -> Sequence[Place]:
    """Documents whose title holds all the words typed, the last of which may be only begun."""
    typed = list(asked_words(beginning))
    if not typed:
        return []
    found = [
        (suggested_key(segment, number, typed), (segment, number))
        for segment in index.segments
        for number in suggested(segment, typed, audiences, kinds)
    ]
    found.sort(key=lambda each: each[0])
    return [place for _, place in found[:size]]


def suggested(
    segment: Segment, typed: Sequence[Word], audiences: frozenset[str], kinds: Sequence[str]
) -> frozenset[int]:
    """The documents of a segment whose title holds what was typed."""
    among = segment.allowed(audiences) & of_kinds(segment, kinds)
    for word in typed[:-1]:
        among = in_title(segment, word.term, among)
    last = typed[-1]
    return (among & segment.titled(last.folded)) | in_title(segment, last.term, among)


def in_title(segment: Segment, term: str, among: frozenset[int]) -> frozenset[int]:
    """Those of some documents in whose title a term stands: where it comes first, since the title does."""
    places = segment.held("terms", term).places
    return frozenset(
        number for number in among & places.keys() if int.from_bytes(places[number][:2], sys.byteorder) < TITLE_PLACES
    )


def suggested_key(segment: Segment, number: int, typed: Sequence[Word]) -> tuple[bool, float, int, str, int]:
    """Titles that begin with what was typed come first, then what counts for more, then the shorter."""
    words = segment.title_of(number)
    begins = bool(words) and words[0].startswith(typed[0].folded)
    return not begins, -segment.standing[number], len(words), segment.kinds[number], segment.ids[number]


def of_kinds(segment: Segment, kinds: Sequence[str]) -> frozenset[int]:
    return frozenset[int]().union(*(segment.holding("facets", f"kind={kind}") for kind in kinds))


# Alike


def similar(
    index: OpenIndex, terms: Sequence[str], audiences: frozenset[str], kinds: Sequence[str], size: int
) -> Sequence[Place]:
    """Documents that share telling words with a text, the nearest first."""
    among = [(segment, segment.allowed(audiences) & of_kinds(segment, kinds)) for segment in index.segments]
    total = sum(len(allowed) for _, allowed in among)
    asked = list(dict.fromkeys(terms))[:MOST_TERMS]
    scores: dict[Place, float] = {}
    for rank, term in enumerate(asked):
        held = [(segment, allowed, segment.held("terms", term).worth) for segment, allowed in among]
        holders = sum(len(allowed & worth.keys()) for _, allowed, worth in held)
        if not holders or holders > max(FEW, total * COMMON):
            continue
        weight = rarity(total, holders) ** 2 * (1 - rank / (2 * len(asked)))
        for segment, allowed, worth in held:
            for number in allowed & worth.keys():
                place = (segment, number)
                scores[place] = scores.get(place, 0.0) + weight * worth[number]
    ordered = sorted(scores, key=lambda place: (-scores[place], place[0].kinds[place[1]], place[0].ids[place[1]]))
    return ordered[:size]


# Other spellings


def respell(index: OpenIndex, words: Sequence[str], audiences: frozenset[str]) -> Mapping[str, str]:
    """For words that nothing the reader may find holds, the nearest that something does."""
    allowed = [(segment, segment.allowed(audiences)) for segment in index.segments]
    spelt: dict[str, str] = {}
    for typed in words:
        found = list(asked_words(typed))
        if len(found) == 1 and not is_held(allowed, found[0].term):
            nearest = nearest_form(allowed, found[0].folded)
            if nearest:
                spelt[typed] = nearest
    return spelt


def is_held(allowed: Sequence[tuple[Segment, frozenset[int]]], term: str) -> bool:
    """Whether anything that the reader may find holds a term."""
    return any(not allow.isdisjoint(segment.held("terms", term).worth) for segment, allow in allowed)


def nearest_form(allowed: Sequence[tuple[Segment, frozenset[int]]], folded: str) -> str:
    """The nearest word that the reader may find, the most frequent of several that are as near."""
    most = most_mistakes(folded)
    near: dict[str, int] = {}
    for segment, _ in allowed:
        for form in segment.forms_like(folded, most):
            mistakes = near.get(form) or distance(folded, form.partition(" ")[0], most)
            if 0 < mistakes <= most:
                near[form] = mistakes
    counts: dict[tuple[int, bool, int, str], str] = {}
    for form, mistakes in near.items():
        holders = sum(len(allow & segment.holding("forms", form)) for segment, allow in allowed)
        if holders:
            counts[mistakes, form[0] != folded[0], -holders, form] = form
    return counts[min(counts)].partition(" ")[2] if counts else ""
