"""What is typed in the search box, read into a small tree. Whatever is typed can be read.

climat "exclusion définitive" -sanction tag:familles author:claire in:climat-scolaire kind:sheet after:2025-01
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from forum.core.text import slug, tidy_line
from forum.search.analysis import STOP_WORDS, asked_words, fold

Item = TypeVar("Item")
LONGEST_QUERY = 200
MOST_WORDS = 20
PIECE = re.compile(r'(-?)(?:([^\W\d_]+):(?=\S))?(?:["«“]\s*([^"»”]*)["»”]?|(\S+))')
FILTERS = {
    "tag": "tag",
    "mot": "tag",
    "author": "author",
    "auteur": "author",
    "in": "in",
    "dans": "in",
    "kind": "kind",
    "genre": "kind",
    "after": "after",
    "apres": "after",
    "before": "before",
    "avant": "before",
}
"""The filters by what may be typed: in English, or in French with or without accents."""
DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class Query:
    """What somebody looks for.

    Args:
        text: as typed, tidied and cut.
        terms: words to find, stemmed.
        phrases: words to find side by side.
        without: words that must not be there; several stand side by side.
        tags: slugs of tags.
        authors: stems of the author's name.
        places: slugs of spaces.
        kind: of documents, empty for all.
        after, before: days, the first included, the last not.
        without_tags: slugs of tags that must not be there.
        unread: filters that could not be read, as typed: a day that is none.
    """

    text: str = ""
    terms: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    without: tuple[tuple[str, ...], ...] = ()
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kind: str = ""
    after: date | None = None
    before: date | None = None
    without_tags: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; what must not be there is no question."""
        filters = self.tags or self.authors or self.places or self.kind or self.after or self.before
        return not (self.terms or self.phrases or filters)

    @property
    def has_words(self) -> bool:
        """Whether documents can be told apart by how well they answer."""
        return bool(self.terms or self.phrases)

    @property
    def marked(self) -> frozenset[str]:
        """The stems to mark in excerpts."""
        return frozenset(self.terms).union(*self.phrases)


@dataclass
class Reading:
    """A query as it is being read."""

    terms: list[str] = field(default_factory=list)
    stop_terms: list[str] = field(default_factory=list)
    phrases: list[tuple[str, ...]] = field(default_factory=list)
    without: list[tuple[str, ...]] = field(default_factory=list)
    filters: dict[str, list[str]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def parse(text: str) -> Query:
    """Reads what was typed; never fails.

    Args:
        text: 200 characters and 20 words at most count.
    """
    text = tidy_line(text)[:LONGEST_QUERY].rstrip()
    reading = Reading()
    for minus, name, quoted, plain in PIECE.findall(text):
        read_piece(reading, bool(minus), name, quoted.strip(), plain)
    terms = unique(reading.terms) or ([] if reading.phrases else unique(reading.stop_terms))
    held = reading.filters
    return Query(
        text=text,
        terms=tuple(terms[:MOST_WORDS]),
        phrases=tuple(unique(reading.phrases)[:MOST_WORDS]),
        without=tuple(unique(reading.without)[:MOST_WORDS]),
        tags=slugs(held.get("tag", [])),
        authors=tuple(word.term for name in held.get("author", []) for word in asked_words(name)),
        places=slugs(held.get("in", [])),
        kind=(held.get("kind") or [""])[-1],
        after=day_of(held.get("after")),
        before=day_of(held.get("before")),
        without_tags=slugs(held.get("-tag", [])),
        unread=tuple(reading.unread),
    )


def read_piece(reading: Reading, minus: bool, name: str, quoted: str, plain: str) -> None:
    value = quoted or plain
    filtering = FILTERS.get(fold(name), "")
    if filtering and minus:
        filtering = "-tag" if filtering == "tag" else ""
    if filtering:
        if filtering in ("after", "before") and day_of([value]) is None:
            reading.unread.append(f"{name}:{value}")
        elif value:
            reading.filters.setdefault(filtering, []).append(value)
        return
    if name:  # « note:urgent » is no filter
        value = f"{name} {value}"
    found = list(asked_words(value))
    if not found:
        return
    side_by_side = tuple(word.term for word in found)
    if minus:
        reading.without.append(side_by_side)
    elif quoted:
        reading.phrases.append(side_by_side)
    else:
        for word in found:
            is_stop = fold(value[word.start : word.end]) in STOP_WORDS
            (reading.stop_terms if is_stop else reading.terms).append(word.term)


def unique(found: list[Item]) -> list[Item]:
    return list(dict.fromkeys(found))


def slugs(names: list[str]) -> tuple[str, ...]:
    return tuple(made for made in map(slug, names) if made != "-")


def day_of(values: list[str] | None) -> date | None:
    """The day of « 2025 », « 2025-01 » or « 2025-01-15 »; none for anything else."""
    match = DAY.fullmatch(values[-1]) if values else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
