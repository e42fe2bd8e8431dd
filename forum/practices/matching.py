"""Whether one sheet falls under filters: the same answer as the library gives, without asking for all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from forum.core.text import slug
from forum.practices.facets import FACETS
from forum.practices.filters import Filters
from forum.search.analysis import Word, asked_words, words
from forum.search.documents import Document
from forum.search.grammar import parse
from forum.search.query import Narrowing, Query, Words
from forum.search.synonyms import Book, synonyms, with_synonyms

Places = Sequence[Sequence[Word]]
"""The words of a text by their places: a whole and its part share one."""


@dataclass(frozen=True)
class Found:
    """What a sheet is found by.

    Args:
        values: of each facet.
        document: what it says, as the search knows it.
    """

    values: Mapping[str, Collection[str]]
    document: Document

    @cached_property
    def book(self) -> Book:
        """The synonyms of its words, fetched once."""
        return synonyms()


def falls_under(found: Found, filters: Filters) -> bool:
    """Says whether a sheet falls under all of some filters."""
    for facet, chosen in filters.chosen.items():
        has = [value in found.values.get(facet, ()) for value in chosen]
        if not (all(has) if FACETS[facet].holds_all else any(has)):
            return False
    return not filters.words or answers(found.document, with_synonyms(parse(filters.words), found.book))


def answers(document: Document, query: Query) -> bool:
    """Says whether a document holds all that is looked for, and nothing that must not be there."""
    if query.is_empty:
        return False
    texts = (document.title, document.summary, *document.tags, document.author, document.body)
    said = [words_in(text) for text in texts]
    name = {word.term for word in asked_words(document.author)}
    day = document.written_at.date()
    return (
        all(any(stands_in(said, choice) for choice in wanted.choices) for wanted in query.wanted)
        and not any(stands_in(said, unwanted) for unwanted in query.without)
        and all(is_within(document, narrowing) for narrowing in query.narrowed)
        and (not query.authors or any(name.issuperset(asked) for asked in query.authors))
        and not any(name.issuperset(asked) for asked in query.without_authors)
        and (query.after is None or query.after <= day)
        and (query.before is None or day < query.before)
    )


def is_within(document: Document, narrowing: Narrowing) -> bool:
    """Says whether a document has one of the values of a facet, or none of them where they are unwanted."""
    values: dict[str, Collection[str]] = {
        "tag": {slug(tag) for tag in document.tags},
        "kind": (document.kind,),
        "place": (document.place,),
        "language": (document.language,),
        **document.facets,
    }
    has = not set(narrowing.values).isdisjoint(values.get(narrowing.facet, ()))
    return has is not narrowing.is_unwanted


def words_in(text: str) -> Places:
    """The words of a text by their places."""
    places: list[list[Word]] = []
    for word in words(text):
        while len(places) <= word.place:
            places.append([])
        places[word.place].append(word)
    return places


def stands_in(said: Sequence[Places], asked: Words) -> bool:
    """Says whether words stand side by side in one of some texts."""
    last = len(asked.terms) - 1
    return any(
        all(
            any(
                word.folded.startswith(term) if asked.is_beginning and offset == last else word.term == term
                for word in places[start + offset]
            )
            for offset, term in enumerate(asked.terms)
        )
        for places in said
        for start in range(len(places) - last)
    )
