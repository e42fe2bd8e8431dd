"""What can be searched: documents that features describe, and the sources that give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.core.actor import Actor


@dataclass(frozen=True)
class Document:
    """One thing as the index knows it.

    Args:
        kind: "thread", "post", "sheet", "school".
        id: the row's id, unique within its kind.
        audience: who may find it (forum/core/audience.py).
        title: counts more than the body.
        body: plain text.
        written_at: for `after:` and `before:`.
        language: "fr" or "en".
        tags: keywords, which count more than the body too.
        author: who wrote it.
        place: where it stands, for `in:`.
    """

    kind: str
    id: int
    audience: str
    title: str
    body: str
    written_at: datetime
    language: str = "fr"
    tags: tuple[str, ...] = ()
    author: str = ""
    place: str = ""


@dataclass(frozen=True)
class Result:
    """One row of the results' page, in the reader's language.

    Args:
        title: what the link says.
        url: where it leads.
        facts: what is said under it: place, author, day.
    """

    title: str
    url: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A feature's hand to the index: what it has, and how a hit is shown.

    Args:
        kind: of its documents.
        label: the name of the kind on the results' page, in the reader's language.
        ids: given an id and a limit, the ids that follow, in order.
        documents: given ids, those that still exist and that somebody may read.
        results: given the reader and ids, the rows to show, by one statement, the reader's right checked again.
    """

    kind: str
    label: Callable[[], str]
    ids: Callable[[int, int], Sequence[int]]
    documents: Callable[[Sequence[int]], Sequence[Document]]
    results: Callable[[Actor, Sequence[int]], Mapping[int, Result]]


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Makes what a feature has searchable."""
    _sources[source.kind] = source


def forget_source(kind: str) -> None:
    """Takes a source out again."""
    _sources.pop(kind, None)


def sources() -> Mapping[str, Source]:
    """Every source by its kind, in the order they were registered."""
    return _sources
