"""The index kept by Whoosh, in a folder of generations (forum/search/engines/folder.py)."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from whoosh import query, scoring

from forum.search.documents import Document
from forum.search.engine import NO_INDEX, Batch, Found, Hit, IndexUnusable
from forum.search.engines.folder import IndexFolder
from forum.search.engines.schema import SCHEMA_VERSION, key_of, row_of, schema
from forum.search.engines.storage import DurableStorage
from forum.search.engines.tree import LENGTH_WEIGHS, must, scored
from forum.search.query import Query

WORDS_IN_MEMORY_MB = 64
MOST_NEAR = 2_000
"""Documents found among which it is looked whether the words stand together: beyond, they are everywhere, and where
each stands takes longer to read (0.1 s for 4,000) than it helps."""
REMEMBERED = 500
"""Questions of which the answer is kept until the next commit: pages turned, kinds chosen, the way back."""
TRIES, PAUSE = 10, 0.02

log = structlog.get_logger("search")


@dataclass(frozen=True)
class Ranked:
    """What a question found, as Whoosh numbers documents: one page, and how many there are of each kind."""

    numbers: tuple[int, ...]
    counts: Mapping[str, int]
    is_loose: bool


class WhooshEngine:
    """An index under a folder of its own.

    Args:
        path: the folder, made when first needed.
    """

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path, SCHEMA_VERSION)
        # One search at a time: readers keep one position in their files, and threads take turns in Python anyway.
        self._asking = threading.Lock()
        self._open: OpenIndex | None = None

    # Writing

    def change(self, kind: str, ids: Collection[int], read: Callable[[], Iterable[Document]]) -> None:
        """Puts documents in, in place of what stood under these ids, as one commit.

        Args:
            kind: of the documents.
            ids: of what changed.
            read: gives those that exist; called while no other writes, so that the latest words win.

        Raises:
            IndexUnusable: there is none, or it can't be read.
        """
        with self.folder.writing():
            name = self.folder.current()
            if name:
                index, documents = self._opened(name), list(read())
                try:
                    write(index, [(kind, ids, documents)])
                except Exception:
                    self.folder.doubt(name)
                    raise
            elif not self.folder.is_being_rebuilt():
                raise IndexUnusable("there is no index of this version yet")
            self.folder.note(kind, ids)

    def rebuild(
        self,
        everything: Iterable[Batch],
        again: Callable[[str, Collection[int]], Iterable[Document]],
    ) -> None:
        """Makes the index anew while the old one serves, then puts it in its place.

        Args:
            everything: batches of documents, read while this runs.
            again: given a kind and ids, reads those documents anew; called for what changed meanwhile.

        Raises:
            RebuildUnderWay: another one runs, here or in another process.
        """
        with self.folder.rebuilding():
            with self.folder.writing():
                self.folder.start_noting()
                self.folder.throw_out_all_but(self.folder.current())
            fresh = self.folder.begin()
            index = DurableStorage(self.folder.path / fresh).create_index(schema())
            write(index, everything)
            with self.folder.writing():
                write(index, ((kind, ids, again(kind, ids)) for kind, ids in self.folder.noted().items()))
                self.folder.point_to(fresh)
                self.folder.trust()
                self.folder.throw_out_all_but(fresh)
                self.folder.stop_noting()  # last: while notes are left, the next change sweeps after a kill

    # Asking

    def search(self, wanted: Query, audiences: Collection[str], kind: str, page: int, size: int) -> Found:
        """Looks for documents; who may find them is part of what is asked.

        Raises:
            IndexUnusable: there is none, or it can't be read.
        """
        with self._asking:
            index = self._latest()
            try:
                return index.search(wanted, frozenset(audiences), kind, page, size)
            except Exception as error:
                log.exception("search failed")
                self.folder.doubt(index.name)
                self._forget()
                raise IndexUnusable("the index can't be read") from error

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind."""
        with self._asking:
            return self._latest().count()

    def is_usable(self) -> bool:
        """Whether the index is there, of this version, can be opened, and never failed."""
        try:
            with self._asking:
                self._latest()
        except IndexUnusable:
            return False
        return not self.folder.is_doubted()

    def problem(self) -> str:
        """What keeps the index from being read, all of it looked through; empty when nothing does."""
        name = self.folder.current()
        if not name:
            return NO_INDEX
        try:
            searcher = self._opened(name).searcher()
            try:
                read_all(searcher.reader())
            finally:
                searcher.close()
        except Exception as error:  # whatever is wrong with a file of the index, a rebuild mends it
            return f"the index can't be read: {error!r}"
        self.folder.trust()
        return ""

    def _latest(self) -> OpenIndex:
        """The index as of the latest commit, of whichever process. Called while asking."""
        if self._open is None or not self._open.is_of(self.folder.current()):
            self._forget()
            self._open = self._patiently(self._open_current)
        return self._open

    def _forget(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _open_current(self) -> OpenIndex:
        name = self.folder.current()
        if not name:
            raise IndexUnusable("there is no index of this version")
        index = DurableStorage(self.folder.path / name).open_index()
        return OpenIndex(name, index.searcher(weighting=scoring.BM25F(B=LENGTH_WEIGHS)))

    def _opened(self, name: str) -> Any:
        return self._patiently(lambda: DurableStorage(self.folder.path / name).open_index())

    def _patiently(self, open_it: Callable[[], Any]) -> Any:
        """Opens something of the index, again where another process moved it away at that moment."""
        for tries_left in reversed(range(TRIES)):
            try:
                return open_it()
            except IndexUnusable:
                raise
            except Exception as error:  # what a damaged file makes Whoosh raise may be of any type
                if not tries_left:
                    raise IndexUnusable(f"the index can't be opened: {error!r}") from error
                time.sleep(PAUSE)
        raise AssertionError


class OpenIndex:
    """One generation as of one commit. It never changes, so that what was worked out on it is kept.

    Args:
        name: of the generation.
        searcher: Whoosh's, for one thread at a time.
    """

    def __init__(self, name: str, searcher: Any) -> None:
        self.name = name
        self._searcher = searcher
        self._holders: dict[tuple[str, str], frozenset[int]] = {}
        self._answers: OrderedDict[tuple[Any, ...], Ranked] = OrderedDict()

    def is_of(self, name: str) -> bool:
        """Whether this is the latest commit of a generation."""
        return self.name == name and bool(self._searcher.up_to_date())

    def close(self) -> None:
        self._searcher.close()

    def search(self, wanted: Query, audiences: frozenset[str], kind: str, page: int, size: int) -> Found:
        key = (wanted, audiences, kind, page, size)
        ranked = self._answers.get(key)
        if ranked is None:
            ranked = self._rank(wanted, audiences, kind, page, size, loose=False)
            if not ranked.counts and len(wanted.terms) > 1:
                ranked = self._rank(wanted, audiences, kind, page, size, loose=True)
            self._answers[key] = ranked
            if len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        total = ranked.counts.get(kind, 0) if kind else sum(ranked.counts.values())
        return Found([self._hit(number) for number in ranked.numbers], total, ranked.counts, ranked.is_loose)

    def _rank(
        self, wanted: Query, audiences: frozenset[str], kind: str, page: int, size: int, *, loose: bool
    ) -> Ranked:
        tree = must(wanted, loose=loose)
        allowed = frozenset[int]().union(*(self._holding("audience", token) for token in audiences))
        found = allowed.intersection(self._searcher.docs_for_query(tree))
        of_kinds = {name: found & self._holding("kind", name) for name in self._kinds()}
        counts = {name: len(numbers) for name, numbers in of_kinds.items() if numbers}
        shown = of_kinds.get(kind, frozenset()) if kind else found
        if not shown:  # an empty filter is no filter to Whoosh
            return Ranked((), counts, is_loose=False)
        order: dict[str, Any] = {"limit": page * size, "filter": set(shown)}
        if wanted.has_words:
            ranking = scored(wanted, loose=loose, near=len(shown) <= MOST_NEAR)
            results = self._searcher.search(ranking, **order)
        else:
            results = self._searcher.search(tree, sortedby="day", reverse=True, **order)
        numbers = tuple(number for _, number in results.top_n[(page - 1) * size : page * size])
        return Ranked(numbers, counts, loose)

    def _holding(self, field: str, term: str) -> frozenset[int]:
        """The numbers of the documents that hold a term, those taken out left out."""
        if (field, term) not in self._holders:
            self._holders[field, term] = frozenset(self._searcher.docs_for_query(query.Term(field, term)))
        return self._holders[field, term]

    def _kinds(self) -> list[str]:
        return [name.decode() for name in self._searcher.lexicon("kind")]

    def _hit(self, number: int) -> Hit:
        stored = self._searcher.stored_fields(number)
        return Hit(stored["kind"], stored["id"], stored.get("body", ""))

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind."""
        return {name: len(self._holding("kind", name)) for name in self._kinds()}


def write(index: Any, batches: Iterable[Batch]) -> None:
    """One commit: what stood under the ids of each batch is replaced by its documents."""
    writer = index.writer(limitmb=WORDS_IN_MEMORY_MB)
    try:
        for kind, ids, documents in batches:
            for gone in ids:
                writer.delete_by_term("key", key_of(kind, gone))
            for document in {document.id: document for document in documents}.values():
                writer.add_document(**row_of(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def read_all(reader: Any) -> None:
    """Reads each posting and each stored document once.

    Raises:
        Exception: of whichever type, where a file is damaged.
    """
    for _ in reader.iter_postings():
        pass
    for _ in reader.all_stored_fields():
        pass
