"""The engine: who may write, what is open, what is done when a file can't be read."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import structlog

from forum.search.documents import Document
from forum.search.engine import NO_INDEX, Batch, Found, Hit, IndexUnusable, Question
from forum.search.engines.whoosh import offering
from forum.search.engines.whoosh.folder import IndexFolder
from forum.search.engines.whoosh.opened import OpenIndex, hit_of, hits_of
from forum.search.engines.whoosh.ranking import Ranked, rank
from forum.search.engines.whoosh.schema import SCHEMA_VERSION, schema
from forum.search.engines.whoosh.storage import DurableStorage
from forum.search.engines.whoosh.writing import differing, known_since, write

Answer = TypeVar("Answer")
REMEMBERED = 500
"""Questions of which the answer is kept until the next commit: pages turned, kinds chosen, the way back."""
TRIES, PAUSE = 10, 0.02

log = structlog.get_logger("search")


class WhooshEngine:
    """An index under a folder of its own.

    Args:
        path: the folder, made when first needed.
    """

    def __init__(self, path: Path) -> None:
        self.folder = IndexFolder(path, SCHEMA_VERSION)
        # One at a time: readers keep one position in their files, and threads take turns in Python anyway.
        self._asking = threading.RLock()
        self._open: OpenIndex | None = None
        self._answers: OrderedDict[Question, Ranked] = OrderedDict()

    # Writing

    def change(self, kind: str, ids: Collection[int], read: Callable[[], Iterable[Document]]) -> None:
        """Puts documents in, in place of what stood under these ids, as one commit; none where nothing differs.

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
                documents = {document.id: document for document in read()}
                changed = self._asked(lambda index: differing(index, kind, ids, documents))
                if changed:
                    standing = [documents[row] for row in changed if row in documents]
                    self._write_or_doubt(name, [(kind, changed, standing)])
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
            came_in = self._came_in()
            write(index, everything, came_in)
            with self.folder.writing():
                noted = self.folder.noted()
                write(index, ((kind, ids, again(kind, ids)) for kind, ids in noted.items()), came_in)
                self.folder.point_to(fresh)
                self.folder.trust()
                self.folder.throw_out_all_but(fresh)
                self.folder.stop_noting()  # last: while notes are left, the next change sweeps after a kill

    def _write_or_doubt(self, name: str, batches: Iterable[Batch]) -> None:
        index = self._opened(name)
        try:
            write(index, batches, lambda _: time.time())
        except Exception:
            self.folder.doubt(name)
            raise

    def _came_in(self) -> Callable[[Document], float]:
        """Says of documents that are rebuilt when they came into the index as they are: what was there before is not
        new again. An index that turns out not to be readable is asked no more: each question would wait for it.
        """
        is_readable = True

        def came_in(document: Document) -> float:
            nonlocal is_readable
            if is_readable:
                try:
                    return self._asked(lambda index: known_since(index, document))
                except IndexUnusable:
                    is_readable = False
            return min(time.time(), document.written_at.timestamp())  # it was there as soon as it was written

        return came_in

    # Asking

    def search(self, question: Question) -> Found:
        """Looks for documents; who may find them is part of what is asked.

        Raises:
            IndexUnusable: there is none, or it can't be read.
        """
        question = replace(question, query=replace(question.query, text="", problems=()))
        return self._asked(lambda index: self._found(index, question))

    def suggest(self, beginning: str, audiences: frozenset[str], kinds: Sequence[str], size: int) -> Sequence[Hit]:
        """Documents of some kinds whose title holds all the words typed, the last of which may be only begun."""
        return self._asked(lambda index: hits_of(offering.suggest(index, beginning, audiences, kinds, size)))

    def similar(
        self, terms: Sequence[str], audiences: frozenset[str], kinds: Sequence[str], size: int
    ) -> Sequence[Hit]:
        """Documents that share telling words with a text, the nearest first."""
        return self._asked(lambda index: hits_of(offering.similar(index, terms, audiences, kinds, size)))

    def respell(self, words: Sequence[str], audiences: frozenset[str]) -> Mapping[str, str]:
        """For words that no document of these audiences holds, the nearest that one does."""
        return self._asked(lambda index: offering.respell(index, words, audiences))

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind."""
        return self._asked(OpenIndex.count)

    def fingerprints(self, kind: str, after: int, size: int) -> Mapping[int, str]:
        """The fingerprints of documents of a kind by their ids, from beyond one on."""
        return self._asked(lambda index: index.fingerprints(kind, after, size))

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
            apart = self._patiently(lambda: self._opened_as(name, None))
            try:
                for segment in apart.segments:
                    segment.read_all()
            finally:
                apart.close()
        except Exception as error:  # whatever is wrong with a file of the index, a rebuild mends it
            return f"the index can't be read: {error!r}"
        self.folder.trust()
        return ""

    def _asked(self, ask: Callable[[OpenIndex], Answer]) -> Answer:
        """Asks the index as of the latest commit, of whichever process.

        Raises:
            IndexUnusable: there is none, or it can't be read.
        """
        with self._asking:
            index = self._latest()
            try:
                return ask(index)
            except Exception as error:
                log.exception("search failed")
                self.folder.doubt(index.name)
                self._forget()
                raise IndexUnusable("the index can't be read") from error

    def _found(self, index: OpenIndex, question: Question) -> Found:
        ranked = self._answers.get(question)
        if ranked is None:
            ranked = self._answers[question] = rank(index, question)
            if len(self._answers) > REMEMBERED:
                self._answers.popitem(last=False)
        hits = [hit_of(place, more) for place, more in zip(ranked.places, ranked.more, strict=True)]
        return Found(hits, ranked.total, ranked.counts, ranked.is_loose, ranked.next_cursor)

    # What is open

    def _latest(self) -> OpenIndex:
        name = self.folder.current()
        if not name:
            self._forget()
            raise IndexUnusable(NO_INDEX)
        if self._open is None or not self._open.is_latest(name):
            before = self._open if self._open and self._open.name == name else None
            try:
                latest = self._patiently(lambda: self._opened_as(name, before))
            except IndexUnusable:
                self._forget()
                raise
            if before is None:
                self._forget()
            self._answers.clear()
            self._open = latest
        return self._open

    def _forget(self) -> None:
        self._answers.clear()
        if self._open is not None:
            self._open.close()
            self._open = None

    def _opened_as(self, name: str, before: OpenIndex | None) -> OpenIndex:
        return OpenIndex(name, DurableStorage(self.folder.path / name).open_index(), before)

    def _opened(self, name: str) -> Any:
        return self._patiently(lambda: DurableStorage(self.folder.path / name).open_index())

    def _patiently(self, open_it: Callable[[], Answer]) -> Answer:
        """Opens something of the index, again where another process moved it away at that moment."""
        for tries_left in reversed(range(TRIES)):
            try:
                return open_it()
            except Exception as error:  # what a damaged file makes Whoosh raise may be of any type
                if not tries_left:
                    raise IndexUnusable(f"the index can't be opened: {error!r}") from error
                time.sleep(PAUSE)
        raise AssertionError
