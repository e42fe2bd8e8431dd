"""How many documents answer, by what they are counted by: under the reader's rights, all narrowings minded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from forum.search.engine import Question
from forum.search.engines.postgres.facets import SHARED, are_met, is_open
from forum.search.engines.postgres.holders import Holders
from forum.search.engines.postgres.matching import found
from forum.search.engines.postgres.statements import Given, on
from forum.search.engines.postgres.tables import Generation
from forum.search.engines.postgres.tallying import ANY, Tally, is_tallied

BUCKET, LABEL = "bucket", "label"
"""What a row of the statement tells of."""


@dataclass
class Counted:
    """What was counted.

    Args:
        is_any: whether anything answers, the narrowings of the page left aside.
        total: how many documents are to be shown.
        counts: by facet and value.
        tally: where bits were counted and no documents.
    """

    is_any: bool = False
    total: int = 0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    tally: Tally | None = None

    @property
    def as_told(self) -> Mapping[str, Mapping[str, int]]:
        return {facet: dict(values) for facet, values in self.counts.items()}


def count(connection: Connection, of: Generation, question: Question, holders: Holders, *, is_loose: bool) -> Counted:
    """Counts by one statement what answers a question."""
    counted = Counted(counts={facet: Counter() for facet in question.counted})
    if is_tallied(question, holders, is_loose=is_loose):
        tally = counted.tally = Tally(connection, of, question, holders, is_loose)
        for facet, value, documents in tally.count():
            counted.counts[facet][value] = documents
        counted.total = tally.totals[""]
        counted.is_any = counted.total > 0 or tally.totals[ANY] > 0
        return counted
    narrowed = sorted({narrowing.facet for narrowing in question.narrowed})
    given = Given()
    statement = looking(given, question, narrowed, is_loose=is_loose)
    rows = connection.execute(on(of, statement), given.values).all()
    for kind, values, missed, documents in rows:
        if missed < 0:
            counted.is_any = True
        else:
            add(counted, values, narrowed[missed - 1] if missed else "", documents, is_total=kind == BUCKET)
    return counted


def looking(given: Given, question: Question, narrowed: list[str], *, is_loose: bool) -> str:
    """What looks at each document that answers, the typed filters minded: they are counted by what they share, and by
    what they have for themselves, which are few, and those by facet."""
    mine = f"{is_open(given, question.audiences)} AND {are_met(given, question.query.narrowed)}"
    statement = f"""
        WITH grouped AS MATERIALIZED (
            SELECT documents.bucket, documents.labels, {missed_facet(given, question, narrowed)} AS missed,
                count(*) AS documents
            FROM {{documents}} AS documents JOIN {{buckets}} AS buckets ON buckets.number = documents.bucket
            WHERE {mine} AND {found(given, question, is_loose=is_loose)} GROUP BY 1, 2, 3
        )
        SELECT '{BUCKET}', buckets.facets, summed.missed, summed.documents FROM (
            SELECT bucket, missed, CAST(sum(documents) AS integer) AS documents FROM grouped GROUP BY 1, 2
        ) AS summed JOIN {{buckets}} AS buckets ON buckets.number = summed.bucket
    """  # noqa: S608  (of our own words)
    if all(facet in SHARED for facet in question.counted):
        return statement
    return f"""{statement}
        UNION ALL SELECT '{LABEL}', ARRAY[label], missed, CAST(sum(documents) AS integer)
        FROM grouped CROSS JOIN LATERAL unnest(labels) AS label WHERE missed >= 0 GROUP BY label, missed
    """  # noqa: S608


def missed_facet(given: Given, question: Question, narrowed: list[str]) -> str:
    """Which facet alone is other than the page wants, numbered from 1; 0 if none is, -1 if several are."""
    if not narrowed:
        return "0"

    def without(facet: str) -> str:
        return are_met(given, [narrowing for narrowing in question.narrowed if narrowing.facet != facet])

    others = " ".join(f"WHEN {without(facet)} THEN {number}" for number, facet in enumerate(narrowed, start=1))
    return f"CASE WHEN {without('')} THEN 0 {others} ELSE -1 END"


def add(counted: Counted, values: list[str], missed: str, documents: int, *, is_total: bool) -> None:
    """Counts documents of which one facet may be other than the page wants: they only count for that facet."""
    if is_total:
        counted.is_any = True
        counted.total += 0 if missed else documents
    for value in values:
        facet, _, name = value.partition("=")
        if facet in counted.counts and missed in ("", facet):
            counted.counts[facet][name] += documents
