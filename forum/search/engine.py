"""What an engine does for the search, whichever it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from flask import current_app

from forum.search.documents import Document
from forum.search.query import Narrowing, Query

Batch = tuple[str, Collection[int], Iterable[Document]]
"""A kind, ids, and the documents that stand under them now."""
Order = Literal["best", "newest", "oldest"]


class IndexUnusable(Exception):
    """There is no index, or one of an older version, or one that can't be read: it has to be made anew."""


class RebuildUnderWay(Exception):
    """Another rebuild runs, in this process or another."""


NO_INDEX = "there is no index of this version"
"""What an engine says of a new installation, and after an update that reads words otherwise: no fault of anybody's."""


@dataclass(frozen=True)
class Question:
    """What an engine is asked: a query, by whom, and which part of the answer.

    Args:
        query: what is looked for; its text and its problems don't matter here.
        audiences: of the reader. Nothing else is found, counted, or weighed.
        narrowed: facets chosen on the page, beside those typed.
        order: the best first, or by date; without words to weigh, the best are the newest.
        is_grouped: of each group, only its best document, with how many more there are.
        counted: the facets of which values are counted. The counts of one leave out what `narrowed` says of it, so
            that a reader sees what another choice would give; all else counts.
        after: the cursor where the page before ended; one that can't be read begins at the start.
        size: documents, or groups, of a page.
        indexed_after: only what came into the index, or changed there, after this moment.
        is_loose: any of several words is enough, even where something holds them all; phrases and filters still hold.
    """

    query: Query
    audiences: frozenset[str]
    narrowed: tuple[Narrowing, ...] = ()
    order: Order = "best"
    is_grouped: bool = False
    counted: tuple[str, ...] = ("kind",)
    after: str = ""
    size: int = 20
    indexed_after: datetime | None = None
    is_loose: bool = False


@dataclass(frozen=True)
class Hit:
    """One document found, with the text that its excerpt is taken from.

    Args:
        kind, id: of the document.
        title, body: as they were put in; the body begins with the summary.
        more: how many others of its group were found, where the list is grouped.
    """

    kind: str
    id: int
    title: str
    body: str
    more: int = 0


@dataclass(frozen=True)
class Found:
    """What a search gave.

    Args:
        hits: one page of them, in the order asked for; ties by kind and id, so that no row comes twice.
        total: how many documents there are, all narrowings minded: true, whatever the order and the page.
        counts: by facet, how many documents there are of each value.
        is_loose: any of the words was enough, as asked, or since nothing held them all; phrases and filters still hold.
        next_cursor: asks for what comes after; empty at the end.
    """

    hits: Sequence[Hit] = ()
    total: int = 0
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_loose: bool = False
    next_cursor: str = ""


NOTHING = Found()


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

    def search(self, question: Question) -> Found:
        """Looks for documents that one of the audiences may find, and for nothing else.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def suggest(self, beginning: str, audiences: frozenset[str], kinds: Sequence[str], size: int) -> Sequence[Hit]:
        """Documents of some kinds whose title holds all the words typed, the last of which may be only begun.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def similar(
        self, terms: Sequence[str], audiences: frozenset[str], kinds: Sequence[str], size: int
    ) -> Sequence[Hit]:
        """Documents that share telling words with a text, the nearest first: none that shares only a common one.

        Args:
            terms: as the index keeps them (analysis.py), the most telling first.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def respell(self, words: Sequence[str], audiences: frozenset[str]) -> Mapping[str, str]:
        """For words that no document of these audiences holds, the nearest that one does, as it is written there.

        Args:
            words: as typed.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind.

        Raises:
            IndexUnusable: there is nothing to count.
        """

    def fingerprints(self, kind: str, after: int, size: int) -> Mapping[int, str]:
        """What `Document.fingerprint` was of the documents of a kind, by their ids in order, from beyond one on.

        Raises:
            IndexUnusable: there is nothing to look in.
        """

    def is_usable(self) -> bool:
        """Whether nothing is known to be wrong with the index."""

    def problem(self) -> str:
        """What is wrong with the index, all of it looked through; empty when nothing is."""


def current_engine() -> Engine:
    """The engine of the application at hand."""
    engine: Engine = current_app.extensions["search"]
    return engine
