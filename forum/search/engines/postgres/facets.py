"""Facets as the tables hold them: those that many documents share in buckets, the others beside each document."""

from __future__ import annotations

from collections.abc import Iterable

from forum.search.engines.postgres.statements import Given
from forum.search.query import Narrowing

SHARED = frozenset({"kind", "language", "place", "year"})
"""Facets of which a document has one of few values: documents are counted by all of these at once. What is not named
here is counted right as well, a little slower."""


def token_of(facet: str, value: str) -> str:
    """What stands for one value of a facet."""
    return f"{facet}={value}"


def is_open(given: Given, audiences: Iterable[str]) -> str:
    """Whether a reader may see what is in a bucket."""
    return f"buckets.audience = ANY({given(sorted(audiences), 'text[]')})"


def are_met(given: Given, narrowed: Iterable[Narrowing]) -> str:
    """Whether a document in its bucket has all of what some facets are narrowed down to."""
    return " AND ".join(["true", *(is_met(given, narrowing) for narrowing in narrowed)])


def is_met(given: Given, narrowing: Narrowing) -> str:
    """Whether a bucket or a document has what a facet is narrowed down to."""
    values = [token_of(narrowing.facet, value) for value in narrowing.values if is_text(value)]
    held = "buckets.facets" if narrowing.facet in SHARED else "coalesce(documents.labels, CAST(ARRAY[] AS text[]))"
    has = f"{held} && {given(values, 'text[]')}"
    return f"NOT ({has})" if narrowing.is_unwanted else has


def is_text(value: str) -> bool:
    """Whether PostgreSQL can hold a value; nothing has one that it can't."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
