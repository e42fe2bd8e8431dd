"""A report that was read, in pieces that can each be moved to another field before anything is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from forum.practices.fields import BY_KEY, FIELDS, Kind

MOST_PIECES = 250
"""On a page; beyond, the last pieces of a field stay together."""
MOST_OF_A_FIELD = 40
SET_ASIDE = "set-aside"
"""Where a piece goes that is not to be kept."""


@dataclass(frozen=True)
class Piece:
    """A part of a field's text: a paragraph, a list; of what fits nowhere, a line.

    Args:
        field: the key of the field it belongs to, or `SET_ASIDE`.
        text: what it says.
        is_next_line: whether it follows the piece before it without a blank line.
    """

    field: str
    text: str
    is_next_line: bool = False


def pieces_of(content: Mapping[str, str]) -> list[Piece]:
    """A content in pieces, in the order of its fields."""
    filled = [field.key for field in FIELDS if content.get(field.key)]
    most = max(1, min(MOST_OF_A_FIELD, (MOST_PIECES - len(filled)) // max(1, len(filled)) + 1))
    pieces: list[Piece] = []
    for key in filled:
        if BY_KEY[key].kind != Kind.TEXT:
            pieces.append(Piece(key, content[key]))
            continue
        found = list(lines_of(key, content[key]) if key == "other" else paragraphs_of(key, content[key]))
        kept, rest = found[: most - 1], found[most - 1 :]
        pieces += kept
        if rest:
            pieces.append(Piece(key, together(rest), rest[0].is_next_line))
    return pieces


def paragraphs_of(key: str, text: str) -> Iterator[Piece]:
    return (Piece(key, part) for part in text.split("\n\n") if part.strip())


def lines_of(key: str, text: str) -> Iterator[Piece]:
    is_next_line = False
    for line in text.split("\n"):
        if line.strip():
            yield Piece(key, line, is_next_line)
        is_next_line = bool(line.strip())


def together(pieces: Iterable[Piece]) -> str:
    text = ""
    for piece in pieces:
        text = f"{text}{'' if not text else chr(10) if piece.is_next_line else chr(10) * 2}{piece.text}"
    return text


def content_of(pieces: Iterable[Piece]) -> dict[str, str]:
    """What pieces say, each in the field it was put in.

    A line's pieces stand one after the other, a list's are parted by commas; of a choice, the first counts and the
    others go to what fits nowhere.
    """
    by_field: dict[str, list[Piece]] = {}
    before = ""
    for piece in pieces:
        key = piece.field if piece.field in BY_KEY else ""
        if not key or not piece.text.strip():
            before = ""
            continue
        joined = Piece(key, piece.text, piece.is_next_line and before == key)
        if BY_KEY[key].kind == Kind.CHOICE and key in by_field:
            joined = Piece("other", piece.text)
        by_field.setdefault(joined.field, []).append(joined)
        before = key
    return {key: written(BY_KEY[key].kind, found) for key, found in by_field.items()}


def written(kind: Kind, pieces: list[Piece]) -> str:
    if len(pieces) == 1 and "\n" not in pieces[0].text:
        return pieces[0].text
    match kind:
        case Kind.TEXT:
            return together(pieces)
        case Kind.LIST:
            return ", ".join(one_line(piece.text).rstrip(",;. ") for piece in pieces)
    return " ".join(one_line(piece.text) for piece in pieces)


def one_line(text: str) -> str:
    """A piece of a text as a line: without the bullets of its lists."""
    return " ".join(" ".join(line.strip().removeprefix("- ") for line in text.split("\n")).split())
