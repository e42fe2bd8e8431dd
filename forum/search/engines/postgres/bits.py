"""Which documents have what, a bit a document: facets, audiences, and the words that very many documents hold.

Where a question finds many thousands of documents, they are counted by these and none of them is looked at
(tallying.py). A document's bit is that of its number, which never comes again. The bits stand in rows of `CHUNK`, so
that who puts a document in writes little of what is there.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, TextClause

from forum.search.engines.postgres.lexemes import STRONG, quoted
from forum.search.engines.postgres.statements import on
from forum.search.engines.postgres.tables import Generation

AUDIENCE, WORD = "@", "="
"""In the place of a facet's name: who may find a document, and that it holds a word, as it is or under a sign."""
FREQUENT = 0.02
"""The part of all documents from which on those that hold a word are kept as bits; looked up at each rebuild."""
HOLD = """
    SELECT number, '=' AS facet, CAST(:word AS text) AS value FROM (
        SELECT number, count(*) OVER () AS holders FROM {documents} WHERE terms @@ CAST(:asked AS tsquery)
    ) AS holding WHERE holders >= :least
"""
TOKENS = """
    SELECT documents.number, token.facet, token.value
    FROM {documents} AS documents JOIN {buckets} AS buckets ON buckets.number = documents.bucket
    CROSS JOIN LATERAL (
        SELECT '@', buckets.audience
        UNION ALL SELECT split_part(each, '=', 1), substr(each, strpos(each, '=') + 1)
        FROM unnest(buckets.facets || documents.labels) AS each
    ) AS token (facet, value)
"""
TOKENS_OF = TOKENS + "WHERE documents.number = ANY(CAST(:numbers AS integer[]))"
LEXEMES_OF = """
    SELECT documents.number, '=' AS facet, lexeme AS value
    FROM {documents} AS documents CROSS JOIN LATERAL unnest(documents.terms)
    WHERE documents.number = ANY(CAST(:numbers AS integer[]))
    AND EXISTS (SELECT FROM {bits} AS known WHERE known.facet = '=' AND known.value = lexeme)
"""
SET = """
    INSERT INTO {bits} AS bits
    SELECT facet, value, number / {chunk} AS chunk, {gathered} FROM (ROWS) AS rows GROUP BY 1, 2, 3 ORDER BY 1, 3, 2
    ON CONFLICT (facet, value, chunk) DO UPDATE SET bits = bits.bits | excluded.bits
"""
CLEAR = """
    UPDATE {bits} AS bits SET bits = bits.bits & ~gone.bits FROM (
        SELECT number / {chunk} AS chunk, {gathered} AS bits
        FROM unnest(CAST(:numbers AS integer[])) AS number GROUP BY 1
    ) AS gone
    WHERE bits.chunk = gone.chunk AND bits.facet = '@' AND bit_count(bits.bits & gone.bits) > 0
"""


def fill(connection: Connection, of: Generation) -> None:
    """Sets the bits of all documents of a generation, when their words can be looked up."""
    connection.execute(setting(of, TOKENS))
    least = FREQUENT * (connection.scalar(on(of, "SELECT sum(documents) FROM {buckets}")) or 0)
    frequent = on(of, "SELECT term FROM {words} GROUP BY term HAVING sum(documents) >= :least")
    words = [sign + term for term in connection.scalars(frequent, {"least": least}) for sign in ("", STRONG)]
    if words:
        each = [{"word": word, "asked": quoted(word), "least": least} for word in words]
        connection.execute(setting(of, HOLD), each)
    connection.execute(on(of, "ANALYZE {bits}"))


def set_of(connection: Connection, of: Generation, numbers: Collection[int]) -> None:
    """Sets the bits of documents that were put in."""
    connection.execute(setting(of, f"{TOKENS_OF} UNION ALL {LEXEMES_OF}"), {"numbers": sorted(numbers)})


def clear(connection: Connection, of: Generation, numbers: Collection[int]) -> None:
    """Leaves documents that were taken out to nobody: nothing else is counted but what somebody may find."""
    connection.execute(on(of, CLEAR), {"numbers": sorted(numbers)})


def setting(of: Generation, rows: str) -> TextClause:
    """A statement that sets the bits of documents.

    Args:
        of: the generation.
        rows: a query that gives their numbers, each with a facet and one of its values.
    """
    return on(of, SET.replace("ROWS", rows))
