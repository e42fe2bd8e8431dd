"""Where a page of results ended, as it stands in addresses."""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Cursor:
    """The last row of a page, and by what it was weighed: the next page is weighed by the same.

    Args:
        order: of the list.
        place: the row's score, or the moment it was written, in seconds since 1970.
        kind, id: of the row.
        is_loose: any of the words was enough.
        rarities: of what was looked for, in its order.
        is_rest: the row was no more among those that were weighed (asking.py).
    """

    order: str
    place: float
    kind: str
    id: int
    is_loose: bool = False
    rarities: tuple[float, ...] = ()
    is_rest: bool = False


def written(cursor: Cursor) -> str:
    """A cursor as text that any address can hold."""
    return base64.urlsafe_b64encode(json.dumps(list(asdict(cursor).values())).encode()).decode().rstrip("=")


def read(text: str, order: str, things: int) -> Cursor | None:
    """A cursor back from its text; none where that is none, or of another question.

    Args:
        text: as `written` made it, or anything.
        order: of the list it is for.
        things: how many things are looked for.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        found_order, place, kind, number, is_loose, rarities, is_rest = values
        cursor = Cursor(
            str(found_order),
            float(place),
            str(kind).replace("\0", "").encode(errors="ignore").decode(),
            int(number),
            bool(is_loose),
            tuple(map(float, rarities)),
            bool(is_rest),
        )
    except (ValueError, TypeError, binascii.Error, RecursionError, OverflowError):
        return None
    numbers = (cursor.place, *cursor.rarities)
    is_sound = all(math.isfinite(number) and abs(number) < 1e12 for number in numbers) and abs(cursor.id) < 2**31
    return cursor if is_sound and cursor.order == order and len(cursor.rarities) in (0, things) else None
