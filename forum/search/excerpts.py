"""The few words of a text around what was looked for, marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from forum.search.analysis import Word, occurrences, words
from forum.search.query import Query, Words

LONGEST = 240
"""Characters of a text that are shown."""
BEFORE = 40
"""Characters shown before the first word that was looked for."""
LONGEST_GAP = 30
"""Characters between two words that stand side by side."""
LONGEST_SEQUENCE = 20
"""Words of a phrase that are marked: what is looked at of a text does not grow with the phrase."""
NEAR = 12
"""Stretches among which the most telling are counted: no more of them fit into an excerpt."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is marked: a word, or a phrase.

    Args:
        start, end: in characters.
        said: the terms, by which one is told from another.
    """

    start: int
    end: int
    said: tuple[str, ...]


def excerpt(text: str, query: Query) -> Markup:
    """The stretch of a text where most of what was looked for stands, as HTML with `<mark>`.

    Args:
        text: plain; where it holds nothing that was looked for, its beginning is given.
        query: of which the words, beginnings, phrases and synonyms are marked; of a phrase, no word by itself.
    """
    text = " ".join(text.split())
    found = stretches(text, query)
    start = best_start(text, found)
    end = best_end(text, start, found)
    before = Markup("… ") if start > 0 else Markup("")
    after = Markup(" …") if end < len(text) else Markup("")
    return before + mark(text, start, end, found) + after


def stretches(text: str, query: Query) -> list[Stretch]:
    """What there is to mark in a text, in order, nothing within another."""
    choices = [choice for wanted in query.wanted for choice in wanted.choices]
    singles = frozenset(choice.terms[0] for choice in choices if is_word(choice))
    starts = frozenset(choice.terms[-1] for choice in choices if choice.is_beginning)
    lone_starts = tuple(choice.terms[0] for choice in choices if choice.is_beginning and len(choice.terms) == 1)
    sequences: dict[str, list[Words]] = defaultdict(list)
    for choice in choices:
        if len(choice.terms) > 1:
            sequences[choice.terms[0]].append(choice)
    terms = singles.union(*(choice.terms for choice in choices if len(choice.terms) > 1))
    found = list(occurrences(text, terms, starts))
    following = list(neighbours(text, found)) if sequences else []
    kept: list[Stretch] = []
    for number, word in enumerate(found):
        if kept and word.start < kept[-1].end:
            continue
        best = max(
            (end_of(found, following, number, sequence) for sequence in sequences.get(word.term, ())), default=-1
        )
        if best >= 0:
            kept.append(Stretch(word.start, best, (word.term, "…")))
        elif word.term in singles or (lone_starts and word.folded.startswith(lone_starts)):
            kept.append(Stretch(word.start, word.end, (word.term,)))
    return kept


def is_word(choice: Words) -> bool:
    return len(choice.terms) == 1 and not choice.is_beginning


def neighbours(text: str, found: Sequence[Word]) -> Iterator[tuple[int, ...]]:
    """For each word found, the numbers of those that stand right after it: several where one stands in two ways."""
    for number, word in enumerate(found):
        near: list[int] = []
        for later in range(number + 1, min(number + 5, len(found))):
            other = found[later]
            if other.start - word.end > LONGEST_GAP:
                break
            if other.start >= word.end and all(each.place == 0 for each in words(text[word.start : other.start])):
                near.append(later)
        yield tuple(near)


def end_of(found: Sequence[Word], following: Sequence[tuple[int, ...]], number: int, sequence: Words) -> int:
    """Where a phrase ends that begins with a word found; -1 where it does not go on so."""
    terms = sequence.terms[:LONGEST_SEQUENCE]
    for place, term in enumerate(terms[1:], start=2):
        is_begun = sequence.is_beginning and place == len(sequence.terms)
        fits = (
            later
            for later in following[number]
            if (found[later].folded.startswith(term) if is_begun else found[later].term == term)
        )
        number = next(fits, -1)
        if number < 0:
            return -1
    return found[number].end


def best_start(text: str, found: Sequence[Stretch]) -> int:
    """Where the part with the most different stretches begins, a little before its first."""
    if not found:
        return 0
    best, most = found[0], 0
    for number, stretch in enumerate(found):
        near = {each.said for each in found[number : number + NEAR] if each.end <= stretch.start + LONGEST - BEFORE}
        if len(near) > most:
            best, most = stretch, len(near)
    if best.start < LONGEST // 3:
        return 0
    earliest = best.start - BEFORE
    space = text.find(" ", earliest, best.start)
    return space + 1 if space >= 0 else earliest


def best_end(text: str, start: int, found: Sequence[Stretch]) -> int:
    """Where it ends: between two words, and not within one that is marked."""
    end = start + LONGEST
    if end >= len(text):
        return len(text)
    last = max((each.end for each in found if start <= each.start and each.end <= end), default=start + 1)
    space = text.rfind(" ", last, end + 1)
    return space if space >= 0 else end


def mark(text: str, start: int, end: int, found: Sequence[Stretch]) -> Markup:
    pieces: list[str] = []
    at = start
    for stretch in found:
        if stretch.start < at or stretch.end > end:
            continue
        pieces.append(f"{escape(text[at : stretch.start])}<mark>{escape(text[stretch.start : stretch.end])}</mark>")
        at = stretch.end
    pieces.append(escape(text[at:end]))
    return Markup("".join(pieces))  # noqa: S704  (each piece is escaped above)
