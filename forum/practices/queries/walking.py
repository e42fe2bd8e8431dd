"""Going through the library slice by slice, in each of its orders, without counting what comes before."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from forum.practices.queries.catalogue import Bits, Catalogue, Place


def encode_place(place: Place) -> str:
    """The cursor after a place."""
    return base64.urlsafe_b64encode(json.dumps(place, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_place(cursor: str, like: Place) -> Place | None:
    """Reads a cursor; None for one that was tampered with or made for another order, so that the list begins anew.

    Args:
        like: a place of the order at hand: what the cursor must hold as many of, and of the same kinds.
    """
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(read, list) or [type(one) for one in read] != [type(one) for one in like]:
        return None
    return tuple(read)


def slice_in_order(
    held: Catalogue, order: Sequence[Place], sheets: Bits, cursor: str, size: int
) -> tuple[list[int], str | None]:
    """The next sheets of an order.

    Args:
        order: all places, sorted.
        sheets: those to list.
        cursor: where the slice before ended; empty for the start.
        size: sheets a slice.

    Returns:
        their ids, and the cursor of the slice after it, where there is one.
    """
    after = decode_place(cursor, order[0]) if cursor and order else None
    start = bisect_right(order, after) if after is not None else 0
    found: list[Place] = []
    for place in wanted(held, order, sheets, start):
        if len(found) == size:
            return [id_at(one) for one in found], encode_place(found[-1])
        found.append(place)
    return [id_at(one) for one in found], None


def wanted(held: Catalogue, order: Sequence[Place], sheets: Bits, start: int) -> Iterator[Place]:
    bits = sheets.to_bytes(len(held.ids) // 8 + 1, "little")
    for number in range(start, len(order)):
        at = held.places[id_at(order[number])]
        if bits[at >> 3] >> (at & 7) & 1:
            yield order[number]


def id_at(place: Place) -> int:
    return abs(int(place[-1]))


def slice_of_ranked(
    held: Catalogue, ranked: Sequence[int], sheets: Bits, cursor: str, size: int
) -> tuple[list[int], str | None]:
    """The next sheets of what the search found, the best first.

    Args:
        ranked: the ids of what was found.
        sheets: those to list.
        cursor: where the slice before ended: the same sheet is looked for, wherever it stands by now.
        size: sheets a slice.
    """
    listed = [one for one in ranked if one in held.places and sheets >> held.places[one] & 1]
    after = decode_place(cursor, (0, 0)) if cursor else None
    start = 0
    if after is not None:
        rank, sheet_id = after
        start = listed.index(sheet_id) + 1 if sheet_id in listed else max(0, min(rank, len(listed)))
    shown = listed[start : start + size]
    end = start + len(shown)
    return shown, encode_place((end, shown[-1])) if shown and end < len(listed) else None
