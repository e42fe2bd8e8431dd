"""The few words of a text around what was looked for, marked."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup, escape

from forum.search.analysis import Word, occurrences

LONGEST = 240
"""Characters of a text that are shown."""
BEFORE = 40
"""Characters shown before the first word that was looked for."""


def excerpt(text: str, terms: Collection[str]) -> Markup:
    """The stretch of a text where most of the words looked for stand, as HTML with `<mark>`.

    Args:
        text: plain text; it is escaped.
        terms: stems to mark; without any in the text, its beginning is given.
    """
    text = " ".join(text.split())
    found = list(occurrences(text, terms))
    start = best_start(text, found)
    end = best_end(text, start, found)
    before = Markup("… ") if start > 0 else Markup("")
    after = Markup(" …") if end < len(text) else Markup("")
    return before + mark(text, start, end, found) + after


def best_start(text: str, found: list[Word]) -> int:
    """Where the stretch with the most different words begins, a little before its first."""
    if not found:
        return 0
    best, most = found[0], 0
    for number, word in enumerate(found):
        near = {other.term for other in found[number : number + 12] if other.end <= word.start + LONGEST - BEFORE}
        if len(near) > most:
            best, most = word, len(near)
    if best.start < LONGEST // 3:
        return 0
    earliest = best.start - BEFORE
    space = text.find(" ", earliest, best.start)
    return space + 1 if space >= 0 else earliest


def best_end(text: str, start: int, found: list[Word]) -> int:
    """Where it ends: between two words, and not within one that is marked."""
    end = start + LONGEST
    if end >= len(text):
        return len(text)
    last = max((word.end for word in found if start <= word.start and word.end <= end), default=start + 1)
    space = text.rfind(" ", last, end + 1)
    return space if space >= 0 else end


def mark(text: str, start: int, end: int, found: list[Word]) -> Markup:
    pieces: list[str] = []
    at = start
    for word in found:
        if word.start < at or word.end > end:
            continue
        pieces.append(f"{escape(text[at : word.start])}<mark>{escape(text[word.start : word.end])}</mark>")
        at = word.end
    pieces.append(escape(text[at:end]))
    return Markup("".join(pieces))  # noqa: S704  (each piece is escaped above)
