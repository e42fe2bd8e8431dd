"""What an engine does for the search, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import current_app

from forum.search.documents import Document
from forum.search.query import Query

Batch = tuple[str, Collection[int], Iterable[Document]]
"""A kind, ids, and the documents that stand under them now."""


class IndexUnusable(Exception):
    """There is no index, or one of an older version, or one that can't be read: it has to be made anew."""


class RebuildUnderWay(Exception):
    """Another rebuild runs, in this process or another."""


NO_INDEX = "there is no index of this version"
"""What an engine says of a new installation, and after an update that reads words otherwise: no fault of anybody's."""


@dataclass(frozen=True)
class Hit:
    """One document found, with the text that its excerpt is taken from."""

    kind: str
    id: int
    body: str


@dataclass(frozen=True)
class Found:
    """What a search gave.

    Args:
        hits: one page of them, the best first.
        total: how many there are of the kind asked for.
        counts: how many there are of each kind.
        is_loose: nothing held all the words, so that any of them was enough.
    """

    hits: Sequence[Hit]
    total: int
    counts: Mapping[str, int]
    is_loose: bool = False


class Engine(Protocol):
    """An index that can be written to and asked."""

    def change(self, kind: str, ids: Collection[int], read: Callable[[], Iterable[Document]]) -> None:
        """Puts the documents that are read in, in place of what stood under these ids.

        Raises:
            IndexUnusable: there is nothing to put them in.
        """

    def rebuild(self, everything: Iterable[Batch], again: Callable[[str, Collection[int]], Iterable[Document]]) -> None:
        """Makes the index anew while the old one serves.

        Raises:
            RebuildUnderWay: another one runs.
        """

    def search(self, wanted: Query, audiences: Collection[str], kind: str, page: int, size: int) -> Found:
        """Looks for documents that one of the audiences may find, and for nothing else.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind.

        Raises:
            IndexUnusable: there is nothing to count.
        """

    def is_usable(self) -> bool:
        """Whether nothing is known to be wrong with the index."""

    def problem(self) -> str:
        """What is wrong with the index, all of it looked through; empty when nothing is."""


def current_engine() -> Engine:
    """The engine of the application at hand."""
    engine: Engine = current_app.extensions["search"]
    return engine
