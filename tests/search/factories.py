"""Documents, and an index of its own, to test with."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from forum.core import audience
from forum.search.documents import Document
from forum.search.engine import Engine, Found, Question
from forum.search.engines.postgres import PostgresEngine
from forum.search.grammar import parse
from forum.search.query import Narrowing

ROOT = Path(__file__).resolve().parents[2]
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


def asked(text: str, *audiences: str, **more: Any) -> Question:
    """What a reader asks; a visitor unless audiences are given.

    Args:
        text: as typed.
        audiences: of the reader.
        more: of the question; `kind="post"` narrows as a tab of the page does.
    """
    kind = more.pop("kind", "")
    narrowed = (*more.pop("narrowed", ()), *((Narrowing("kind", (kind,)),) if kind else ()))
    return Question(parse(text), frozenset(audiences or {audience.PUBLIC}), narrowed=narrowed, **more)


class Shelf:
    """An index with documents in it, and what they are read from.

    Args:
        engine: whose index.
        documents: in it from the start.
    """

    def __init__(self, engine: Engine, *documents: Document) -> None:
        self.engine: Any = engine
        self.rows: dict[tuple[str, int], Document] = {(each.kind, each.id): each for each in documents}
        self.rebuild()

    def put(self, *documents: Document) -> None:
        """Writes documents, each as a commit of its own."""
        for each in documents:
            self.rows[each.kind, each.id] = each
            self.engine.change(each.kind, [each.id], lambda each=each: [each])

    def put_all(self, *documents: Document) -> None:
        """Writes documents at once."""
        self.rows |= {(each.kind, each.id): each for each in documents}
        for kind in sorted({each.kind for each in documents}):
            of_kind = [each for each in documents if each.kind == kind]
            self.engine.change(kind, [each.id for each in of_kind], lambda of_kind=of_kind: of_kind)

    def take_out(self, *documents: Document) -> None:
        for each in documents:
            del self.rows[each.kind, each.id]
            self.engine.change(each.kind, [each.id], list)

    def rebuild(self) -> None:
        self.engine.rebuild([(each.kind, [each.id], [each]) for each in self.rows.values()], self.read)

    def read(self, kind: str, ids: Iterable[int]) -> list[Document]:
        return [self.rows[kind, number] for number in ids if (kind, number) in self.rows]

    def ask(self, text: str, *audiences: str, **more: Any) -> Found:
        """What a reader finds (`asked`)."""
        found: Found = self.engine.search(asked(text, *audiences, **more))
        return found

    def find(self, text: str, *audiences: str, **more: Any) -> list[int]:
        """The ids of what a reader finds, the best first, and nothing that only holds some of the words."""
        found = self.ask(text, *audiences, **more)
        return [] if found.is_loose else [hit.id for hit in found.hits]

    def pages(self, text: str, *audiences: str, **more: Any) -> list[list[int]]:
        """The ids of every page, each asked for by the cursor of the one before."""
        pages, cursor = [], ""
        while True:
            found = self.ask(text, *audiences, **more, after=cursor)
            pages.append([hit.id for hit in found.hits])
            cursor = found.next_cursor
            if not cursor:
                return pages

    def counts(self) -> Mapping[str, int]:
        counts: Mapping[str, int] = self.engine.count()
        return counts


def process(engine: Any, script: str, stdout: int | None = None, **names: object) -> subprocess.Popen[bytes]:
    """Starts another process that has the same index at hand as `engine`."""
    if isinstance(engine, PostgresEngine):
        url = engine.database.url.render_as_string(hide_password=False)
        opening = [
            "from sqlalchemy import create_engine",
            "from forum.search.engines.postgres import PostgresEngine",
            f"engine = PostgresEngine(create_engine({url!r}))",
        ]
    else:
        opening = [
            "from pathlib import Path",
            "from forum.search.engines.whoosh import WhooshEngine",
            f"engine = WhooshEngine(Path({str(engine.folder.path)!r}))",
        ]
    lines = [*opening, "from tests.search.factories import document"]
    lines += [f"{name} = {value!r}" for name, value in names.items()]
    code = "\n".join(lines) + "\n" + textwrap.dedent(script).strip()
    return subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=stdout)
