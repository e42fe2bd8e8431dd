"""Words that stand for each other, said for what is looked for. The index knows nothing of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from sqlalchemy import select

from forum.core.text import tidy_line
from forum.extensions import db
from forum.search.analysis import STOP_WORDS, asked_words
from forum.search.models import Synonyms
from forum.search.query import Query, Wanted, Words

BETWEEN = "="
MOST_GROUPS = 500
MOST_CHOICES = 12
"""Wordings of one thing that is looked for; each costs the engine a look."""

Key = tuple[str, ...]
"""The terms of a wording, those without weight left out: « abandon de l’école » is also « abandon école »."""


@dataclass(frozen=True)
class Book:
    """The synonyms of the site.

    Args:
        said: for the key of each wording, all the wordings of its group.
        longest: terms of the longest key.
    """

    said: Mapping[Key, tuple[Words, ...]]
    longest: int


def synonyms() -> Book:
    """The synonyms as they are now: one statement."""
    rows = db.session.scalars(select(Synonyms.wordings).order_by(Synonyms.id).limit(MOST_GROUPS))
    return book_of(tuple(rows))


@lru_cache(maxsize=8)
def book_of(groups: tuple[str, ...]) -> Book:
    """The synonyms of groups, read once as long as none changes."""
    said: dict[Key, tuple[Words, ...]] = {}
    for group in groups:
        wordings = wordings_of(group)
        all_words = tuple(words for wording in wordings if (words := words_of(wording)).terms)
        for wording in wordings:
            if key := key_of(wording):
                said[key] = tuple(dict.fromkeys((*said.get(key, ()), *all_words)))
    return Book(said, max(map(len, said), default=0))


def wordings_of(group: str) -> list[str]:
    """The wordings of a group as it is typed; empty ones left out, each once."""
    each = (tidy_line(wording) for wording in group.split(BETWEEN))
    return list(dict.fromkeys(wording for wording in each if wording))


def words_of(wording: str) -> Words:
    """A wording as it is looked for."""
    return Words(tuple(word.term for word in asked_words(wording)))


def key_of(wording: str) -> Key:
    """What two wordings share that are the same for the search; empty where there is no word in it."""
    found = list(asked_words(wording))
    return tuple(word.term for word in found if word.folded not in STOP_WORDS) or tuple(word.term for word in found)


def with_synonyms(query: Query, book: Book | None = None) -> Query:
    """A query in which what was typed may also stand in other words. Phrases and beginnings are meant as typed.

    Where « abandon scolaire » stands for « décrochage », either word may be that one: what holds it holds both.

    Args:
        query: as it was read.
        book: the synonyms there are, where they were fetched before.
    """
    if not query.wanted:
        return query
    book = synonyms() if book is None else book
    wanted = list(query.wanted)
    at = 0
    while at < len(wanted):
        until, more = longest_at(wanted, at, book)
        for number in range(at, until):
            wanted[number] = replace(wanted[number], choices=several(wanted[number].choices, more))
        at = max(until, at + 1)
    return replace(query, wanted=tuple(wanted))


def longest_at(wanted: Sequence[Wanted], at: int, book: Book) -> tuple[int, Sequence[Words]]:
    """The longest wording that begins with one thing wanted: up to where, and what is said for it."""
    until = at
    key: Key = ()
    more: Sequence[Words] = ()
    for number in range(at, len(wanted)):
        first = wanted[number].choices[0]
        key += first.terms
        if wanted[number].is_phrase or first.is_beginning or len(key) > book.longest:
            break
        if key in book.said:
            until, more = number + 1, book.said[key]
    return until, more


def several(choices: Iterable[Words], more: Iterable[Words]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(chain(choices, more)))[:MOST_CHOICES]
