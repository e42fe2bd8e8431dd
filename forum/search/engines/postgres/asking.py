"""Answering a question: what is found, counted, put in order, and a page of it.

Three statements: how rare the words are, the counts, and the page. Where nothing holds all the words there is another
count; where very much is found, a statement or a few choose those that promise most before a page is made of them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from forum.search.engine import Found, Hit, Question
from forum.search.engines.postgres import cursors, ranking
from forum.search.engines.postgres.counting import Counted, count
from forum.search.engines.postgres.cursors import Cursor
from forum.search.engines.postgres.holders import Holders, holders_of
from forum.search.engines.postgres.matching import IN_STANDING, all_of, among, any_of, holds, shown, strong
from forum.search.engines.postgres.statements import Given, on
from forum.search.engines.postgres.tables import Generation
from forum.search.engines.postgres.tallying import STRONG_IN_ALL, STRONG_IN_ANY

MOST_WEIGHED = 1_500
"""Documents that are all weighed. Where more are found, only those that promise most are: those that are about what is
looked for, and of the others those that count most; the rest follows them in the order of what counts most."""
MOST_PROMISING = 400
"""Of each kind of promise."""


@dataclass(frozen=True)
class Asked:
    """One question to one generation, as far as it is worked out."""

    connection: Connection
    generation: Generation
    question: Question
    cursor: Cursor | None
    holders: Holders
    counted: Counted
    is_loose: bool

    @property
    def is_weighed(self) -> bool:
        return self.question.order == "best" and self.question.query.has_words

    def shown(self, given: Given) -> str:
        """What a document must be like to be shown (matching.py)."""
        return shown(given, self.question, is_loose=self.is_loose)


def ask(connection: Connection, generation: Generation, question: Question) -> Found:
    """Answers a question."""
    cursor = cursors.read(question.after, question.order, len(question.query.wanted)) if question.after else None
    is_loose = question.is_loose or bool(cursor and cursor.is_loose)
    holders = holders_of(connection, generation, question)
    counted = count(connection, generation, question, holders, is_loose=is_loose)
    if not counted.is_any and not is_loose and may_be_loose(connection, generation, question, holders):
        is_loose, counted = True, count(connection, generation, question, holders, is_loose=True)
    if not counted.total:
        return Found(counts=counted.as_told, is_loose=is_loose)
    asked = Asked(connection, generation, question, cursor, holders, counted, is_loose)
    rows, next_cursor = weighed_page(asked) if asked.is_weighed else dated_page(asked)
    hits = [Hit(row.kind, row.id, row.title, row.body.rstrip(), row.more) for row in rows]
    return Found(hits, counted.total, counted.as_told, is_loose, next_cursor)


def may_be_loose(connection: Connection, generation: Generation, question: Question, holders: Holders) -> bool:
    """Whether any of the words is enough where nothing was found: not if only nothing new holds all of them."""
    if sum(not wanted.is_phrase for wanted in question.query.wanted) < 2:
        return False
    ever = replace(question, indexed_after=None)
    return question.indexed_after is None or not count(connection, generation, ever, holders, is_loose=False).is_any


# In the order of the score


def weighed_page(asked: Asked) -> tuple[list[Any], str]:
    """A page of what weighs most."""
    rarities = asked.cursor.rarities if asked.cursor else ()
    rarities = rarities or ranking.rarities(asked.question.query, asked.holders)
    size = asked.question.size
    is_all = asked.counted.total <= MOST_WEIGHED
    known = everything(asked) if is_all else promising(asked)
    rows: list[Any] = []
    if not (asked.cursor and asked.cursor.is_rest):
        given = Given()
        rows = page(asked, given, weighed(asked, given, rarities, known), asked.cursor)
    found = len(rows)
    if found <= size and not is_all:
        cursor = asked.cursor if asked.cursor and asked.cursor.is_rest else None
        given = Given()
        rows += page(asked, given, rest(asked, given, known or ()), cursor)[: size + 1 - found]
    if len(rows) <= size:
        return rows, ""
    last = rows[size - 1]
    return rows[:size], cursors.written(
        Cursor("best", last.place, last.kind, last.id, asked.is_loose, rarities, is_rest=size > found)
    )


def weighed(asked: Asked, given: Given, rarities: tuple[float, ...], known: Collection[int] | None) -> str:
    """What promises most, or all that was found, with its score.

    The weight of no word is set: a value of its own, which was read from aside of the row once and not for each word.
    """
    mine = asked.shown(given) if known is None else among(given, known)
    return f"""
        SELECT number, kind, id, clan, {ranking.score(given, asked.question.query, rarities, is_loose=asked.is_loose)}
            AS place
        FROM (
            SELECT number, kind, id, clan, standing, setweight(terms, 'A', CAST(ARRAY[] AS text[])) AS terms
            FROM {{documents}} AS documents WHERE {mine} OFFSET 0
        ) AS read
    """  # noqa: S608  (of our own words)


def everything(asked: Asked) -> Collection[int] | None:
    """The numbers of all that was found, where they are known."""
    return asked.counted.tally.numbers("") if asked.counted.tally else None


def promising(asked: Asked) -> set[int]:
    """The numbers of what promises most, where too much was found to weigh all of it."""
    wanted = asked.question.query.wanted
    about = most_standing(asked, STRONG_IN_ALL, all_of(map(strong, wanted)))
    if len(about) >= MOST_PROMISING:
        return about
    others = most_standing(asked)
    if len(wanted) > 1:
        others |= most_standing(asked, STRONG_IN_ANY, any_of(map(strong, wanted)))
    return about | others


def most_standing(asked: Asked, answer: str = "", about: str = "") -> set[int]:
    """The numbers of those that count most whatever is looked for.

    Args:
        asked: the question.
        answer: that is meant (tallying.py).
        about: the same in words, where documents were counted.
    """
    tally = asked.counted.tally
    if tally is not None:
        return set(tally.first(answer, MOST_PROMISING)) if tally.totals[answer] else set()
    given = Given()
    mine = " AND ".join([asked.shown(given), *([holds(given, about)] if about else [])])
    rows = f"SELECT number FROM {{documents}} AS documents WHERE {mine} {IN_STANDING} LIMIT {MOST_PROMISING}"  # noqa: S608
    return set(asked.connection.scalars(on(asked.generation, rows), given.values))


def rest(asked: Asked, given: Given, known: Collection[int]) -> str:
    """What was found and is not among what promises most, with its standing."""
    those = among(given, known)
    others = f"NOT {those}"
    if asked.question.is_grouped:
        others = f"clan NOT IN (SELECT known.clan FROM {{documents}} AS known WHERE known.{those})"  # noqa: S608
    return f"""
        SELECT number, kind, id, clan, CAST(standing AS float8) AS place FROM {{documents}} AS documents
        WHERE {asked.shown(given)} AND {others}
    """  # noqa: S608


# In the order of days


def dated_page(asked: Asked) -> tuple[list[Any], str]:
    """A page of the newest or the oldest."""
    given = Given()
    dated = f"""
        SELECT number, kind, id, clan, CAST(extract(epoch FROM written_at) AS float8) AS place
        FROM {{documents}} AS documents WHERE {asked.shown(given)}
    """  # noqa: S608
    rows = page(asked, given, dated, asked.cursor)
    if len(rows) <= asked.question.size:
        return rows, ""
    rows = rows[: asked.question.size]
    last = rows[-1]
    return rows, cursors.written(Cursor(asked.question.order, last.place, last.kind, last.id, asked.is_loose))


# A page


def page(asked: Asked, given: Given, rows: str, cursor: Cursor | None) -> list[Any]:
    """A page of some rows and one more, in the order of their places; of each group the first, if it is grouped.

    Only then are the texts read.
    """
    question = asked.question
    is_rising = question.order == "oldest"
    order = f"place {'ASC' if is_rising else 'DESC'}, kind, id"
    source, parts, more = "found", [f"found AS ({rows})"], "0"
    if question.is_grouped:
        source, more = "first_of", "(SELECT members.more FROM members WHERE members.clan = part.clan)"
        parts.append(f"first_of AS (SELECT DISTINCT ON (clan) * FROM found ORDER BY clan, {order})")  # noqa: S608
    beyond = f"WHERE {is_after(given, cursor, is_rising=is_rising)}" if cursor else ""
    size = given(question.size + 1, "integer")
    parts.append(f"part AS (SELECT * FROM {source} {beyond} ORDER BY {order} LIMIT {size})")  # noqa: S608
    if question.is_grouped:
        parts.append(f"members AS MATERIALIZED ({members(asked, given)})")
    statement = f"""
        WITH {", ".join(parts)}
        SELECT part.kind, part.id, part.place, documents.title, documents.body, {more} AS more
        FROM part JOIN {{documents}} AS documents ON documents.number = part.number
        ORDER BY part.place {"ASC" if is_rising else "DESC"}, part.kind, part.id
    """  # noqa: S608
    return list(asked.connection.execute(on(asked.generation, statement), given.values).all())


def is_after(given: Given, cursor: Cursor, *, is_rising: bool) -> str:
    """Whether a row comes after the one that a page ended with."""
    place, kind, number = given(cursor.place, "float8"), given(cursor.kind, "text"), given(cursor.id, "integer")
    return f"(place {'>' if is_rising else '<'} {place} OR (place = {place} AND (kind, id) > ({kind}, {number})))"


def members(asked: Asked, given: Given) -> str:
    """How many others of the groups on the page there are."""
    return f"""
        SELECT documents.clan, count(*) - 1 AS more FROM {{documents}} AS documents
        WHERE {asked.shown(given)} AND documents.clan IN (SELECT part.clan FROM part) GROUP BY 1
    """  # noqa: S608
