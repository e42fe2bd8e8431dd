"""What somebody looks for, as it was understood. Reading it from what was typed is the grammar's (grammar/)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Words:
    """Words that stand side by side in a text; mostly it is a single one.

    Args:
        terms: as the index keeps them (analysis.py).
        is_beginning: the last one is only the beginning of a word, folded and not stemmed: « média* ».
    """

    terms: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class Wanted:
    """One thing that a document must hold, in one of several wordings.

    Args:
        choices: what was typed first, then what is said for it (synonyms).
        is_phrase: typed between quotation marks: it is never done without.
    """

    choices: tuple[Words, ...]
    is_phrase: bool = False


@dataclass(frozen=True)
class Narrowing:
    """A facet of which a document must have one of some values.

    Args:
        facet: its name (facets.py): "kind", "tag", "place", "domain"…
        values: what stands for them in addresses; any of them will do.
        is_unwanted: it must have none of them.
    """

    facet: str
    values: tuple[str, ...]
    is_unwanted: bool = False


@dataclass(frozen=True)
class Problem:
    """Something typed that could not be understood as what it looks like.

    Args:
        typed: as it stands in the box: « après:hier ».
        reason: "day", "filter-empty", "value", "quote", "too-long", "too-many", "only-without".
    """

    typed: str
    reason: str


@dataclass(frozen=True)
class Query:
    """What somebody looks for.

    Args:
        text: as typed, tidied and cut.
        wanted: each must be there, the order of the box kept.
        without: none of these may be there.
        narrowed: facets typed as filters.
        authors: each the words of a name, all of which the author's must hold; any of them will do.
        without_authors: the same for whom it must not be.
        after, before: days, the first included, the last not.
        problems: what could not be understood, to be said kindly; the rest is looked for.
    """

    text: str = ""
    wanted: tuple[Wanted, ...] = ()
    without: tuple[Words, ...] = ()
    narrowed: tuple[Narrowing, ...] = ()
    authors: tuple[tuple[str, ...], ...] = ()
    without_authors: tuple[tuple[str, ...], ...] = ()
    after: date | None = None
    before: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; what must not be there is no question."""
        wanted = any(not narrowing.is_unwanted for narrowing in self.narrowed)
        return not (self.wanted or wanted or self.authors or self.after or self.before)

    @property
    def has_words(self) -> bool:
        """Whether documents can be told apart by how well they answer."""
        return bool(self.wanted)
