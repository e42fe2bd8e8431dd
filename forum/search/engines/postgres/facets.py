"""Facets as the tables hold them: those that many documents share in buckets, the others beside each document."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ARRAY, ColumnElement, FromClause, Select, Text, and_, cast, func, not_, select, true

from forum.search.engines.postgres.tables import Generation
from forum.search.query import Narrowing

SHARED = frozenset({"kind", "language", "place", "year"})
"""Facets of which a document has one of few values: documents are counted by all of these at once. What is not named
here is counted right as well, a little slower."""


def token_of(facet: str, value: str) -> str:
    """What stands for one value of a facet."""
    return f"{facet}={value}"


def buckets_of(generation: Generation, audiences: Iterable[str], narrowed: Iterable[Narrowing]) -> Select[int]:
    """The numbers of the buckets that a reader may see, narrowed down."""
    buckets = generation.buckets
    shared = [is_met(buckets, narrowing) for narrowing in narrowed if narrowing.facet in SHARED]
    return select(buckets.c.number).where(buckets.c.audience.in_(sorted(audiences)), *shared)


def own(documents: FromClause, narrowed: Iterable[Narrowing]) -> list[ColumnElement[bool]]:
    """What the documents themselves have to be like to be narrowed down so."""
    return [is_met(documents, narrowing) for narrowing in narrowed if narrowing.facet not in SHARED]


def is_met(rows: FromClause, narrowing: Narrowing) -> ColumnElement[bool]:
    """Whether a bucket or a document has what a facet is narrowed down to."""
    values = [token_of(narrowing.facet, value) for value in narrowing.values if is_text(value)]
    column = rows.c.facets if narrowing.facet in SHARED else func.coalesce(rows.c.labels, cast([], ARRAY(Text)))
    has = column.bool_op("&&")(cast(values, ARRAY(Text)))
    return not_(has) if narrowing.is_unwanted else has


def are_met(buckets: FromClause, documents: FromClause, narrowed: Iterable[Narrowing]) -> ColumnElement[bool]:
    """Whether a document in its bucket has all of what some facets are narrowed down to."""
    each = [is_met(buckets if narrowing.facet in SHARED else documents, narrowing) for narrowing in narrowed]
    return and_(true(), *each)


def is_text(value: str) -> bool:
    """Whether PostgreSQL can hold a value; nothing has one that it can't."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
