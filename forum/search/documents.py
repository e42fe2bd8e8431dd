"""What can be searched: documents that features describe, and the sources that give them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from functools import cached_property

from forum.core.actor import Actor


@dataclass(frozen=True)
class Document:
    """One thing as the index knows it. The same row gives the same document each time it is read.

    Args:
        kind: "thread", "post", "sheet", "school", "person", "message".
        id: the row's id, unique within its kind.
        audience: who may find it (forum/core/audience.py).
        title: counts most.
        summary: what it says in a few sentences; counts after the title.
        body: plain text, looked through, and what excerpts are taken from where the summary holds nothing looked for.
        written_at: for `after:`, `before:` and the order by date; recent ones come a little before.
        language: "fr" or "en".
        tags: keywords, which count after the title too, and are the values of the facet "tag" by their slugs.
        author: who wrote it, by the words of whose name it is found.
        place: the slug of where it stands, the value of the facet "place".
        group: what it is shown together with in a grouped list: "thread:12" of a thread and its posts; itself if empty.
        facets: other facets' values, by the facet's name, as slugs: {"domain": ("climat-scolaire",)}.
        weight: from 0 to 1, how much those who judge such things recommend it: the committee's opinion of a sheet.
    """

    kind: str
    id: int
    audience: str
    title: str
    body: str
    written_at: datetime
    language: str = "fr"
    tags: tuple[str, ...] = ()
    author: str = ""
    place: str = ""
    summary: str = ""
    group: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 0.0

    @cached_property
    def fingerprint(self) -> str:
        """What differs where anything in two documents differs: 40 hexadecimal digits."""
        described = json.dumps(asdict(self), default=str, sort_keys=True)
        return hashlib.sha1(described.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Result:
    """One row of the results' page, in the reader's language.

    Args:
        title: what the link says.
        url: where it leads.
        facts: what is said under it: place, author, day.
    """

    title: str
    url: str
    facts: tuple[str, ...] = ()


Together = Callable[[Actor, Mapping[str, Sequence[int]]], Mapping[tuple[str, int], Result]]
"""Given the reader, and ids by kind, the rows to show by kind and id: as `Source.results`."""


@dataclass(frozen=True)
class Source:
    """A feature's hand to the index: what it has, and how a hit is shown.

    Args:
        kind: of its documents.
        label: the name of the kind on the results' page, in the reader's language.
        ids: given an id and a limit, the ids that follow, in order.
        documents: given ids, those that still exist and that somebody may read.
        results: given the reader and ids, the rows to show, by one statement, the reader's right checked again.
        is_suggested: its titles are offered while somebody types in the box.
        one: what a single document is called, in the reader's language; the name of the kind where nothing is said.
        together: gives by one statement the rows of several kinds at once: for those that have it in common.
        is_everywhere: its documents are found wherever something is looked for. Those of a source that is not are
            found in their place alone (services/within.py), and neither counted, offered nor weighed elsewhere.
    """

    kind: str
    label: Callable[[], str]
    ids: Callable[[int, int], Sequence[int]]
    documents: Callable[[Sequence[int]], Sequence[Document]]
    results: Callable[[Actor, Sequence[int]], Mapping[int, Result]]
    is_suggested: bool = True
    one: Callable[[], str] | None = None
    together: Together | None = None
    is_everywhere: bool = True

    @property
    def word(self) -> str:
        """What a single document is called."""
        return (self.one or self.label)()


_sources: dict[str, Source] = {}


def register_source(source: Source) -> None:
    """Makes what a feature has searchable."""
    _sources[source.kind] = source


def forget_source(kind: str) -> None:
    """Takes a source out again."""
    _sources.pop(kind, None)


def sources() -> Mapping[str, Source]:
    """Every source by its kind, in the order they were registered."""
    return _sources


def everywhere() -> Mapping[str, Source]:
    """Likewise those whose documents are found wherever something is looked for."""
    return {kind: source for kind, source in _sources.items() if source.is_everywhere}


def audience_within(token: str, place: str) -> str:
    """The audience of what an audience finds in one place alone. No reader holds it but by asking there."""
    return f"{token}@{place}"


def as_indexed(source: Source, document: Document) -> Document:
    """A document as an index is given it."""
    if source.is_everywhere:
        return document
    return replace(document, audience=audience_within(document.audience, document.place))
