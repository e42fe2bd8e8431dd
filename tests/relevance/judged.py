"""What is asked, and what answers it: judged by reading the documents, never by what an engine gave."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "queries.toml"
GRADES = (3, 2, 1)
"""Exactly what is meant; a good answer; of the same subject."""
WAYS = (
    "word",
    "words",
    "question",
    "phrase",
    "no-accents",
    "plural",
    "elision",
    "acronym",
    "typo",
    "synonym",
    "filter",
    "code",
)


@dataclass(frozen=True)
class Judged:
    """One question with its answers.

    Args:
        text: as somebody types it.
        language: of who asks, "fr" or "en".
        way: what of the search it tries.
        grades: by the name of each document that answers, from 1 to 3; of all others, 0.
        is_member: asked by somebody logged in.
    """

    text: str
    language: str
    way: str
    grades: Mapping[str, int]
    is_member: bool = False


def judged() -> list[Judged]:
    """Every question, in the order of the file."""
    return [read(row) for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["query"]]


def read(row: Mapping[str, Any]) -> Judged:
    """One question.

    Raises:
        ValueError: a document has two grades.
    """
    grades: dict[str, int] = {}
    for grade in GRADES:
        for name in row.get(str(grade), ()):
            if name in grades:
                raise ValueError(f"{row['text']}: {name} has two grades")
            grades[name] = grade
    return Judged(row["text"], row["language"], row["way"], grades, row.get("member", False))
