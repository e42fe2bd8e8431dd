"""The pieces of the box read into a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forum.core.text import tidy_line
from forum.search.analysis import asked_words
from forum.search.grammar.days import day_of
from forum.search.grammar.filters import AFTER, AUTHOR, DAYS, filter_named, value_of
from forum.search.grammar.tokens import Piece, Value, pieces
from forum.search.grammar.wordings import wanted_in
from forum.search.query import Narrowing, Problem, Query, Wanted, Words

LONGEST_QUERY = 200
"""Characters."""
MOST_THINGS = 20
"""Words, phrases, and values of filters."""
TOLD = 40
"""Characters of what was cut off that are told."""


def parse(text: str, today: date | None = None) -> Query:
    """Reads what was typed; never fails.

    Args:
        text: 200 characters and 20 things at most count.
        today: what « hier » is the eve of: the reader's day.
    """
    text = tidy_line(text)
    kept = shortened(text)
    reading = Reading(today=today)
    if len(kept) < len(text):
        reading.problems.append(Problem(text[len(kept) :].strip()[:TOLD], "too-long"))
    for piece in pieces(kept):
        reading.read(piece)
    return reading.query(kept)


def shortened(text: str) -> str:
    """What counts of a text: up to the last whole word that still fits."""
    if len(text) <= LONGEST_QUERY:
        return text
    cut = text[: LONGEST_QUERY + 1].rpartition(" ")[0] or text[:LONGEST_QUERY]
    return cut.rstrip()


@dataclass
class Reading:
    """A query as it is being read."""

    today: date | None = None
    wanted: list[Wanted] = field(default_factory=list)
    common: list[Wanted] = field(default_factory=list)
    without: list[Words] = field(default_factory=list)
    narrowed: list[Narrowing] = field(default_factory=list)
    authors: list[tuple[str, ...]] = field(default_factory=list)
    without_authors: list[tuple[str, ...]] = field(default_factory=list)
    after: list[date] = field(default_factory=list)
    before: list[date] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    things: int = 0

    def read(self, piece: Piece) -> None:
        if piece.is_open:
            self.problems.append(Problem(piece.typed, "quote"))
        name = filter_named(piece.name) if piece.name else ""
        if not name:
            self.read_words(piece)
        elif not piece.values:
            self.problems.append(Problem(piece.typed, "filter-empty"))
        elif name in DAYS:
            self.read_days(piece, name)
        elif name == AUTHOR:
            self.read_authors(piece)
        else:
            self.read_facet(piece, name)

    def read_words(self, piece: Piece) -> None:
        """Reads words; « note:urgent » is two of them."""
        for value in (*((Value(piece.name),) if piece.name else ()), *piece.values):
            for wanted, is_common in wanted_in(value.text, is_phrase=value.is_quoted):
                if piece.is_unwanted:
                    if self.has_room(piece):
                        self.without += wanted.choices
                elif is_common and not wanted.is_phrase:
                    self.common.append(wanted)
                elif wanted not in self.wanted and self.has_room(piece):
                    self.wanted.append(wanted)

    def read_days(self, piece: Piece, name: str) -> None:
        """Reads days; what is not after a day is before it."""
        days = [day_of(value.text, self.today) for value in piece.values]
        if None in days:
            self.problems.append(Problem(piece.typed, "day"))
        else:
            target = self.after if (name == AFTER) is not piece.is_unwanted else self.before
            target += [day for day in days if day]

    def read_authors(self, piece: Piece) -> None:
        names = [tuple(word.term for word in asked_words(value.text)) for value in piece.values]
        if not all(names):
            self.problems.append(Problem(piece.typed, "value"))
        target = self.without_authors if piece.is_unwanted else self.authors
        target += [name for name in names if name and name not in target and self.has_room(piece)]

    def read_facet(self, piece: Piece, name: str) -> None:
        values = list(dict.fromkeys(value_of(name, value.text) for value in piece.values))
        if "" in values:
            self.problems.append(Problem(piece.typed, "value"))
        known = tuple(value for value in values if value and self.has_room(piece))
        narrowing = Narrowing(name, known, piece.is_unwanted)
        if known and narrowing not in self.narrowed:
            self.narrowed.append(narrowing)

    def has_room(self, piece: Piece) -> bool:
        """Counts one more thing, and says whether it is still minded; where it is not, that is said once."""
        self.things += 1
        if self.things == MOST_THINGS + 1:
            self.problems.append(Problem(piece.typed, "too-many"))
        return self.things <= MOST_THINGS

    def query(self, text: str) -> Query:
        """What was read. Words without weight count where there are no others."""
        wanted: Sequence[Wanted] = self.wanted or list(dict.fromkeys(self.common))[:MOST_THINGS]
        query = Query(
            text=text,
            wanted=tuple(wanted),
            without=tuple(dict.fromkeys(self.without)),
            narrowed=tuple(self.narrowed),
            authors=tuple(self.authors),
            without_authors=tuple(self.without_authors),
            after=max(self.after, default=None),
            before=min(self.before, default=None),
            problems=tuple(self.problems),
        )
        if query.is_empty and (query.without or query.narrowed or query.without_authors):
            return replace(query, problems=(*query.problems, Problem(text[:TOLD], "only-without")))
        return query
