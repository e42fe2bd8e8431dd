"""What makes one document come before another, in one place for both engines.

A document's score is what each thing looked for is worth in it, times how rare that is among what the reader may find,
a little more where the words stand together, all of it times the document's standing. Engines compute it in their own
ways; they share these numbers.
"""

from __future__ import annotations

from datetime import UTC, datetime

TITLE, SUMMARY, AUTHOR, BODY = 1.0, 0.5, 0.3, 0.2
"""What a word is worth by where it stands; keywords count as the summary does. Each place counts once but the body,
where the worth of a word that comes again and again goes towards `BODY` and never beyond."""
WORTHS = (TITLE, SUMMARY, AUTHOR, BODY)
SYNONYM = 0.8
"""How much a wording that was not typed counts, the one that was being 1."""
NEAR, NEAR_IN_TITLE = 0.2, 0.6
"""What is added where two things looked for stand together, in their order, with two other words between at most."""
APART = 2
"""How many other words may stand between those."""
SHEET = 0.3
"""How much more what was learnt and written down counts than what was said of it."""
OPINION = 0.3
"""How much more a document of weight 1 counts than one of weight 0."""
RECENCY = 0.02
"""How much more one counts than another a year older: never depends on today, so that an order stays as it is."""
SCARCE = 2.0
"""Where no document holds all: what holds some words counts their part of the rarity of all to the power of this, so
that of a question as people type it the telling words count."""

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
YEAR = 365.25 * 86_400
MOST_YEARS = 100.0
"""What is older than the beginning, as a school may be, counts as much as what is of that day."""


def standing(kind: str, weight: float, written_at: float) -> float:
    """How much a document counts whatever is looked for.

    Args:
        kind: of the document.
        weight: of the document, from 0 to 1.
        written_at: seconds since 1970.
    """
    years = min(max((written_at - BEGINNING.timestamp()) / YEAR, 0.0), MOST_YEARS)
    merit = 1.0 + OPINION * weight + (SHEET if kind == "sheet" else 0.0)
    return float(merit * (1.0 + RECENCY) ** years)


def worth(title: bool, summary: bool, author: bool, times: int, length: int) -> float:
    """What a word is worth in a document.

    Args:
        title, summary, author: whether it stands there; `summary` for keywords as well.
        times: how often it stands in the body.
        length: of the body, in words. In a long one it takes a few more times to count for as much.
    """
    body = BODY * times / (times + 1.0 + min(length / 1_000, 1.0))
    return TITLE * title + SUMMARY * summary + AUTHOR * author + body
