"""The text of the box written anew: put in order, with a filter more, or without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from forum.core.text import tidy_line
from forum.search.grammar.filters import filter_named, value_of
from forum.search.grammar.reading import LONGEST_QUERY
from forum.search.grammar.tokens import Piece, Value, pieces
from forum.search.query import Query

QUOTES = '"«»“„”'


def write(query: Query) -> str:
    """The text of a query in order: one space between things, straight quotation marks, each of them closed."""
    written = join(pieces(query.text))
    return written if len(written) <= LONGEST_QUERY else query.text


def with_filter(text: str, name: str, *values: str) -> str:
    """A text with one filter set; what it said of it before goes, what it says must not be there stays.

    Args:
        text: of the box.
        name: as it is to be typed, in any of the ways there are: « auteur ».
        values: any of which will do.
    """
    added = Piece("", tuple(Value(tidy_line(value)) for value in values), name=name)
    return join([*pieces(without_filter(text, name)), added])


def without_filter(text: str, name: str, value: str = "") -> str:
    """A text without one filter.

    Args:
        text: of the box.
        name: in any of the ways it may be typed.
        value: only this one of its values; all of them if empty.
    """
    return join(pieces_without(text, filter_named(name), value))


def pieces_without(text: str, name: str, value: str) -> Iterator[Piece]:
    meant = value_of(name, value) if value else ""
    for piece in pieces(tidy_line(text)):
        if piece.is_unwanted or not piece.name or filter_named(piece.name) != name:
            yield piece
        elif value:
            kept = tuple(each for each in piece.values if value_of(name, each.text) != meant)
            if kept:
                yield Piece("", kept, name=piece.name)


def join(found: Iterable[Piece]) -> str:
    return " ".join(filter(None, map(as_typed, found)))


def as_typed(piece: Piece) -> str:
    """A piece as it is typed; empty where there is nothing in it."""
    if not piece.values and not piece.name:
        return ""
    minus = "-" if piece.is_unwanted else ""
    if not piece.name:
        return minus + quoted(piece.values[0])
    if not filter_named(piece.name) and piece.typed:
        name = f"{piece.name}:"
        return minus + name + ",".join(quoted(value) for value in piece.values)
    return f"{minus}{piece.name}:{','.join(quoted(value, in_list=True) for value in piece.values)}"


def quoted(value: Value, *, in_list: bool = False) -> str:
    """A value between quotation marks where it needs them."""
    text = value.text
    has_quotes = any(mark in text for mark in QUOTES)
    needs = value.is_quoted or (in_list and ("," in text or " " in text or text[:1] in QUOTES))
    if not needs:
        return text
    if has_quotes and '"' in text:
        return f"« {text} »" if "»" not in text else f"“{text}”"
    return f'"{text}"'
