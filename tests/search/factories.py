"""Documents, and an index of its own, to test with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count

from forum.core import audience
from forum.search.documents import Document
from forum.search.engine import Found
from forum.search.engines.whoosh import WhooshEngine
from forum.search.query import parse

NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)
_numbers = count(1)


def document(body: str = "", **more: object) -> Document:
    """A post for everyone, unless it is said otherwise."""
    described = {
        "kind": "post",
        "id": next(_numbers),
        "audience": audience.PUBLIC,
        "title": "",
        "written_at": NOON,
        **more,
    }
    return Document(body=body, **described)  # type: ignore[arg-type]


class Shelf:
    """An index with documents in it, and what they are read from.

    Args:
        engine: whose index.
        documents: in it from the start.
    """

    def __init__(self, engine: WhooshEngine, *documents: Document) -> None:
        self.engine = engine
        self.rows: dict[tuple[str, int], Document] = {(each.kind, each.id): each for each in documents}
        self.rebuild()

    def put(self, *documents: Document) -> None:
        """Writes documents, each as a commit of its own."""
        for each in documents:
            self.rows[each.kind, each.id] = each
            self.engine.change(each.kind, [each.id], lambda each=each: [each])  # type: ignore[misc]

    def take_out(self, *documents: Document) -> None:
        for each in documents:
            del self.rows[each.kind, each.id]
            self.engine.change(each.kind, [each.id], list)

    def rebuild(self) -> None:
        self.engine.rebuild([(each.kind, [each.id], [each]) for each in self.rows.values()], self.read)

    def read(self, kind: str, ids: Iterable[int]) -> list[Document]:
        return [self.rows[kind, number] for number in ids if (kind, number) in self.rows]

    def ask(self, text: str, *audiences: str, kind: str = "", page: int = 1, size: int = 20) -> Found:
        """What a reader finds; a visitor unless audiences are given."""
        return self.engine.search(parse(text), audiences or (audience.PUBLIC,), kind, page, size)

    def find(self, text: str, *audiences: str) -> list[int]:
        """The ids of what a reader finds, the best first, and nothing that only holds some of the words."""
        found = self.ask(text, *audiences)
        return [] if found.is_loose else [hit.id for hit in found.hits]

    def counts(self) -> Mapping[str, int]:
        return self.engine.count()
