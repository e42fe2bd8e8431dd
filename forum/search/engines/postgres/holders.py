"""How rare words are among what a reader may find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from forum.search.engine import Question
from forum.search.engines.postgres.statements import on
from forum.search.engines.postgres.tables import Generation

COUNT = """
    SELECT asked.term, (
        SELECT coalesce(sum(words.documents), 0) FROM {words} AS words
        WHERE words.term = asked.term AND words.audience = ANY(CAST(:audiences AS text[]))
    ), ARRAY(SELECT value FROM {bits} WHERE facet = '=' AND value IN (asked.term, '!' || asked.term) AND chunk = 0)
    FROM unnest(CAST(:terms AS text[])) AS asked (term)
    UNION ALL
    SELECT NULL, (
        SELECT coalesce(sum(buckets.documents), 0) FROM {buckets} AS buckets
        WHERE buckets.audience = ANY(CAST(:audiences AS text[]))
    ), NULL
"""


@dataclass(frozen=True)
class Holders:
    """Of how many documents it is said how rare words are.

    Args:
        everything: how many documents the reader may find, whatever is asked.
        of: how many of those hold each term that is asked for; a few more where it is written in several ways.
        kept: the words whose holders are kept as bits, under a sign or under none.
    """

    everything: int = 0
    of: Mapping[str, int] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()


def holders_of(connection: Connection, of: Generation, question: Question) -> Holders:
    """Looks up by one statement how rare the words of a question are; asks nothing where it has none."""
    if not question.query.has_words:
        return Holders()
    terms = sorted({term for wanted in question.query.wanted for words in wanted.choices for term in words.terms})
    rows = connection.execute(on(of, COUNT), {"terms": terms, "audiences": sorted(question.audiences)}).all()
    found = {term: int(documents) for term, documents, _kept in rows}
    kept = frozenset(word for _term, _documents, words in rows for word in words or ())
    return Holders(found.pop(None), found, kept)
