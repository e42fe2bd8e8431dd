"""Whence a sheet is to be cited: the journal that its report appeared in, or this library."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.practices.exports.names import Name, names_of

LIBRARY = "Médiane"
CITATION = re.compile(
    r"(?P<authors>[^«“\"]{2,300}?)\s*,\s*[«“\"]\s*(?P<title>.{1,400}?)\s*[»”\"]\s*,?\s*"
    r"(?P<container>[^«»“”\"()]{2,200}?)\s*\(\s*(?P<year>(?:19|20)\d\d)\s*\)\s*\.?"
)
"""« Leselbaum Muriel, « Title », Journal RESOLIS (2015) »: the form that RESOLIS gives."""
LONGEST_CITATION = 1_000
ANONYMOUS = {"fr": "Anonyme", "en": "Anonymous"}


@dataclass(frozen=True)
class Reference:
    """What a bibliography says of a sheet.

    Args:
        authors: none where the sheet names none.
        title: of the sheet, or of the report that it was brought in from.
        container: the journal, or this library.
        year: of publication there.
        published_at: when it appeared here, where this library is its container.
    """

    authors: Sequence[Name]
    title: str
    container: str
    year: int
    published_at: datetime | None = None

    @property
    def is_from_elsewhere(self) -> bool:
        """Whether it first appeared in a journal."""
        return self.container != LIBRARY


def reference_of(
    citation: str, content: Mapping[str, str], authors: Sequence[Name], published_at: datetime
) -> Reference:
    """The reference of a sheet.

    Args:
        citation: how the sheet says it is to be cited, in plain words; empty where it does not.
        content: its fields.
        authors: as its authors' field names them.
        published_at: when it entered the library.
    """
    said = CITATION.fullmatch(citation) if len(citation) <= LONGEST_CITATION else None
    if said is None:
        return Reference(authors, content["title"], LIBRARY, published_at.year, published_at)
    cited = names_of(said["authors"].replace(" ;", ","), family_first=True)
    container = said["container"].strip(" ,.*")
    return Reference(known(cited, authors), said["title"], container or LIBRARY, int(said["year"]))


def known(cited: Sequence[Name], authors: Sequence[Name]) -> Sequence[Name]:
    """The cited names, parted as the authors' field parts them where it gives the same words in another order."""
    by_words = {frozenset(name.words.casefold().split()): name for name in authors}

    def best(name: Name) -> Name:
        same = by_words.get(frozenset(name.words.casefold().split()))
        return same if same is not None and same.words != name.words and same.is_person else name

    return [best(name) for name in cited]


def cited_as(reference: Reference, language: str) -> str:
    """How a sheet is cited where it does not say so itself, in the form of the founding report, in its own language."""
    authors = ", ".join(name.words for name in reference.authors) or ANONYMOUS.get(language, ANONYMOUS["fr"])
    title = f"“{reference.title}”" if language == "en" else f"«\u00a0{reference.title}\u00a0»"
    return f"{authors}, {title}, {reference.container} ({reference.year})"
