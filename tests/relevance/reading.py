"""The documents that relevance is measured over, as they stand in the files beside this module."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from forum.core import audience
from forum.core.text import slug
from forum.practices.documents import WEIGHTS
from forum.search.documents import Document

FOLDER = Path(__file__).parent / "documents"
HEADER = re.compile(r"(?m)^=== ([a-z0-9-]+) (thread|sheet) (\d{4}-\d\d-\d\d)(?: (generalise|follow|discuss))?\n")
FIRST_ID = 1_000_000
"""Ids from here on are of no row of the demonstration."""


@dataclass(frozen=True)
class Written:
    """One document as somebody wrote it.

    Args:
        name: what it is called where answers are judged; no two share one.
        kind: "thread" or "sheet".
        language: "fr" or "en", by the name of the file.
        opinion: of the committee, of a sheet; empty where it said nothing.
        summary: the first paragraph of a sheet.
    """

    name: str
    kind: str
    language: str
    day: date
    opinion: str
    title: str
    author: str
    tags: tuple[str, ...]
    summary: str
    body: str

    def document(self, number: int) -> Document:
        """What the index is given of it.

        Args:
            number: counts from 0, the same each time.
        """
        key = FIRST_ID + number
        return Document(
            kind=self.kind,
            id=key,
            audience=audience.PUBLIC,
            title=self.title,
            body=self.body,
            written_at=datetime.combine(self.day, time(12), UTC),
            language=self.language,
            tags=self.tags,
            author=self.author,
            place="climat-scolaire" if self.kind == "thread" else "",
            summary=self.summary,
            group=f"thread:{key}" if self.kind == "thread" else "",
            facets={
                "year": (str(self.day.year),),
                **({"opinion": (self.opinion,)} if self.opinion else {}),
                **({"domain": (slug(self.tags[0]),)} if self.kind == "sheet" else {}),
            },
            weight=WEIGHTS.get(self.opinion, 0.0),
        )


def written() -> list[Written]:
    """Every document, in the order of the files."""
    return [each for path in sorted(FOLDER.glob("*.md")) for each in read_file(path)]


def read_file(path: Path) -> list[Written]:
    """The documents of one file: `fr` or `en` stands before its ending.

    Raises:
        ValueError: something stands before the first header, or a document is not whole.
    """
    language = path.suffixes[-2].removeprefix(".")
    before, *parts = HEADER.split(path.read_text(encoding="utf-8"))
    if before.strip():
        raise ValueError(f"{path.name}: {before.strip()[:60]}")
    rows = zip(parts[::5], parts[1::5], parts[2::5], parts[3::5], parts[4::5], strict=True)
    return [read_one(language, *row) for row in rows]


def read_one(language: str, name: str, kind: str, day: str, opinion: str | None, text: str) -> Written:
    """One document: its title, its author and keywords, then paragraphs.

    Raises:
        ValueError: it is not whole.
    """
    head, _, rest = text.strip().partition("\n\n")
    title, _, facts = head.partition("\n")
    author, between, tags = facts.partition(" | ")
    paragraphs = [each.strip() for each in rest.split("\n\n")]
    if not (title and between and all(paragraphs)) or (kind == "sheet") is not (len(paragraphs) > 1):
        raise ValueError(f"{name} is not whole")
    summary = paragraphs.pop(0) if kind == "sheet" else ""
    keywords = tuple(tag.strip() for tag in tags.split(","))
    body = " ".join(paragraphs)
    return Written(name, kind, language, date.fromisoformat(day), opinion or "", title, author, keywords, summary, body)
