"""Plain words put in order: what is typed, titles in addresses, the first words of a text."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f"
    "\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, and the direction overrides that would spill out of their line."""
LAST_MARK = 0x1E94A
BREAKING_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
COMBINING = "[" + "".join(chr(c) for c in range(0x300, LAST_MARK + 1) if unicodedata.combining(chr(c))) + "\u034f]"
STACKED = re.compile(f"({COMBINING}{{4}}){COMBINING}+")
"""A letter takes four combining marks in any script that needs them; a hundred are a prank."""


def tidy(text: str) -> str:
    """Puts what was typed in order: NFC, one kind of line ends, no control characters, no stacked marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = INVISIBLE.sub("", text)
    # Before, since putting a long run of marks in order takes the square of its length; after, since one mark may
    # stand for two.
    return STACKED.sub(r"\1", unicodedata.normalize("NFC", STACKED.sub(r"\1", text)))


def tidy_line(text: str) -> str:
    """Puts one line in order: as `tidy`, with any run of white space made one space. No-break spaces stay: French
    wants them before « ; » and « ? »."""
    return BREAKING_SPACES.sub(" ", tidy(text)).strip()


def is_blank(text: str) -> bool:
    """Says whether there is nothing to read in a text: white space, format characters and marks alone."""
    return not any(unicodedata.category(character)[0] in "LNPS" for character in text)


def slug(text: str, longest: int = 80) -> str:
    """Makes the readable end of an address from a title: ASCII, lower case, words joined by hyphens.

    Args:
        text: any title; one without a Latin letter or digit gives "-".
        longest: characters at most, cut between words.
    """
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > longest:
            break
        made = f"{made}-{word}" if made else word[:longest]
    return made or "-"


def excerpt(source: str, longest: int = 160) -> str:
    """The first words of a Markdown text as plain text, for lists and mail.

    Args:
        source: Markdown.
        longest: characters at most, cut between words.
    """
    plain = re.sub(r"(?m)^\s*(?:[>#*+-]+|\d+\.)\s+|[*_`~|]|!?\[([^\]]*)\]\([^)]*\)", r"\1", source[: longest * 4])
    plain = tidy_line(plain)
    if len(plain) <= longest:
        return plain
    return plain[:longest].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
