"""The index as of one commit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from whoosh.reading import SegmentReader

from forum.search.engine import Hit
from forum.search.engines.whoosh.schema import key_of
from forum.search.engines.whoosh.segment import Memory, Segment

Place = tuple[Segment, int]
"""Where a document is: its segment, and its number there."""


class OpenIndex:
    """One generation as of one commit. It never changes, so that what was worked out on it is kept.

    Args:
        name: of the generation.
        index: Whoosh's.
        before: the same generation as of an earlier commit, the segments of which are taken over.
    """

    def __init__(self, name: str, index: Any, before: OpenIndex | None = None) -> None:
        self.name = name
        self._index = index
        self._commit = index.latest_generation()
        known = {segment.name: segment for segment in before.segments} if before else {}
        self.memory: Memory = before.memory if before else Memory()
        self.segments: list[Segment] = []
        self._sorted: dict[str, tuple[list[int], list[Place]]] = {}
        table = index._read_toc()
        for each in table.segments:
            segment = known.get(each.segment_id())
            if segment is None:
                reader = SegmentReader(index.storage, table.schema, each)
                segment = Segment(each.segment_id(), reader, self.memory)
            self.segments.append(segment)
            segment.gone = frozenset(each.deleted_docs())
        for name_before in known.keys() - {segment.name for segment in self.segments}:
            known[name_before].close()

    def is_latest(self, name: str) -> bool:
        """Whether this is the latest commit of a generation."""
        return self.name == name and bool(self._index.latest_generation() == self._commit)

    def close(self) -> None:
        for segment in self.segments:
            segment.close()

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            for kind, numbers in segment.values("kind"):
                counts[kind] = counts.get(kind, 0) + len(numbers - segment.gone)
        return {kind: number for kind, number in counts.items() if number}

    def find(self, kind: str, row: int) -> Place | None:
        """Where the document of a row is."""
        for segment in self.segments:
            for number in segment.look_up("key", key_of(kind, row)) - segment.gone:
                return segment, number
        return None

    def fingerprints(self, kind: str, after: int, size: int) -> Mapping[int, str]:
        """The fingerprints of documents of a kind by their ids, from beyond one on."""
        ids, places = self._of_kind(kind)
        first = bisect_right(ids, after)
        return {
            row: segment.fingerprint(number)
            for row, (segment, number) in zip(ids[first : first + size], places[first : first + size], strict=True)
        }

    def _of_kind(self, kind: str) -> tuple[list[int], list[Place]]:
        if kind not in self._sorted:
            rows = [
                (segment.ids[number], segment, number)
                for segment in self.segments
                for number in segment.holding("facets", f"kind={kind}") - segment.gone
            ]
            rows.sort(key=lambda row: row[0])
            self._sorted[kind] = [row for row, _, _ in rows], [(segment, number) for _, segment, number in rows]
        return self._sorted[kind]


def hit_of(place: Place, more: int = 0) -> Hit:
    """A document as it is handed out."""
    segment, number = place
    stored = segment.stored(number)
    return Hit(segment.kinds[number], segment.ids[number], stored.get("title", ""), stored.get("body", ""), more)


def hits_of(places: Sequence[Place]) -> list[Hit]:
    return [hit_of(place) for place in places]
