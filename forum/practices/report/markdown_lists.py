"""The lines of a section as Markdown: whatever their bullets were, lists stay lists and nesting stays nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

BULLET = re.compile(r"([-*•▪◦‣–—·])[ \t\u00a0]+(?=\S)")
NUMBER = re.compile(r"(\d{1,2})[.)][ \t\u00a0]+(?=\S)")
DOTS = frozenset("•▪")
RANKS = {"•": 0, "◦": 1, "▪": 2}
"""The bullets of word processors, outermost first."""
DEEPEST = 6
TAB = 4
"""Columns that Markdown takes for one level of a list."""


def as_markdown(lines: Sequence[str]) -> str:
    """Writes lines as Markdown reads them: a list stands apart from what is before it, hyphens stand under dots."""
    text = "\n".join(written(lines))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def written(lines: Sequence[str]) -> Iterator[str]:
    above: list[tuple[int, str]] = []  # indent and sign of the items that the next one may stand under
    before = ""
    for line in lines:
        words = line.strip()
        item = BULLET.match(words) or NUMBER.match(words)
        if not item:
            if words and not before:
                above.clear()
            yield words
        else:
            indent = len(line.expandtabs(TAB)) - len(line.expandtabs(TAB).lstrip())
            if before and not above:
                yield ""
            sign = "1." if item[1].isdigit() else item[1]
            while above and not stands_under(indent, sign, above[-1]):
                above.pop()
            margin = " " * (TAB * min(len(above), DEEPEST))
            above.append((indent, sign))
            yield f"{margin}{item[1] + '.' if item[1].isdigit() else '-'} {words[item.end() :]}"
        before = words


def stands_under(indent: int, sign: str, item: tuple[int, str]) -> bool:
    """Says whether an item belongs under the one before: it is set further in, or has a hyphen where that has a dot,
    or the next of a word processor's bullets."""
    if indent == item[0] and sign in RANKS and item[1] in RANKS:
        return RANKS[sign] > RANKS[item[1]]
    return indent > item[0] or (indent == item[0] and item[1] in DOTS and sign not in DOTS and sign != "1.")
