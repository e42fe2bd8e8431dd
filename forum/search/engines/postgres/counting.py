"""How many documents answer, by what they are counted by: under the reader's rights, all narrowings minded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Select,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)

from forum.search.engine import Question
from forum.search.engines.postgres.facets import SHARED, are_met
from forum.search.engines.postgres.matching import conditions
from forum.search.engines.postgres.tables import Generation

ALL, TERM, BUCKET, LABEL = "all", "term", "bucket", "label"
"""What a row of the statement tells of."""


@dataclass
class Counted:
    """What was counted.

    Args:
        is_any: whether anything answers, the narrowings of the page left aside.
        total: how many documents are to be shown.
        counts: by facet and value.
        everything: how many documents the reader may find, whatever is asked.
        holders: how many of those hold each term that is asked for; a few more where it is written in several ways.
    """

    is_any: bool = False
    total: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    everything: int = 0
    holders: dict[str, int] = field(default_factory=dict)

    @property
    def as_told(self) -> Mapping[str, Mapping[str, int]]:
        return {facet: dict(values) for facet, values in self.counts.items()}


def count(connection: Connection, of: Generation, question: Question, *, is_loose: bool) -> Counted:
    """Counts by one statement what answers a question, and how rare its words are.

    Documents are counted by what they share and by what they have for themselves, which are few, and those by facet.
    """
    narrowed = sorted({narrowing.facet for narrowing in question.narrowed})
    grouped = groups(of, question, narrowed, is_loose=is_loose)
    parts: list[Select[*tuple[Any, ...]]] = [by_bucket(of, grouped)]
    if any(facet not in SHARED for facet in question.counted):
        parts.append(by_label(grouped))
    if question.query.has_words and question.order == "best" and not question.after:
        parts += rarity_parts(of, question)
    counted = Counted(counts={facet: Counter() for facet in question.counted})
    for kind, values, missed, documents in connection.execute(union_all(*parts)):
        if kind == ALL:
            counted.everything = documents
        elif kind == TERM:
            counted.holders[values[0]] = documents
        elif missed < 0:
            counted.is_any = True
        else:
            add(counted, values, narrowed[missed - 1] if missed else "", documents, is_total=kind == BUCKET)
    return counted


def add(counted: Counted, values: list[str], missed: str, documents: int, *, is_total: bool) -> None:
    """Counts documents of which one facet may be other than the page wants: they only count for that facet."""
    if is_total:
        counted.is_any = True
        counted.total += 0 if missed else documents
    for value in values:
        facet, _, name = value.partition("=")
        if facet in counted.counts and missed in ("", facet):
            counted.counts[facet][name] += documents


def groups(of: Generation, question: Question, narrowed: list[str], *, is_loose: bool) -> CTE:
    """What answers, the typed filters minded, grouped by all that it is counted by."""
    documents, buckets = of.documents, of.buckets
    missed = missed_facet(of, question, narrowed)
    query = (
        select(documents.c.bucket, documents.c.labels, missed.label("missed"), func.count().label("documents"))
        .join(buckets, buckets.c.number == documents.c.bucket)
        .where(buckets.c.audience.in_(sorted(question.audiences)))
        .where(are_met(buckets, documents, question.query.narrowed))
        .where(*conditions(question, documents, is_loose=is_loose))
    )
    columns = (documents.c.bucket, documents.c.labels, missed) if narrowed else (documents.c.bucket, documents.c.labels)
    return query.group_by(*columns).cte("grouped").prefix_with("MATERIALIZED")


def missed_facet(of: Generation, question: Question, narrowed: list[str]) -> ColumnElement[int]:
    """Which facet alone is other than the page wants, numbered from 1; 0 if none is, -1 if several are."""
    if not narrowed:
        return literal(0)

    def without(facet: str) -> ColumnElement[bool]:
        others = [narrowing for narrowing in question.narrowed if narrowing.facet != facet]
        return are_met(of.buckets, of.documents, others)

    return case(
        (without(""), 0),
        *((without(facet), number) for number, facet in enumerate(narrowed, start=1)),
        else_=-1,
    )


def by_bucket(of: Generation, grouped: CTE) -> Select[Any]:
    buckets, documents = of.buckets, cast(func.sum(grouped.c.documents), Integer)
    summed = (
        select(grouped.c.bucket, grouped.c.missed, documents.label("documents"))
        .group_by(grouped.c.bucket, grouped.c.missed)
        .subquery()
    )
    query = select(literal(BUCKET), buckets.c.facets, summed.c.missed, summed.c.documents)
    return query.join_from(summed, buckets, buckets.c.number == summed.c.bucket)


def by_label(grouped: CTE) -> Select[Any]:
    each = func.unnest(grouped.c.labels).table_valued("label").render_derived().lateral()
    documents = cast(func.sum(grouped.c.documents), Integer)
    query = select(literal(LABEL), func.array_agg(each.c.label.distinct()), grouped.c.missed, documents)
    query = query.join_from(grouped, each, true()).where(grouped.c.missed >= 0)
    return query.group_by(each.c.label, grouped.c.missed)


def rarity_parts(of: Generation, question: Question) -> list[Select[*tuple[Any, ...]]]:
    """How many documents the reader may find, and how many hold each term."""
    words, buckets = of.words, of.buckets
    audiences = sorted(question.audiences)
    terms = sorted({term for wanted in question.query.wanted for words in wanted.choices for term in words.terms})
    everything = cast(func.coalesce(func.sum(buckets.c.documents), 0), Integer)
    holders = cast(func.sum(words.c.documents), Integer)
    return [
        select(literal(ALL), null(), literal(0), everything).where(buckets.c.audience.in_(audiences)),
        select(literal(TERM), func.array_agg(words.c.term), literal(0), holders)
        .where(words.c.term.in_(terms), words.c.audience.in_(audiences))
        .group_by(words.c.term),
    ]
