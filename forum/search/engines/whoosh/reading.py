"""The words of a document: which, where they stand, and what each is worth there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from forum.search.analysis import words
from forum.search.documents import Document
from forum.search.weights import worth

TITLE_PLACES = 256
"""Places below are those of the title, of which as many words are read at most, less the gap."""
MOST_PLACES = 65_536
"""Places of a document; what follows is found by nobody."""
GAP = 10
"""How many words two parts are apart, so that no phrase runs from one into the next."""
LONGEST_FORM = 60
TITLE, SUMMARY, AUTHOR, BODY = range(4)


@dataclass
class Reading:
    """The words of one document.

    Args:
        places: where each term or form stands, in order.
        times: how often it stands in the title, the summary and keywords, the author's name, and the body.
        terms: as the analysis gives them.
        forms: as they are written, each after its folded letters: « ecole école ».
        title_forms: the folded letters of those in the title.
        author_terms: the terms of the author's name.
        length: of the body, in words.
    """

    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    times: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    terms: dict[str, None] = field(default_factory=dict)
    forms: dict[str, None] = field(default_factory=dict)
    title_forms: dict[str, None] = field(default_factory=dict)
    author_terms: dict[str, None] = field(default_factory=dict)
    length: int = 0

    def worth(self, written: str) -> float:
        """What a term or a form is worth in this document."""
        title, summary, author, times = self.times[written]
        return worth(bool(title), bool(summary), bool(author), times, self.length)

    def take(self, text: str, part: int, start: int, end: int) -> int:
        """Reads a part of the document into places from one on; gives the first that is free after it."""
        last = start
        for word in words(text):
            at = start + word.place
            if at >= end:
                break
            last = at
            form = form_of(word.folded, text[word.start : word.end])
            self._note(word.term, part, at)
            self._note(form, part, at)
            self.terms[word.term] = None
            self.forms[form] = None
            if part == TITLE:
                self.title_forms[word.folded] = None
            elif part == AUTHOR:
                self.author_terms[word.term] = None
            elif part == BODY:
                self.length += 1
        return last + GAP

    def _note(self, written: str, part: int, at: int) -> None:
        places = self.places[written]
        if not places or places[-1] != at:
            places.append(at)
            self.times[written][part] += 1


def read(document: Document) -> Reading:
    """The words of a document."""
    found = Reading()
    found.take(document.title, TITLE, 0, TITLE_PLACES - GAP)
    at = found.take(document.summary, SUMMARY, TITLE_PLACES, MOST_PLACES)
    for tag in document.tags:
        at = found.take(tag, SUMMARY, at, MOST_PLACES)
    at = found.take(document.author, AUTHOR, at, MOST_PLACES)
    found.take(document.body, BODY, at, MOST_PLACES)
    return found


def form_of(folded: str, written: str) -> str:
    """A word as it is written, after its folded letters, by which it is looked up: « École » gives « ecole école ».

    Capitals are kept where they are all there is, as in « CPE ».
    """
    shown = written if written.isupper() and len(written) > 1 else written.lower()
    return f"{folded} {shown[:LONGEST_FORM]}"
