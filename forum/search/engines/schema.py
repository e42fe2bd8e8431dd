"""What Whoosh keeps of a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from whoosh import fields
from whoosh.analysis import Token, Tokenizer

from forum.core.text import slug
from forum.search.analysis import words
from forum.search.documents import Document

SCHEMA_VERSION = 2
"""Grows with each change of the schema or of the analysis: an index of another version is made anew."""
BREAK = "\n"
"""Stands between the parts of a document's text."""
APART = 10
"""How many words two parts are apart, so that no phrase runs from one into the next."""


class OurTokenizer(Tokenizer):
    """Hands Whoosh the words of forum/search/analysis.py."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **_: Any) -> Iterator[Token]:
        token = Token(positions, chars)
        began = offset = 0
        for part in value.split(BREAK):
            place = -1
            for word in words(part):
                place = word.place
                token.text = token.original = word.term
                token.boost = 1.0
                token.stopped = False
                token.pos = offset + place
                token.startchar, token.endchar = began + word.start, began + word.end
                yield token
            offset += place + APART
            began += len(part) + len(BREAK)


def schema() -> fields.Schema:
    """The fields: `text` is what is looked through, `title` and `words` make a document count for more."""
    return fields.Schema(
        key=fields.ID(unique=True),
        kind=fields.ID(stored=True),
        id=fields.STORED,
        audience=fields.ID,
        title=fields.TEXT(OurTokenizer()),
        words=fields.TEXT(OurTokenizer(), phrase=False),
        text=fields.TEXT(OurTokenizer()),
        body=fields.STORED,
        tags=fields.KEYWORD(commas=True),
        author=fields.TEXT(OurTokenizer(), phrase=False),
        place=fields.ID,
        day=fields.NUMERIC(int, sortable=True),
    )


def row_of(document: Document) -> dict[str, Any]:
    """A document as its fields."""
    parts = (document.title, " ".join(document.tags), document.author, document.body)
    return {
        "key": key_of(document.kind, document.id),
        "kind": document.kind,
        "id": document.id,
        "audience": document.audience,
        "title": document.title,
        "words": " ".join(document.tags),
        "text": BREAK.join(" ".join(part.split()) for part in parts),
        "body": document.body,
        "tags": ",".join(slug(tag) for tag in document.tags),
        "author": document.author,
        "place": document.place,
        "day": number_of(document.written_at),
    }


def key_of(kind: str, number: int) -> str:
    return f"{kind}:{number}"


def number_of(day: date | datetime) -> int:
    return day.toordinal()
