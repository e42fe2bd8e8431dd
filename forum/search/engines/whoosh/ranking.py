"""Answering a question: what is found in all segments, counted, and put in order."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.search.engine import Question
from forum.search.engines.whoosh.finding import Look, stand_together
from forum.search.engines.whoosh.opened import OpenIndex, Place
from forum.search.engines.whoosh.paging import page_of
from forum.search.weights import APART, NEAR, NEAR_IN_TITLE, SCARCE

MOST_NEAR = 3_000
"""Documents found among which it is looked whether words stand together: beyond, they are everywhere, and where each
stands takes longer to read (3 µs a document) than it helps."""
STEP = 0.25
"""Rarity is rounded to this, so that a document more or less in the index seldom moves what was already shown."""


@dataclass(frozen=True)
class Ranked:
    """What a question found.

    Args:
        places: of one page.
        more: how many others there are of the group of each.
    """

    places: Sequence[Place]
    more: Sequence[int]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    is_loose: bool
    next_cursor: str


def rank(index: OpenIndex, question: Question) -> Ranked:
    """Answers a question."""
    query = question.query
    looks = [Look(segment, segment.allowed(question.audiences), query) for segment in index.segments]
    may_be_loose = sum(not wanted.is_phrase for wanted in query.wanted) > 1
    is_loose = question.is_loose and may_be_loose
    found = [look.found(is_loose=is_loose) for look in looks]
    if not any(found) and may_be_loose and not is_loose:
        is_loose = True
        found = [look.found(is_loose=True) for look in looks]
    found = [since(look, numbers, question) for look, numbers in zip(looks, found, strict=True)]
    shown = [narrowed(look, numbers, question) for look, numbers in zip(looks, found, strict=True)]
    total = sum(map(len, shown))
    counts = {facet: counted(looks, found, question, facet) for facet in question.counted}
    values = values_of(looks, shown, question, is_loose=is_loose)
    page = page_of(index, values, question)
    return Ranked(page.places, page.more, total, counts, is_loose, page.next_cursor)


def since(look: Look, found: frozenset[int], question: Question) -> frozenset[int]:
    """What came into the index after the moment asked about."""
    if question.indexed_after is None:
        return found
    moment, indexed = question.indexed_after.timestamp(), look.segment.indexed
    return frozenset(number for number in found if indexed[number] > moment)


def narrowed(look: Look, found: frozenset[int], question: Question, without: str = "") -> frozenset[int]:
    """What is left when the facets are narrowed down as on the page, but for one of them."""
    for narrowing in question.narrowed:
        if narrowing.facet != without:
            found = look.narrow(found, narrowing)
    return found


def counted(
    looks: Sequence[Look], found: Sequence[frozenset[int]], question: Question, facet: str
) -> Mapping[str, int]:
    """How many documents there are of each value of a facet, whatever that facet is narrowed down to."""
    counts: dict[str, int] = {}
    for look, numbers in zip(looks, found, strict=True):
        among = narrowed(look, numbers, question, without=facet)
        if not among:
            continue
        for value, holders in look.segment.values(facet):
            both = len(among & holders)
            if both:
                counts[value] = counts.get(value, 0) + both
    return counts


# The order


def values_of(
    looks: Sequence[Look], shown: Sequence[frozenset[int]], question: Question, *, is_loose: bool
) -> Sequence[Mapping[int, float]]:
    """What the documents shown are put in order by, in each segment: the smallest comes first."""
    if question.order == "best" and question.query.has_words:
        weights = rarities(looks)
        is_near = sum(map(len, shown)) <= MOST_NEAR
        return [
            scored(look, numbers, weights, is_loose=is_loose, is_near=is_near)
            for look, numbers in zip(looks, shown, strict=True)
        ]
    sign = 1.0 if question.order == "oldest" else -1.0
    return [
        {number: sign * look.segment.written[number] for number in numbers}
        for look, numbers in zip(looks, shown, strict=True)
    ]


def rarities(looks: Sequence[Look]) -> Sequence[float]:
    """How rare each thing wanted is among what the reader may find."""
    total = sum(len(look.allowed) for look in looks)
    wanted = looks[0].query.wanted if looks else ()
    return [rarity(total, sum(len(look.holders(number)) for look in looks)) for number in range(len(wanted))]


def rarity(total: int, holders: int) -> float:
    """How much something counts that some documents of a total hold."""
    return round(math.log(1 + total / max(holders, 1)) / STEP) * STEP + STEP


def scored(
    look: Look, numbers: frozenset[int], weights: Sequence[float], *, is_loose: bool, is_near: bool
) -> dict[int, float]:
    """The score of each document shown (weights.py), below zero."""
    scores = dict.fromkeys(numbers, 0.0)
    held = dict.fromkeys(numbers, 0.0)
    for number, weight in enumerate(weights):
        worths = look.worths(number)
        if is_loose:
            for document in numbers & worths.keys():
                scores[document] += weight * worths[document]
                held[document] += weight
        else:
            for document in numbers:
                scores[document] += weight * worths[document]
    if is_near:
        for number in range(len(weights) - 1):
            add_nearness(scores, look, number, (weights[number] + weights[number + 1]) / 2)
    standing = look.segment.standing
    if is_loose:
        all_of_it = sum(weights)
        for document in numbers:
            scores[document] *= (held[document] / all_of_it) ** SCARCE
    return {document: -round(score * standing[document], 6) for document, score in scores.items()}


def add_nearness(scores: dict[int, float], look: Look, number: int, weight: float) -> None:
    """Adds to the scores of the documents where one thing wanted follows another closely."""
    one, other = look.wanted[number][0].places, look.wanted[number + 1][0].places
    for document in scores.keys() & one.keys() & other.keys():
        in_title, anywhere = stand_together(one[document], other[document], APART)
        if anywhere:
            scores[document] += weight * (NEAR_IN_TITLE if in_title else NEAR)
