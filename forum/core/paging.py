"""Cutting a long list into pages: by number where things are numbered, by cursor elsewhere."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.addresses import LARGEST_ID
from forum.core.errors import NotFound

Row = TypeVar("Row")
Selected = TypeVar("Selected", bound="Select[*tuple[Any, ...]]")


@dataclass(frozen=True)
class Page:
    """One numbered page of things that are numbered from 1 on.

    Args:
        number: this page, from 1.
        total: how many things there are.
        size: things a page.
        address: gives the address of the page of a number.
    """

    number: int
    total: int
    size: int
    address: Callable[[int], str]

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.last:
            raise NotFound

    @property
    def last(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last_item(self) -> int:
        return self.number * self.size

    def url(self, number: int) -> str:
        return self.address(number)

    def near(self) -> list[int | None]:
        """The numbers a pager shows: the first, the last, those around this one; None where some are left out."""
        shown = sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})
        numbers: list[int | None] = []
        for number in shown:
            if numbers and number - (numbers[-1] or 0) > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


def page_of(item: int, size: int) -> int:
    """The page on which the thing of a number stands."""
    return max(1, -(-item // size))


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """A piece of a list, and the cursor that asks for the next one, if there is more."""

    rows: Sequence[Row]
    next_cursor: str | None


def encode_cursor(moment: datetime, item: int) -> str:
    """Makes the cursor that stands after a row, from what the list is sorted by."""
    text = f"{moment.astimezone(UTC).isoformat()}|{item}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> tuple[datetime, int] | None:
    """Reads a cursor; None for one that was tampered with, so that the list begins at its start."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, item = text.split("|")
        read = datetime.fromisoformat(moment), int(item)
        if read[0].tzinfo is None or not 0 <= read[1] <= LARGEST_ID:
            return None
        return read[0].astimezone(UTC), read[1]
    except (binascii.Error, ValueError, OverflowError):
        return None


def after_cursor(
    query: Selected,
    moment: InstrumentedAttribute[datetime],
    item: InstrumentedAttribute[int],
    cursor: str | None,
    size: int,
) -> Selected:
    """Sorts a query newest first and cuts what comes after a cursor, with one row more to know whether there is more.

    Args:
        query: what to cut.
        moment, item: what it is sorted by; the item breaks ties.
        cursor: from `encode_cursor`, or None for the start.
        size: rows a slice.
    """
    start = decode_cursor(cursor) if cursor else None
    if start is not None:
        query = query.where(comes_after(moment, item, start))
    return query.order_by(moment.desc(), item.desc()).limit(size + 1)


def comes_after(
    moment: InstrumentedAttribute[datetime], item: InstrumentedAttribute[int], start: tuple[datetime, int]
) -> ColumnElement[bool]:
    return tuple_(moment, item) < tuple_(*start)


def cut(rows: Sequence[Row], size: int, position: Callable[[Row], tuple[datetime, int]]) -> Slice[Row]:
    """Makes a slice of what `after_cursor` found."""
    if len(rows) <= size:
        return Slice(rows, None)
    kept = rows[:size]
    return Slice(kept, encode_cursor(*position(kept[-1])))


def encode_position(name: str, item: int) -> str:
    """Makes the cursor that stands after a row of a list sorted by name, the item breaking ties."""
    return base64.urlsafe_b64encode(f"{item}|{name}".encode()).decode().rstrip("=")


def decode_position(cursor: str) -> tuple[str, int] | None:
    """Reads such a cursor; None for one that was tampered with, so that the list begins at its start."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        number, name = text.split("|", 1)
        item = int(number)
    except (binascii.Error, ValueError):
        return None
    return (name, item) if "\x00" not in name and 0 <= item <= LARGEST_ID else None
