"""What is typed, cut into pieces: a word, something between quotation marks, or a filter with its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CLOSED_BY = {'"': '"', "«": "»", "“": "”“", "„": "“”", "”": "”"}
"""What each quotation mark is closed by."""
SPACE = re.compile(r"\s*")
HEAD = re.compile(r"(?P<minus>-(?=\S))?(?:(?P<name>[^\W\d_](?:[^\W_]|['’-])*):)?")
PLAIN = re.compile(r"\S+")
PLAIN_VALUE = re.compile(r"[^\s,]*")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a filter, or what stands for itself.

    Args:
        text: without quotation marks.
        is_quoted: it stood between them.
        is_open: the second one is missing.
    """

    text: str
    is_quoted: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing in the box.

    Args:
        typed: as it stands there.
        values: one, or those of a filter; empty where nothing follows the colon.
        is_unwanted: a minus stands before it.
        name: what stands before a colon; empty where there is none.
    """

    typed: str
    values: tuple[Value, ...]
    is_unwanted: bool = False
    name: str = ""

    @property
    def is_open(self) -> bool:
        return any(value.is_open for value in self.values)


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text in order, in time that grows as it does."""
    at = end_of(SPACE, text, 0)
    while at < len(text):
        head = HEAD.match(text, at)
        assert head is not None  # noqa: S101  (it may be empty)
        name = head["name"] or ""
        values, end = values_at(text, head.end()) if name else value_at(text, head.end(), PLAIN)
        yield Piece(text[at:end], values, bool(head["minus"]), name)
        at = end_of(SPACE, text, end)


def values_at(text: str, at: int) -> tuple[tuple[Value, ...], int]:
    """The values that begin somewhere, and where they end: « a,"b c",d »."""
    found, at = value_at(text, at, PLAIN_VALUE)
    while text[at : at + 1] == "," and text[at + 1 : at + 2].strip():
        more, at = value_at(text, at + 1, PLAIN_VALUE)
        found += more
    return found, at


def value_at(text: str, at: int, plain: re.Pattern[str]) -> tuple[tuple[Value, ...], int]:
    """The one value that begins somewhere, if there is one, and where it ends."""
    closers = CLOSED_BY.get(text[at : at + 1])
    if closers is None:
        end = end_of(plain, text, at)
        return ((Value(text[at:end]),) if end > at else ()), end
    ends = [end for closer in closers if (end := text.find(closer, at + 1)) >= 0]
    end = min(ends, default=len(text))
    inside = text[at + 1 : end].strip()
    return ((Value(inside, is_quoted=True, is_open=not ends),) if inside else ()), min(end + 1, len(text))


def end_of(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
