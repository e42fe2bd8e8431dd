"""What is offered without having been asked for in words: titles as one types, and documents alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    ColumnElement,
    Connection,
    Float,
    Select,
    Table,
    Text,
    cast,
    desc,
    func,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from forum.search.analysis import asked_words
from forum.search.engine import Hit
from forum.search.engines.postgres.facets import token_of
from forum.search.engines.postgres.lexemes import FIRST, quoted
from forum.search.engines.postgres.matching import any_of, in_title
from forum.search.engines.postgres.ranking import BY_PART, STEP
from forum.search.engines.postgres.tables import Generation

MOST_LOOKED_AT = 300
"""Titles that are compared with what was typed."""
COMMON = 0.2
"""The part of the documents from which on a word that they hold tells nothing about any of them."""
FEW = 3
"""As many documents hold a telling word at most where there are too few to speak of a part of them."""
MOST_TERMS = 30
"""Words of a text that documents are compared by."""
MOST_HELD = 20_000
"""Documents that those words are looked up in, the most telling first."""


def suggest(
    connection: Connection,
    of: Generation,
    beginning: str,
    audiences: frozenset[str],
    kinds: Sequence[str],
    size: int,
) -> Sequence[Hit]:
    """Titles that begin with what was typed come first, then what counts for more, then the shorter."""
    typed = list(asked_words(beginning))
    if not typed:
        return []
    documents = of.documents
    *before, last = typed
    whole = in_title([word.term for word in typed], "")
    looked_up = any_of([whole, in_title([word.term for word in before], last.folded)])
    found = (
        select(documents.c.number, documents.c.standing)
        .where(holds(documents, looked_up), documents.c.bucket.in_(open_to(of, audiences, kinds)))
        .order_by(documents.c.standing.desc(), documents.c.number.desc())
        .limit(MOST_LOOKED_AT)
        .cte("found")
    )
    begins = holds(documents, f"{quoted(FIRST + typed[0].folded)}:*")
    query = (
        select(*shown(documents))
        .join(found, found.c.number == documents.c.number)
        .order_by(
            begins.desc(),
            found.c.standing.desc(),
            func.length(documents.c.title),
            documents.c.kind,
            documents.c.id,
        )
        .limit(size)
    )
    return hits(connection, query)


def similar(
    connection: Connection,
    of: Generation,
    terms: Sequence[str],
    audiences: frozenset[str],
    kinds: Sequence[str],
    size: int,
) -> Sequence[Hit]:
    """Documents that share telling words with a text, the nearest first.

    How telling a word is, is reckoned among the documents that could be shown.
    """
    total, asked = looked_up(connection, of, terms, audiences, kinds)
    if not total or not asked:
        return []
    documents = of.documents
    words = (
        func.unnest(cast([quoted(term) for term in asked], ARRAY(Text)))
        .table_valued("word", with_ordinality="rank")
        .render_derived()
    )
    held = (
        select(words.c.rank, words.c.word, documents.c.number)
        .join_from(words, documents, documents.c.terms.bool_op("@@")(cast(words.c.word, TSQUERY)))
        .where(documents.c.bucket.in_(open_to(of, audiences, kinds)))
        .cte("held")
    )
    holders = cast(func.count(), Float)
    rarity = func.round(func.ln(1 + total / holders) / STEP) * STEP + STEP
    telling = (
        select(held.c.rank, (rarity * rarity * (1 - (held.c.rank - 1) / (2.0 * len(asked)))).label("weight"))
        .group_by(held.c.rank)
        .having(func.count() <= max(FEW, total * COMMON))
        .cte("telling")
    )
    weights = select(held.c.number, held.c.word, telling.c.weight).join(telling, telling.c.rank == held.c.rank)
    weighed = weights.cte("weighed")
    promising = select(weighed.c.number, func.sum(weighed.c.weight).label("most")).group_by(weighed.c.number)
    nearest = promising.order_by(desc("most"), weighed.c.number).limit(MOST_LOOKED_AT).cte("nearest")
    rank = func.ts_rank(cast(BY_PART, ARRAY(REAL)), documents.c.terms, cast(weighed.c.word, TSQUERY))
    query = (
        select(*shown(documents))
        .join(nearest, nearest.c.number == documents.c.number)
        .join(weighed, weighed.c.number == documents.c.number)
        .group_by(documents.c.number)
        .order_by(func.sum(weighed.c.weight * rank).desc(), documents.c.kind, documents.c.id)
        .limit(size)
    )
    return hits(connection, query)


def looked_up(
    connection: Connection, of: Generation, terms: Sequence[str], audiences: frozenset[str], kinds: Sequence[str]
) -> tuple[int, list[str]]:
    """How many documents could be shown, and the words of a text that they are compared by: as many of the most telling
    as are quickly looked up."""
    words, buckets = of.words, of.buckets
    asked = list(dict.fromkeys(terms))[:MOST_TERMS]
    holders = select(words.c.term, func.sum(words.c.documents))
    holders = holders.where(words.c.term.in_(asked), words.c.audience.in_(sorted(audiences))).group_by(words.c.term)
    total = select(null(), func.sum(buckets.c.documents))
    total = total.where(buckets.c.number.in_(open_to(of, audiences, kinds)))
    counted: dict[str | None, int] = dict(connection.execute(union_all(holders, total)).all())
    found, rows = [], 0
    for term in asked:
        if term in counted and rows + counted[term] <= MOST_HELD:
            rows += counted[term]
            found.append(term)
    return int(counted.get(None) or 0), found


def open_to(of: Generation, audiences: frozenset[str], kinds: Sequence[str]) -> Select[int]:
    """The buckets of some kinds that a reader may see."""
    buckets = of.buckets
    wanted = cast([token_of("kind", kind) for kind in kinds], ARRAY(Text))
    return select(buckets.c.number).where(
        buckets.c.audience.in_(sorted(audiences)), buckets.c.facets.bool_op("&&")(wanted)
    )


def shown(documents: Table) -> list[ColumnElement[Any]]:
    return [documents.c.kind, documents.c.id, documents.c.title, documents.c.body]


def hits(connection: Connection, query: Select[Any]) -> Sequence[Hit]:
    return [Hit(kind, number, title, body.rstrip()) for kind, number, title, body in connection.execute(query)]


def holds(documents: Table, tsquery: str) -> ColumnElement[bool]:
    """Whether a document's words answer a query."""
    return documents.c.terms.bool_op("@@")(cast(tsquery, TSQUERY))
