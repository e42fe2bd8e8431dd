"""Keeping the index true to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import structlog

from forum.extensions import db
from forum.search.documents import Document, Source, as_indexed, sources
from forum.search.engine import NO_INDEX, Batch, IndexUnusable, RebuildUnderWay, current_engine

BATCH = 500

log = structlog.get_logger("search")


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
    return [as_indexed(source, document) for document in source.documents(ids)]


def batches(source: Source) -> Iterator[list[int]]:
    """All the ids of a source, some at a time."""
    last = 0
    while ids := list(source.ids(last, BATCH)):
        yield ids
        last = ids[-1]


def count_ids() -> int:
    """How many rows the sources have, those that nobody may read among them."""
    return sum(len(ids) for source in sources().values() for ids in batches(source))
