"""What the signs around a line's words say of it: bullet, number, heading marks, bold, capitals.

Each is found in one pass: a line may be a million characters long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BULLET = re.compile(r"([-*•▪◦‣–—·]|\d{1,2}[.)])[ \t\u00a0]+(?=\S)")
RULE = re.compile(r"={3,}|-{3,}|_{3,}|\*{3,}")
LONGEST_SHOUT = 8
"""Words of a line in capitals that is still a heading."""
LONGEST_KEY = 80
"""Characters of the key of a « Key : value » line."""


@dataclass(frozen=True)
class Signs:
    """A line's words, and what stood around them.

    Args:
        words: the line without bullet, heading marks and the bold of its beginning.
        bullet: the sign of a list's item, or "".
        level: the number of Markdown's marks of headings; 0 for none.
        is_bold: the whole line is.
    """

    words: str
    bullet: str = ""
    level: int = 0
    is_bold: bool = False

    @property
    def is_numbered(self) -> bool:
        return self.bullet[:1].isdigit()

    @property
    def is_marked(self) -> bool:
        """Markdown says that it is a heading, or a writer without headings does."""
        return self.level > 0 or self.is_bold

    @property
    def is_shout(self) -> bool:
        """A few words in capitals."""
        return self.words.isupper() and len(self.words.split()) <= LONGEST_SHOUT and pair_of(self.words) is None

    @property
    def is_strong(self) -> bool:
        """Looks like a heading by itself, whatever it says."""
        return self.is_marked or self.is_shout or self.words.endswith(":")


def signs_of(bare: str) -> Signs:
    """Reads the signs of a line.

    Args:
        bare: the line without white space around it.
    """
    bullet = BULLET.match(bare)
    if bullet:
        return Signs(without_bold(bare[bullet.end() :]), bullet[1])
    level, words = without_marks(bare)
    is_bold = words.startswith("**") and words.rstrip(" :.").endswith("**") and len(words) > 4
    return Signs(without_bold(words), "", level, is_bold)


def without_marks(bare: str) -> tuple[int, str]:
    """A line without Markdown's marks of headings, and their number."""
    level = len(bare) - len(bare.lstrip("#"))
    if not 1 <= level <= 6 or not bare[level : level + 1].isspace():
        return 0, bare
    words = bare[level:].strip()
    closed = words.rstrip("#")
    return level, closed.strip() if closed != words and closed.endswith(" ") else words


def without_bold(words: str) -> str:
    """Words without the pair of marks that makes their beginning bold: « **Budget :** 3 » is « Budget : 3 »."""
    if words.startswith("**") and "**" in words[2:]:
        words = words.replace("**", "", 2)
    return words.strip()


def pair_of(words: str) -> tuple[str, str] | None:
    """Key and value of a « Key : value » line, the value empty where none follows; None for any other line."""
    key, colon, value = words.partition(":")
    key = key.strip()
    if not colon or not key or len(key) > LONGEST_KEY or value.startswith("//"):
        return None
    return key, value.strip()
