"""What word processors leave in a text that is pasted: signs that nobody sees, bullets that Markdown does not know."""

from __future__ import annotations

import re

FROM_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""Quotes, dashes and the euro where a program took Windows' letters for those of the web."""
DRAWN_AS: dict[str, str] = {
    "•": "\uf0b7\uf0d8\uf0fc\uf076\uf0e8\u25cf\u2023\u2043\u25b8\u25ba\u27a2",
    "◦": "\uf06f\uf0a8\u25cb",
    "▪": "\uf0a7\u25a0",
}
"""For each bullet, the signs that are drawn so: those of fonts of symbols have no place in a text."""
BULLETS = {ord(sign): bullet for bullet, signs in DRAWN_AS.items() for sign in signs}
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"), "")
"""Soft hyphens and spaces without width."""
CHARACTERS = {**FROM_WINDOWS, **BULLETS, **UNSEEN}
BOUND = "\u00a0\u202f\u2007\u2009"
ROUND_O = re.compile(rf"(?m)^([ \t]*)o(?:\t[ \t]*|[ {BOUND}]{{2,}})(?=[^\s{BOUND}])")
"""Word's second bullet is the letter o, with a tab behind it; in mail it is spaces."""
STRAY = re.compile(rf"(?<![«\d])[{BOUND}]+(?![:;?!»%€\d])")
"""Spaces that don't break, where neither a sign of French typography nor a number calls for one."""
ITEM = re.compile(r"(?P<margin>[ \t]*)(?P<sign>[•◦▪·](?=[ \t])|[–—*+-](?=\t))[ \t]+(?P<words>\S.*)")
RANKS = {"•": 0, "·": 0, "◦": 1, "▪": 2, "–": 0, "—": 0, "-": 0, "*": 0, "+": 0}
DEEPEST = 4
TAB = 4


def without_traces(text: str) -> str:
    """Takes out what nobody sees and puts the signs of fonts right; lines stay the lines they are."""
    return STRAY.sub(lambda found: " " * len(found.group()), in_known_signs(text))


def in_known_signs(text: str) -> str:
    """A text in the signs of texts: what Windows and fonts of symbols write in ways of their own is put in ours."""
    return ROUND_O.sub(r"\1◦ ", text.translate(CHARACTERS))


def as_pasted(text: str) -> str:
    """A text that may come from a word processor, as Markdown: its bullets are a list's, and nested as they were.

    Lines that hold no such bullet stay as they were typed.
    """
    lines: list[str] = []
    first_rank = 0
    is_in_list = False
    for line in without_traces(text).split("\n"):
        item = ITEM.fullmatch(line)
        if item is None:
            if is_in_list and line[:1].strip():
                if lines[-1].strip():
                    lines.append("")
                is_in_list = False
            lines.append(line)
            continue
        rank = RANKS[item["sign"]] + len(item["margin"].expandtabs(TAB)) // TAB
        if not is_in_list:
            first_rank = rank
            if lines and lines[-1].strip() and not is_markdown_item(lines[-1]):
                lines.append("")
        is_in_list = True
        depth = min(max(rank - first_rank, 0), DEEPEST)
        lines.append(f"{' ' * (TAB * depth)}- {item['words'].rstrip()}")
    return "\n".join(lines)


def is_markdown_item(line: str) -> bool:
    return re.match(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]", line) is not None
