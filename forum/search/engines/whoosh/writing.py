"""Putting documents into the index, and what of them is new there."""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from whoosh.writing import PostingPool

from forum.search.documents import Document
from forum.search.engine import Batch
from forum.search.engines.whoosh.opened import OpenIndex
from forum.search.engines.whoosh.schema import key_of, row_of

WORDS_IN_MEMORY_MB = 64
WORDS_AT_ONCE, LENGTH = 500, 8


class QuickPool(PostingPool):
    """What is written, sorted on the disk: many at a time, since one by one takes half of the time of a rebuild."""

    def _write_run(self, f: Any, items: Iterable[Any]) -> None:
        left = iter(items)
        while several := list(islice(left, WORDS_AT_ONCE)):
            packed = marshal.dumps(several)
            f.write(len(packed).to_bytes(LENGTH, "big"))
            f.write(packed)
        f.close()

    def _read_run(self, path: str) -> Iterator[Any]:
        f = self._open_run(path)
        try:
            while length := f.read(LENGTH):
                yield from marshal.loads(f.read(int.from_bytes(length, "big")))  # noqa: S302  (of our own writing)
        finally:
            f.close()
            self._remove_run(path)


def differing(index: OpenIndex, kind: str, ids: Collection[int], documents: Mapping[int, Document]) -> Sequence[int]:
    """The ids under which something else stands in an index than should.

    Args:
        index: as of the latest commit.
        kind: of the documents.
        ids: looked at.
        documents: by their ids, those that exist.
    """
    changed = []
    for row in dict.fromkeys([*ids, *documents]):
        place = index.find(kind, row)
        known = place[0].fingerprint(place[1]) if place else ""
        if known != (documents[row].fingerprint if row in documents else ""):
            changed.append(row)
    return changed


def known_since(index: OpenIndex, document: Document) -> float:
    """When a document came into an index as it is: now, where it is another there, or none."""
    place = index.find(document.kind, document.id)
    if place is None or place[0].fingerprint(place[1]) != document.fingerprint:
        return time.time()
    return place[0].indexed[place[1]]


def write(index: Any, batches: Iterable[Batch], came_in: Callable[[Document], float]) -> None:
    """One commit: what stood under the ids of each batch is replaced by its documents.

    Args:
        index: Whoosh's.
        batches: of ids and documents.
        came_in: when each came into the index as it is, in seconds since 1970.
    """
    writer = index.writer()
    writer.pool = QuickPool(writer._tempstorage, writer.newsegment, limitmb=WORDS_IN_MEMORY_MB)
    try:
        for kind, ids, documents in batches:
            for gone in ids:
                writer.delete_by_term("key", key_of(kind, gone))
            for document in {document.id: document for document in documents}.values():
                writer.add_document(**row_of(document, came_in(document)))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
