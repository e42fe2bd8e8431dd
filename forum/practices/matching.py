"""Whether one sheet falls under filters: the same answer as the library gives, without asking for all of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from forum.core.text import slug
from forum.practices.facets import FACETS
from forum.practices.filters import Filters
from forum.search.analysis import words
from forum.search.documents import Document
from forum.search.query import Query, parse


@dataclass(frozen=True)
class Found:
    """What a sheet is found by.

    Args:
        values: of each facet.
        document: what it says, as the search knows it.
    """

    values: Mapping[str, Collection[str]]
    document: Document


def falls_under(found: Found, filters: Filters) -> bool:
    """Says whether a sheet falls under all of some filters."""
    for facet, chosen in filters.chosen.items():
        has = [value in found.values.get(facet, ()) for value in chosen]
        if not (all(has) if FACETS[facet].holds_all else any(has)):
            return False
    return not filters.words or answers(found.document, parse(filters.words))


def answers(document: Document, query: Query) -> bool:
    """Says whether a document holds all that is looked for, and nothing that must not be there."""
    if query.is_empty:
        return False
    said = [words_in(text) for text in (document.title, " ".join(document.tags), document.author, document.body)]
    terms = {term for places in said for at in places for term in at}
    tags = {slug(tag) for tag in document.tags}
    day = document.written_at.date()
    return (
        terms.issuperset(query.terms)
        and all(stands_in(said, phrase) for phrase in query.phrases)
        and not any(stands_in(said, phrase) for phrase in query.without)
        and tags.issuperset(query.tags)
        and tags.isdisjoint(query.without_tags)
        and {word.term for word in words(document.author)}.issuperset(query.authors)
        and not query.places
        and (query.after is None or query.after <= day)
        and (query.before is None or day < query.before)
    )


def words_in(text: str) -> list[set[str]]:
    """The words of a text by their places: a whole and its part share one."""
    places: list[set[str]] = []
    for word in words(text):
        while len(places) <= word.place:
            places.append(set())
        places[word.place].add(word.term)
    return places


def stands_in(said: Sequence[Sequence[set[str]]], phrase: Sequence[str]) -> bool:
    """Says whether words stand side by side in one of some texts."""
    return any(
        all(term in places[start + offset] for offset, term in enumerate(phrase))
        for places in said
        for start in range(len(places) - len(phrase) + 1)
    )
