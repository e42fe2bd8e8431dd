"""What Whoosh keeps of a document.

What a word is worth in a document is worked out when it is written, so that a question reads one list a word: that is
why the numbers of weights.py are part of the index's version.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats

from forum.core.text import slug
from forum.search import weights
from forum.search.analysis import ANALYSIS_VERSION
from forum.search.documents import Document
from forum.search.engines.whoosh.reading import Reading, read

BUILD = 5
"""Grows with each change of this schema, and of how a word's worth is worked out."""
SEPARATOR = "\t"
SHORT = (2, 3)
"""Beginnings of so many letters have a list of their own; longer ones begin few enough words."""

SCHEMA_VERSION = f"{BUILD}.{ANALYSIS_VERSION}.{zlib.crc32(repr(weights.WORTHS).encode()):08x}"
"""What differs where an index has to be made anew: the schema, how words are read, what they are worth."""

Posting = tuple[bytes, int, float, bytes]
"""A term, how often it is there (of no matter here), what it is worth, where it stands."""


class Prepared(fields.FieldType):
    """A field whose postings are worked out before they are handed to Whoosh.

    Args:
        has_places: each posting says where the word stands.
    """

    def __init__(self, *, has_places: bool = False) -> None:
        super().__init__(Placed() if has_places else formats.Existence(), None)

    def index(self, value: Iterable[Posting], **_: Any) -> Iterator[Posting]:
        return iter(value)


class Placed(formats.Format):
    """Postings that hold something of any length."""


def schema() -> fields.Schema:
    """The fields.

    `terms` are words as the analysis gives them, `forms` as they are written, `begun` the first letters of those;
    `about` and `titles` are what is kept in memory of each document.
    """
    return fields.Schema(
        key=Prepared(),
        audience=Prepared(),
        facets=Prepared(),
        author=Prepared(),
        terms=Prepared(has_places=True),
        forms=Prepared(has_places=True),
        begun=Prepared(),
        about=fields.COLUMN(columns.VarBytesColumn()),
        titles=fields.COLUMN(columns.VarBytesColumn()),
        title=fields.STORED,
        body=fields.STORED,
    )


def row_of(document: Document, indexed_at: float) -> dict[str, Any]:
    """A document as its fields.

    Args:
        document: to put in.
        indexed_at: when it came in as it is, in seconds since 1970.
    """
    found = read(document)
    return {
        "key": exist([key_of(document.kind, document.id)]),
        "audience": exist([document.audience]),
        "facets": exist(facet_tokens(document)),
        "author": exist(found.author_terms),
        "terms": postings(found, found.terms),
        "forms": postings(found, found.forms),
        "begun": [(begun.encode(), 1, worth, b"") for begun, worth in beginnings(found).items()],
        "about": about(document, indexed_at),
        "titles": " ".join(found.title_forms).encode(),
        "title": document.title,
        "body": "\n\n".join(filter(None, (document.summary, document.body))),
    }


def about(document: Document, indexed_at: float) -> bytes:
    """What is kept in memory of a document, and its fingerprint."""
    described = (
        document.kind,
        document.id,
        document.written_at.timestamp(),
        indexed_at,
        document.weight,
        document.group,
        document.fingerprint,
    )
    return SEPARATOR.join(map(str, described)).encode()


def exist(terms: Iterable[str]) -> list[Posting]:
    return [(term.encode(), 1, 1.0, b"") for term in dict.fromkeys(terms)]


def postings(found: Reading, written: Iterable[str]) -> list[Posting]:
    return [(term.encode(), 1, found.worth(term), array("H", found.places[term]).tobytes()) for term in written]


def beginnings(found: Reading) -> dict[str, float]:
    """The first letters of the words of a document, each worth what the best of those is."""
    begun: dict[str, float] = {}
    for form in found.forms:
        worth, letters = found.worth(form), form.index(" ")
        for length in SHORT:
            if length <= letters and worth > begun.get(form[:length], 0.0):
                begun[form[:length]] = worth
    return begun


def facet_tokens(document: Document) -> Iterator[str]:
    """Each value of each facet as « facet=value »."""
    yield token_of("kind", document.kind)
    yield token_of("language", document.language)
    for tag in document.tags:
        yield token_of("tag", slug(tag))
    if document.place:
        yield token_of("place", document.place)
    for facet, values in document.facets.items():
        for value in values:
            yield token_of(facet, value)


def token_of(facet: str, value: str) -> str:
    return f"{facet}={value}"


def key_of(kind: str, number: int) -> str:
    return f"{kind}:{number}"
