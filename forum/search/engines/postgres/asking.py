"""Answering a question: what is found, counted, put in order, and a page of it.

Two statements: the counts, and the page; one more where nothing holds all the words, or where a page goes far.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Float,
    FromClause,
    Select,
    Table,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.types import Integer, Text

from forum.search.engine import Found, Hit, Question
from forum.search.engines.postgres import cursors, ranking
from forum.search.engines.postgres.counting import Counted, count
from forum.search.engines.postgres.cursors import Cursor
from forum.search.engines.postgres.facets import buckets_of, own
from forum.search.engines.postgres.matching import all_of, any_of, conditions, holds, strong
from forum.search.engines.postgres.tables import Generation

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
    counted: Counted
    is_loose: bool

    @property
    def documents(self) -> Table:
        return self.generation.documents

    @property
    def is_weighed(self) -> bool:
        return self.question.order == "best" and self.question.query.has_words

    def conditions(self, documents: FromClause) -> list[ColumnElement[bool]]:
        """What is to be shown: what answers, may be seen by the reader, and is what the page wants."""
        question = self.question
        narrowed = (*question.query.narrowed, *question.narrowed)
        mine = documents.c.bucket.in_(buckets_of(self.generation, question.audiences, narrowed))
        return [*conditions(question, documents, is_loose=self.is_loose), mine, *own(documents, narrowed)]


def ask(connection: Connection, generation: Generation, question: Question) -> Found:
    """Answers a question."""
    cursor = cursors.read(question.after, question.order, len(question.query.wanted)) if question.after else None
    is_loose = question.is_loose or bool(cursor and cursor.is_loose)
    counted = count(connection, generation, question, is_loose=is_loose)
    if not counted.is_any and not is_loose and may_be_loose(connection, generation, question):
        is_loose, counted = True, count(connection, generation, question, is_loose=True)
    if not counted.total:
        return Found(counts=counted.as_told, is_loose=is_loose)
    asked = Asked(connection, generation, question, cursor, counted, is_loose)
    rows, next_cursor = weighed_page(asked) if asked.is_weighed else dated_page(asked)
    hits = [Hit(row.kind, row.id, row.title, row.body.rstrip(), row.more) for row in rows]
    return Found(hits, counted.total, counted.as_told, is_loose, next_cursor)


def may_be_loose(connection: Connection, generation: Generation, question: Question) -> bool:
    """Whether any of the words is enough where nothing was found: not if only nothing new holds all of them."""
    if sum(not wanted.is_phrase for wanted in question.query.wanted) < 2:
        return False
    ever = replace(question, indexed_after=None)
    return question.indexed_after is None or not count(connection, generation, ever, is_loose=False).is_any


# In the order of the score


def weighed_page(asked: Asked) -> tuple[list[Any], str]:
    """A page of what weighs most."""
    rarities = asked.cursor.rarities if asked.cursor else ()
    rarities = rarities or ranking.rarities(asked.question.query, asked.counted)
    size = asked.question.size
    rows: list[Any] = []
    is_all = asked.counted.total <= MOST_WEIGHED
    if not (asked.cursor and asked.cursor.is_rest):
        rows = page(asked, weighed(asked, rarities), asked.cursor)
    found = len(rows)
    if found <= size and not is_all:
        cursor = asked.cursor if asked.cursor and asked.cursor.is_rest else None
        rows += page(asked, rest(asked), cursor)[: size + 1 - found]
    if len(rows) <= size:
        return rows, ""
    last = rows[size - 1]
    return rows[:size], cursors.written(
        Cursor("best", last.place, last.kind, last.id, asked.is_loose, rarities, is_rest=size > found)
    )


def weighed(asked: Asked, rarities: tuple[float, ...]) -> Select[Any]:
    """What promises most, with its score."""
    documents, query = asked.documents, asked.question.query
    score = ranking.score(documents, query, rarities, is_loose=asked.is_loose)
    chosen = select(*listed(documents), score.label("place"))
    if asked.counted.total <= MOST_WEIGHED:
        return chosen.where(*asked.conditions(documents))
    return chosen.where(documents.c.number.in_(select(promising(asked).c.number)))


def promising(asked: Asked) -> CTE:
    """The numbers of what promises most, where too much was found to weigh all of it."""
    documents, wanted = asked.documents, asked.question.query.wanted
    number, standing = documents.c.number, documents.c.standing

    def best(*more: ColumnElement[bool]) -> Select[Any]:
        first = select(number, documents.c.clan).where(*asked.conditions(documents), *more)
        return select(first.order_by(standing.desc(), number.desc()).limit(MOST_PROMISING).subquery())

    about = best(holds(documents, all_of(map(strong, wanted)))).cte("about").prefix_with("MATERIALIZED")
    are_few = select(func.count() < MOST_PROMISING).select_from(about).scalar_subquery()
    others = [best(are_few)]
    if len(wanted) > 1:
        others.append(best(holds(documents, any_of(map(strong, wanted))), are_few))
    return union(select(about), *others).cte("promising").prefix_with("MATERIALIZED")


def rest(asked: Asked) -> Select[Any]:
    """What was found and is not among what promises most, with its standing."""
    documents, known = asked.documents, promising(asked)
    chosen = select(*listed(documents), cast(documents.c.standing, Float).label("place"))
    shown = "clan" if asked.question.is_grouped else "number"
    return chosen.where(*asked.conditions(documents), documents.c[shown].not_in(select(known.c[shown])))


# In the order of days


def dated_page(asked: Asked) -> tuple[list[Any], str]:
    """A page of the newest or the oldest."""
    documents = asked.documents
    moment = cast(func.extract("epoch", documents.c.written_at), Float)
    rows = page(
        asked, select(*listed(documents), moment.label("place")).where(*asked.conditions(documents)), asked.cursor
    )
    if len(rows) <= asked.question.size:
        return rows, ""
    rows = rows[: asked.question.size]
    last = rows[-1]
    return rows, cursors.written(Cursor(asked.question.order, last.place, last.kind, last.id, asked.is_loose))


# A page


def listed(documents: Table) -> list[ColumnElement[Any]]:
    return [documents.c[name] for name in ("number", "kind", "id", "clan")]


def page(asked: Asked, rows: Select[Any], cursor: Cursor | None) -> list[Any]:
    """A page of some rows and one more, in the order of their places; of each group the first, if it is grouped.

    Only then are the texts read.
    """
    question, documents = asked.question, asked.documents
    is_rising = question.order == "oldest"
    found = rows.cte("found")
    if question.is_grouped:
        first = found.c.place if is_rising else found.c.place.desc()
        found = (
            select(found)
            .ext(distinct_on(found.c.clan))
            .order_by(found.c.clan, first, found.c.kind, found.c.id)
            .cte("first_of")
        )
    chosen = select(found)
    if cursor:
        chosen = chosen.where(is_after(found, cursor, is_rising=is_rising))
    order = (found.c.place if is_rising else found.c.place.desc(), found.c.kind, found.c.id)
    part = chosen.order_by(*order).limit(question.size + 1).cte("part")
    more = others(asked, part) if question.is_grouped else literal(0)
    query = (
        select(part.c.kind, part.c.id, part.c.place, documents.c.title, documents.c.body, more.label("more"))
        .join(documents, documents.c.number == part.c.number)
        .order_by(part.c.place if is_rising else part.c.place.desc(), part.c.kind, part.c.id)
    )
    return list(asked.connection.execute(query))


def is_after(rows: CTE, cursor: Cursor, *, is_rising: bool) -> ColumnElement[bool]:
    beyond = rows.c.place > cursor.place if is_rising else rows.c.place < cursor.place
    beside = tuple_(rows.c.kind, rows.c.id) > tuple_(cast(cursor.kind, Text), cast(cursor.id, Integer))
    return or_(beyond, and_(rows.c.place == cursor.place, beside))


def others(asked: Asked, part: CTE) -> ColumnElement[int]:
    """How many others of the group of each row there are."""
    documents = asked.documents.alias("members")
    members = select(documents.c.clan, (func.count() - 1).label("more")).where(
        *asked.conditions(documents), documents.c.clan.in_(select(part.c.clan))
    )
    counted = members.group_by(documents.c.clan).cte("members_of").prefix_with("MATERIALIZED")
    return select(counted.c.more).where(counted.c.clan == part.c.clan).scalar_subquery()
