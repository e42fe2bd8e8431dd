"""Keeping the index true, and asking it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import structlog
from markupsafe import Markup

from forum.core.actor import Actor
from forum.extensions import db
from forum.search.analysis import words
from forum.search.documents import Document, Result, Source, sources
from forum.search.engine import NO_INDEX, Batch, Found, Hit, IndexUnusable, RebuildUnderWay, current_engine
from forum.search.excerpts import excerpt
from forum.search.query import Query, parse

PAGE = 20
MOST_PAGES = 50
BATCH = 500

log = structlog.get_logger("search")


@dataclass(frozen=True)
class Row:
    """One row of the results' page.

    Args:
        kind: of the document.
        result: what the feature says of it.
        excerpt: of its text, with what was looked for marked.
    """

    kind: str
    result: Result
    excerpt: Markup


@dataclass(frozen=True)
class Answer:
    """What the results' page shows.

    Args:
        query: what was read from the box.
        rows: one page of results.
        found: how many there are.
        page: the number of the page, the last one where more was asked for.
        is_ready: the index could be asked; otherwise it is being made anew.
    """

    query: Query
    rows: list[Row]
    found: Found
    page: int = 1
    is_ready: bool = True

    @property
    def reachable(self) -> int:
        """How many results can be paged to."""
        return min(self.found.total, PAGE * MOST_PAGES)


NOTHING = Found([], 0, {})


def index(kind: str, ids: Iterable[int]) -> None:
    """Brings the index up to date about some rows: read anew, put in, replaced, or taken out where they are gone.

    Where there is no index to put them in, the whole of it is made.

    Args:
        kind: of a registered source; another one changes nothing.
        ids: of its rows.
    """
    source = sources().get(kind)
    wanted = sorted(set(ids))
    if source is None or not wanted:
        return
    try:
        current_engine().change(kind, wanted, lambda: as_of_now(source, wanted))
    except IndexUnusable:
        say_why(current_engine().problem())
        try:
            rebuild()
        except RebuildUnderWay:  # began since: it notes what changes
            current_engine().change(kind, wanted, lambda: as_of_now(source, wanted))


def search(actor: Actor, text: str, kind: str = "", page: int = 1) -> Answer:
    """Looks for what the actor may find.

    Args:
        actor: the reader, whose audiences are part of the question.
        text: as typed.
        kind: only documents of this kind; empty for all.
        page: from 1; the last one there is for one beyond.
    """
    query = parse(text)
    if query.is_empty:
        return Answer(query, [], NOTHING)
    wanted = replace(query, text="", unread=(), kind=kind_of(query.kind))
    kind = kind if kind in sources() else ""
    page = max(1, min(page, MOST_PAGES))
    try:
        found = current_engine().search(wanted, actor.audiences, kind, page, PAGE)
        last = max(1, -(-found.total // PAGE))
        if page > last:
            page = last
            found = current_engine().search(wanted, actor.audiences, kind, page, PAGE)
    except IndexUnusable:
        return Answer(query, [], NOTHING, is_ready=False)
    return Answer(query, rows_of(actor, found.hits, query), found, page)


def rows_of(actor: Actor, hits: Sequence[Hit], query: Query) -> list[Row]:
    """The rows of the hits that the actor may still read: one statement a kind."""
    shown: dict[tuple[str, int], Result] = {}
    for name, source in sources().items():
        ids = [hit.id for hit in hits if hit.kind == name]
        if ids:
            shown.update({(name, number): result for number, result in source.results(actor, ids).items()})
    return [
        Row(hit.kind, result, excerpt(hit.body, query.marked))
        for hit in hits
        if (result := shown.get((hit.kind, hit.id)))
    ]


def kind_of(typed: str) -> str:
    """The kind that is meant by its name, or by a word of what the reader's page calls it: « fiche », « school »."""
    asked = {word.term for word in words(typed)}
    for name, source in sources().items():
        if typed == name or (asked and asked <= {word.term for word in words(source.label())}):
            return name
    return typed


def rebuild(progress: Callable[[int], object] = lambda _: None) -> None:
    """Makes the whole index anew while the old one serves.

    Args:
        progress: called with the number of rows done since the last call.

    Raises:
        RebuildUnderWay: another one runs.
    """

    def everything() -> Iterator[Batch]:
        for kind, source in sources().items():
            for ids in batches(source):
                yield kind, ids, as_of_now(source, ids)
                progress(len(ids))

    current_engine().rebuild(everything(), lambda kind, ids: as_of_now(sources()[kind], list(ids)))


def mend() -> bool:
    """Makes the index anew where there is none, or an older one, or one that can't be read.

    Returns:
        whether it had to be.
    """
    engine = current_engine()
    if engine.is_usable():
        return False
    problem = engine.problem()
    if not problem:
        return False
    say_why(problem)
    try:
        rebuild()
    except RebuildUnderWay:
        return False
    return True


def say_why(problem: str) -> None:
    """Notes that the index is made anew: in passing where there was none, as a warning where one was damaged."""
    note = log.info if problem == NO_INDEX else log.warning
    note("the index is made anew", problem=problem)


def as_of_now(source: Source, ids: Sequence[int]) -> Sequence[Document]:
    """Documents as the database has them now, not as of what the session read before."""
    db.session.rollback()
    return source.documents(ids)


def batches(source: Source) -> Iterator[list[int]]:
    """All the ids of a source, some at a time."""
    last = 0
    while ids := list(source.ids(last, BATCH)):
        yield ids
        last = ids[-1]


def count_ids() -> int:
    """How many rows the sources have, those that nobody may read among them."""
    return sum(len(ids) for source in sources().values() for ids in batches(source))


def count_rows() -> dict[str, int]:
    """How many documents each source has now."""
    return {kind: sum(len(source.documents(ids)) for ids in batches(source)) for kind, source in sources().items()}
