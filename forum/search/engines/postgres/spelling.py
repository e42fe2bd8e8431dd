"""Other spellings, among the words of what the reader may find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, literal, select, text

from forum.search.analysis import asked_words
from forum.search.engines.postgres.tables import Generation

ONE_MISTAKE, TWO_MISTAKES = 4, 8
"""Letters of a word in which so many may be wrong."""
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


def most_mistakes(folded: str) -> int:
    """How many letters may differ: none in a short word, to which any other is near, or in a code."""
    if len(folded) < ONE_MISTAKE or not folded.isalpha():
        return 0
    return 1 if len(folded) < TWO_MISTAKES else 2


def distance(one: str, other: str, most: int) -> int:
    """How many letters have to be changed, put in, left out or swapped with the next; more than `most` if too many."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i] + [0] * len(other)
        for j, another in enumerate(other, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                row[j] = min(row[j], last[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]
