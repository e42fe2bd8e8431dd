"""Other spellings, among the words of what the reader may find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, literal, select, text

from forum.search.analysis import asked_words
from forum.search.engines.postgres.tables import Generation
from forum.search.mistakes import distance, most_mistakes

LIKE = 0.15
"""Which part of the groups of three letters that two words have must be in both: a mistake in five leaves as few."""
MOST_LIKE = 200
"""Words that are looked at letter by letter."""


def respell(
    connection: Connection, of: Generation, words: Sequence[str], audiences: frozenset[str]
) -> Mapping[str, str]:
    """For words that nothing the reader may find holds, the nearest that something does: a statement a word."""
    spelt: dict[str, str] = {}
    for typed in words:
        found = list(asked_words(typed))
        if len(found) != 1:
            continue
        nearest = nearest_word(connection, of, found[0].folded, found[0].term, audiences)
        if nearest:
            spelt[typed] = nearest
    return spelt


def nearest_word(connection: Connection, of: Generation, folded: str, term: str, audiences: frozenset[str]) -> str:
    """The nearest word that the reader may find, the most frequent of several that are as near; none if it is held."""
    most = most_mistakes(folded)
    if not most:
        return ""
    table = of.words
    mine = table.c.audience.in_(sorted(audiences))
    is_held = select(literal(1)).where(table.c.term == term, mine).exists()
    connection.execute(select(func.set_config("pg_trgm.similarity_threshold", str(LIKE), True)))
    likeness = func.similarity(table.c.folded, folded)
    query = (
        select(table.c.word, table.c.folded, func.sum(table.c.documents))
        .where(table.c.folded.bool_op("%")(folded), mine, ~is_held)
        .where(func.length(table.c.folded).between(len(folded) - most, len(folded) + most))
        .group_by(table.c.word, table.c.folded)
        .order_by(likeness.desc(), text("3 DESC"), table.c.word)
        .limit(MOST_LIKE)
    )
    near = [
        (mistakes, other[0] != folded[0], -documents, word)
        for word, other, documents in connection.execute(query)
        if 0 < (mistakes := distance(folded, other, most)) <= most
    ]
    return min(near)[-1] if near else ""
