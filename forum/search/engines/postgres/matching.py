"""What is asked, in PostgreSQL's own queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time

from forum.search.engine import Question
from forum.search.engines.postgres.facets import SHARED, are_met, is_open
from forum.search.engines.postgres.lexemes import AUTHOR, FORM, STRONG, TITLE, quoted
from forum.search.engines.postgres.statements import Given
from forum.search.query import Wanted, Words

IN_STANDING = "ORDER BY standing DESC, number DESC"
"""Documents in the order of how much they count whatever is looked for."""


def found(given: Given, question: Question, *, is_loose: bool) -> str:
    """What a document must be like, its audience and its facets aside.

    Args:
        given: to the statement, in which the table is « documents ».
        question: what is asked.
        is_loose: any of the words is enough; phrases still hold.
    """
    query = question.query
    parts = ["true"]
    wanted = must(query.wanted, is_loose=is_loose)
    if query.authors:
        wanted.append(any_of(all_of(quoted(AUTHOR + term) for term in name) for name in query.authors))
    unwanted = [side_by_side(words) for words in query.without]
    unwanted += [all_of(quoted(AUTHOR + term) for term in name) for name in query.without_authors]
    if wanted and unwanted:
        wanted += [f"!{each}" for each in unwanted]
    elif unwanted:  # nothing but what must not be there would be looked for in each document
        others = f"SELECT others.number FROM {{documents}} AS others WHERE others.{holds(given, any_of(unwanted))}"  # noqa: S608
        parts.append(f"documents.number NOT IN ({others})")
    if wanted:
        parts.append(f"documents.{holds(given, all_of(wanted))}")
    if query.after:
        parts.append(f"documents.written_at >= {given(beginning_of(query.after), 'timestamptz')}")
    if query.before:
        parts.append(f"documents.written_at < {given(beginning_of(query.before), 'timestamptz')}")
    if question.indexed_after:
        parts.append(f"documents.indexed_at > {given(question.indexed_after, 'timestamptz')}")
    return " AND ".join(parts)


def shown(given: Given, question: Question, *, is_loose: bool) -> str:
    """What a document must be like to be shown: it answers, may be seen by the reader, and is what the page wants."""
    narrowed = (*question.query.narrowed, *question.narrowed)
    shared = [narrowing for narrowing in narrowed if narrowing.facet in SHARED]
    own = [narrowing for narrowing in narrowed if narrowing.facet not in SHARED]
    mine = f"{is_open(given, question.audiences)} AND {are_met(given, shared)}"
    buckets = f"SELECT buckets.number FROM {{buckets}} AS buckets WHERE {mine}"  # noqa: S608
    answers = found(given, question, is_loose=is_loose)
    return f"{answers} AND {are_met(given, own)} AND documents.bucket IN ({buckets})"


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


def holds(given: Given, tsquery: str) -> str:
    """Whether a document's words answer a query, by the index where one of it must be there."""
    return f"terms @@ {given(tsquery, 'tsquery')}"


def among(given: Given, numbers: Collection[int]) -> str:
    """Whether a document is one of those with some numbers."""
    listed = f"{{{','.join(map(str, numbers))}}}"  # a list of many numbers takes the driver ten times as long to write
    return f"number = ANY({given(listed, 'integer[]')})"


def beginning_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
