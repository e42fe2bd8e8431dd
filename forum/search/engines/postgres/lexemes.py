"""The words of a document as PostgreSQL keeps them: a `tsvector` that is made here, by our own analysis.

Each word is a lexeme with its places, weighed by the part of the document it stands in. Beside them stand others,
without places, that begin with a sign which no word begins with: they let the index alone answer what would otherwise
take a look at each document.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from forum.search.analysis import words
from forum.search.documents import Document

FORM = "="
"""Before the folded letters of a word as it is written, where they are not the term: beginnings are looked up there."""
TITLE = "^"
"""Before the terms and the forms of the title: what is suggested."""
FIRST = "|"
"""Before the folded letters of the title's first word."""
AUTHOR = "@"
"""Before the terms of the author's name."""
STRONG = "!"
"""Before terms that the document is about: of the title, the summary, the keywords, or often in the text."""
OFTEN = 3
GAP = 10
"""How many words two parts are apart, so that no phrase runs from one into the next."""
MOST_PLACES = 16_000
"""PostgreSQL numbers places up to 16,383. What follows is found by its words, not by where they stand."""
MOST_PLACES_A_WORD = 200
MOST_BYTES = 700_000
"""A `tsvector` holds a megabyte. The words that come first in a document are kept."""
LONGEST_FORM = 60


@dataclass
class Lexemes:
    """The lexemes of one document.

    Args:
        places: where each stands, with the letter of the part's weight; none for those that only are there.
        forms: each word as it is written, with its term and its folded letters.
    """

    places: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)
    _times: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _bytes: int = 0
    _free: int = 1

    def take(self, text: str, weight: str, *signs: str, is_strong: bool = False) -> None:
        """Reads a part of the document.

        Args:
            text: of the part.
            weight: of its words: "A" to "D".
            signs: that its terms are kept under as well.
            is_strong: the document is about what stands there.
        """
        last = self._free
        for word in words(text):
            last = self._free + word.place
            self._note(word.term, last, weight)
            if word.folded != word.term:
                self._note(FORM + word.folded, last, weight)
            for sign in signs:
                self._note(sign + word.term)
                if sign == TITLE:
                    self._note(TITLE + FORM + word.folded)
                    if word.place == 0:
                        self._note(FIRST + word.folded)
            if is_strong or weight == "D":
                self._times[word.term] += 1
                if is_strong or self._times[word.term] == OFTEN:
                    self._note(STRONG + word.term)
            self.forms.setdefault(shown(text[word.start : word.end]), (word.term, word.folded))
        self._free = last + GAP

    def _note(self, lexeme: str, place: int = 0, weight: str = "") -> None:
        places = self.places.get(lexeme)
        if places is None:
            self._bytes += len(lexeme.encode()) + 16
            if self._bytes > MOST_BYTES:
                return
            places = self.places[lexeme] = []
        if 0 < place < MOST_PLACES and len(places) < MOST_PLACES_A_WORD:
            self._bytes += 2
            places.append(f"{place}{weight}")

    @property
    def vector(self) -> str:
        """As PostgreSQL reads a `tsvector`."""
        return " ".join(
            f"{quoted(lexeme)}:{','.join(places)}" if places else quoted(lexeme)
            for lexeme, places in self.places.items()
        )


def read(document: Document) -> Lexemes:
    """The lexemes of a document."""
    found = Lexemes()
    found.take(document.title, "A", TITLE, is_strong=True)
    found.take(document.summary, "B", is_strong=True)
    for tag in document.tags:
        found.take(tag, "B", is_strong=True)
    found.take(document.author, "C", AUTHOR)
    found.take(document.body, "D")
    return found


def shown(written: str) -> str:
    """A word as it would be written elsewhere: capitals are kept where they are all there is, as in « CPE »."""
    return (written if written.isupper() and len(written) > 1 else written.lower())[:LONGEST_FORM]


def quoted(lexeme: str) -> str:
    """A lexeme as it stands in the text of a `tsvector` or a `tsquery`."""
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
