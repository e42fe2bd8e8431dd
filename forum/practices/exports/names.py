"""The names of authors, parted into given and family names where that is sure enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.practices.fields import values_of

PARTICLES = frozenset(
    ["de", "du", "des", "d'", "d’", "la", "le", "les", "von", "van", "der", "den", "da", "di", "do", "dos"]
)
COLLECTIVE = re.compile(
    r"(?i)\b(?:association|equipe|équipe|team|coll[eè]ge|lyc[ée]e|[ée]cole|school|ville|mairie|city|commune|r[ée]seau|"
    r"network|comit[ée]|committee|collectif|groupe|group|institut|universit[ée]|university|minist[eè]re|acad[ée]mie|"
    r"f[ée]d[ée]ration|centre|center|ligue|foundation|fondation|conseil|council|anonyme|anonymous)\b"
)
WORD_OF_NAME = re.compile(r"[^\W\d_][\w’'.-]*")
MOST_WORDS = 5


@dataclass(frozen=True)
class Name:
    """Somebody who wrote a sheet.

    Args:
        words: as the sheet gives it.
        family, given: its parts; both empty for a team, or where they can't be told apart.
    """

    words: str
    family: str = ""
    given: str = ""

    @property
    def is_person(self) -> bool:
        return bool(self.family)

    @property
    def inverted(self) -> str:
        """« Riou, Gwenola »; the words themselves for a team."""
        return f"{self.family}, {self.given}" if self.is_person else self.words


def names_of(text: str, *, family_first: bool = False) -> Sequence[Name]:
    """The names in an authors' line.

    Args:
        text: « Gwenola Riou, Paul Mahé et Anne de la Tour ».
        family_first: the family name stands first where capitals do not tell, as in the citations of reports.
    """
    found: list[Name] = []
    for part in values_of(text):
        for words in re.split(r"\s+(?:et|and)\s+", part):
            if words.strip():
                found.append(name_of(words.strip(), family_first=family_first))
    return found


def name_of(words: str, *, family_first: bool = False) -> Name:
    """One name: its family name in capitals, else its last word with the particles before it."""
    parts = words.split()
    if not 2 <= len(parts) <= MOST_WORDS or COLLECTIVE.search(words) or not all(is_of_a_name(part) for part in parts):
        return Name(words)
    capitals = [part for part in parts if len(part) > 1 and part.isupper() and "." not in part]
    if capitals and len(capitals) < len(parts):
        family = " ".join(part for part in parts if part in capitals or part.lower() in PARTICLES)
        given = " ".join(part for part in parts if part not in capitals and part.lower() not in PARTICLES)
        return Name(words, family, given) if given else Name(words)
    if family_first:
        return Name(words, parts[0], " ".join(parts[1:]))
    start = len(parts) - 1
    while start > 1 and parts[start - 1].lower() in PARTICLES:
        start -= 1
    return Name(words, " ".join(parts[start:]), " ".join(parts[:start]))


def is_of_a_name(part: str) -> bool:
    return WORD_OF_NAME.fullmatch(part) is not None and (part[0].isupper() or part.lower() in PARTICLES)
