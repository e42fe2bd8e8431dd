"""What is asked, in PostgreSQL's own queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from sqlalchemy import Cast, ColumnElement, FromClause, cast, not_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from forum.search.engine import Question
from forum.search.engines.postgres.lexemes import AUTHOR, FORM, STRONG, TITLE, quoted
from forum.search.query import Wanted, Words


def conditions(question: Question, documents: FromClause, *, is_loose: bool) -> list[ColumnElement[bool]]:
    """What a document must be like, its audience and its facets aside.

    Args:
        question: what is asked.
        documents: the table.
        is_loose: any of the words is enough; phrases still hold.
    """
    query = question.query
    found: list[ColumnElement[bool]] = []
    wanted = must(query.wanted, is_loose=is_loose)
    if query.authors:
        wanted.append(any_of(all_of(quoted(AUTHOR + term) for term in name) for name in query.authors))
    unwanted = [side_by_side(words) for words in query.without]
    unwanted += [all_of(quoted(AUTHOR + term) for term in name) for name in query.without_authors]
    if wanted and unwanted:
        wanted += [f"!{each}" for each in unwanted]
    elif unwanted:  # nothing but what must not be there would be looked for in each document
        others = documents.alias()
        held = select(others.c.number).where(others.c.terms.bool_op("@@")(as_tsquery(any_of(unwanted))))
        found.append(not_(documents.c.number.in_(held)))
    if wanted:
        found.append(holds(documents, all_of(wanted)))
    if query.after:
        found.append(documents.c.written_at >= beginning_of(query.after))
    if query.before:
        found.append(documents.c.written_at < beginning_of(query.before))
    if question.indexed_after:
        found.append(documents.c.indexed_at > question.indexed_after)
    return found


def must(wanted: Iterable[Wanted], *, is_loose: bool) -> list[str]:
    """What has to be there, each part a query of its own."""
    wanted = list(wanted)
    if not is_loose:
        return [choice_of(each) for each in wanted]
    words = [choice_of(each) for each in wanted if not each.is_phrase]
    return [choice_of(each) for each in wanted if each.is_phrase] + ([any_of(words)] if words else [])


def choice_of(wanted: Wanted) -> str:
    """One thing in any of its wordings."""
    return any_of(side_by_side(words) for words in wanted.choices)


def side_by_side(words: Words) -> str:
    """Words that follow each other."""
    *before, last = words.terms
    end = begun(last) if words.is_beginning else quoted(last)
    return f"({' <-> '.join([*map(quoted, before), end])})"


def begun(beginning: str, sign: str = "") -> str:
    """Any word that begins so: as it is written, or as its term."""
    return f"({quoted(sign + beginning)}:* | {quoted(sign + FORM + beginning)}:*)"


def strong(wanted: Wanted) -> str:
    """That a document is about one thing."""
    each = (
        all_of([*(quoted(STRONG + term) for term in words.terms[:-1]), f"{quoted(STRONG + words.terms[-1])}:*"])
        if words.is_beginning
        else all_of(quoted(STRONG + term) for term in words.terms)
        for words in wanted.choices
    )
    return any_of(each)


def in_title(terms: Iterable[str], beginning: str) -> str:
    """That a title holds words, and one that is perhaps only begun."""
    return all_of([*(quoted(TITLE + term) for term in terms), *([begun(beginning, TITLE)] if beginning else [])])


def all_of(parts: Iterable[str]) -> str:
    return f"({' & '.join(parts)})"


def any_of(parts: Iterable[str]) -> str:
    return f"({' | '.join(parts)})"


def holds(documents: FromClause, tsquery: str) -> ColumnElement[bool]:
    """Whether a document's words answer a query, by the index where one of it must be there."""
    return documents.c.terms.bool_op("@@")(as_tsquery(tsquery))


def as_tsquery(tsquery: str) -> Cast[str]:
    return cast(tsquery, TSQUERY)


def beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
