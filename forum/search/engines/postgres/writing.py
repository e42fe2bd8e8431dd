"""Documents put into a generation of the index, and taken out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ARRAY, Connection, Integer, Text, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or

from forum.core.text import slug
from forum.search.documents import Document
from forum.search.engines.postgres import bits
from forum.search.engines.postgres.facets import SHARED, token_of
from forum.search.engines.postgres.lexemes import read
from forum.search.engines.postgres.tables import SHORTEST_ROW, Generation
from forum.search.weights import standing

NO_TEXT = {0: None, **dict.fromkeys(range(0xD800, 0xE000))}
"""What PostgreSQL can't hold in a text."""
LONGEST_WORD = 40
"""Of those that are offered for others."""


@dataclass(frozen=True)
class Held:
    """What the index says of a document that is in it.

    Args:
        fingerprint: of the document as it was put in.
        indexed_at: when it came in as it is.
    """

    fingerprint: bytes
    indexed_at: datetime


Tally = Counter[tuple[str, str]]
"""In how many documents of an audience each word is, or how many more."""


@dataclass
class Words:
    """What changes in the words of a generation, gathered until it is written."""

    more: Tally
    about: dict[str, tuple[str, str]]

    @classmethod
    def none(cls) -> Words:
        return cls(Counter(), {})


def put(
    connection: Connection, into: Generation, kind: str, ids: Collection[int], documents: Iterable[Document]
) -> None:
    """Puts documents in, in place of what stood under some ids. One that is as it was stays as it is."""
    given = {document.id: document for document in documents}
    wanted = sorted({*ids, *given})
    words = Words.none()
    table = into.documents
    query = select(table.c.id, table.c.fingerprint).where(table.c.kind == kind, table.c.id.in_(wanted))
    held = dict(connection.execute(query).all())
    same = {number for number, old in held.items() if number in given and fingerprint_of(given[number]) == old}
    take_out(connection, into, kind, [number for number in held if number not in same], words)
    fresh = [document for number, document in given.items() if number not in same]
    add(connection, into, fresh, {}, words)
    query = select(table.c.number).where(table.c.kind == kind, table.c.id.in_([document.id for document in fresh]))
    bits.set_of(connection, into, connection.scalars(query).all())
    write_words(connection, into, words)


def take_out(connection: Connection, out_of: Generation, kind: str, ids: Sequence[int], words: Words) -> None:
    """Takes documents out, and notes the words that went with them."""
    if not ids:
        return
    documents, buckets = out_of.documents, out_of.buckets
    query = delete(documents).where(
        documents.c.kind == kind, documents.c.id.in_(ids), buckets.c.number == documents.c.bucket
    )
    gone = connection.execute(
        query.returning(documents.c.number, documents.c.forms, buckets.c.audience, documents.c.bucket)
    ).all()
    bits.clear(connection, out_of, [row.number for row in gone])
    for row in gone:
        words.more.subtract((row.audience, word) for word in row.forms.split())
    fewer = Counter(row.bucket for row in gone)
    for bucket, number in sorted(fewer.items()):
        count = buckets.c.documents - number
        connection.execute(update(buckets).where(buckets.c.number == bucket).values(documents=count))


def add(
    connection: Connection,
    to: Generation,
    documents: Sequence[Document],
    held: Mapping[int, Held] | None,
    words: Words,
) -> None:
    """Adds documents that are not there.

    Args:
        connection: in the transaction that writes.
        to: the generation.
        documents: of one kind.
        held: what an older generation says of some: those that did not change keep the moment they came in. None where
            no older one can be read: nothing is new then but what was just written.
        words: what is to be written into the words is noted there.
    """
    if not documents:
        return
    numbers = bucket_numbers(connection, to, documents)
    now = datetime.now(UTC)
    rows: list[dict[str, Any]] = []
    for document in documents:
        lexemes = read(document)
        fingerprint = fingerprint_of(document)
        body = "\n\n".join(filter(None, (document.summary, document.body)))
        forms = {form: about for form, about in lexemes.forms.items() if len(form) <= LONGEST_WORD}
        words.about.update(forms)
        words.more.update((document.audience, form) for form in forms)
        rows.append(
            {
                "bucket": numbers[bucket_of(document).key],
                "id": document.id,
                "clan": number_of(document.group or f"{document.kind}:{document.id}"),
                "written_at": document.written_at,
                "indexed_at": came_in(document, fingerprint, held, now),
                "standing": standing(document.kind, document.weight, document.written_at.timestamp()),
                "kind": document.kind,
                "labels": labels_of(document),
                "fingerprint": fingerprint,
                "title": document.title.translate(NO_TEXT),
                "body": body.translate(NO_TEXT).ljust(SHORTEST_ROW),
                "forms": " ".join(forms),
                "terms": lexemes.vector,
            }
        )
    connection.execute(insert(to.documents).inline(), rows)


def came_in(document: Document, fingerprint: bytes, held: Mapping[int, Held] | None, now: datetime) -> datetime:
    """When a document came into the index as it is."""
    if held is None:
        return min(now, document.written_at)
    old = held.get(document.id)
    return old.indexed_at if old and old.fingerprint == fingerprint else now


@dataclass(frozen=True)
class Bucket:
    """What documents share that are counted together."""

    audience: str
    facets: tuple[str, ...]

    @property
    def key(self) -> bytes:
        described = "\n".join((self.audience, *self.facets))
        return hashlib.sha1(described.encode(errors="replace"), usedforsecurity=False).digest()


def bucket_of(document: Document) -> Bucket:
    return Bucket(document.audience, tuple(sorted({token for name, token in facets_of(document) if name in SHARED})))


def labels_of(document: Document) -> list[str] | None:
    """The facets of a document that are its own; none rather than an empty list, which would take room."""
    return sorted({token for name, token in facets_of(document) if name not in SHARED}) or None


def facets_of(document: Document) -> Iterator[tuple[str, str]]:
    """Each value of each facet as « facet=value », after the facet's name."""
    for name, value in facet_values(document):
        yield name, token_of(name, value.translate(NO_TEXT))


def facet_values(document: Document) -> Iterator[tuple[str, str]]:
    yield "kind", document.kind
    yield "language", document.language
    for tag in document.tags:
        yield "tag", slug(tag)
    if document.place:
        yield "place", document.place
    for name, values in document.facets.items():
        for value in values:
            yield name, value


def bucket_numbers(connection: Connection, to: Generation, documents: Iterable[Document]) -> dict[bytes, int]:
    """The numbers of the buckets that documents go to, which count them from here on."""
    counted = Counter(bucket_of(document) for document in documents)
    found: dict[bytes, int] = {}
    for bucket, number in sorted(counted.items(), key=lambda each: each[0].key):
        row = {"key": bucket.key, "audience": bucket.audience, "facets": list(bucket.facets), "documents": number}
        writing = insert_or(to.buckets).values(row)
        more = {"documents": to.buckets.c.documents + writing.excluded.documents}
        writing = writing.on_conflict_do_update(index_elements=["key"], set_=more)
        found[bucket.key] = connection.execute(writing.returning(to.buckets.c.number)).scalar_one()
    return found


def write_words(connection: Connection, to: Generation, words: Words) -> None:
    """Writes what was noted, in the order of the words, and forgets those that no document holds any more."""
    table = to.words
    more = sorted((audience, word, by) for (audience, word), by in words.more.items() if by > 0)
    fewer = sorted((audience, word, by) for (audience, word), by in words.more.items() if by < 0)
    if more:
        audiences, written, numbers = zip(*more, strict=True)
        terms, folded = zip(*(words.about[word] for word in written), strict=True)
        columns = [as_texts(each) for each in (audiences, written, terms, folded)]
        given = func.unnest(*columns, as_integers(numbers)).table_valued("a", "w", "t", "f", "n").render_derived()
        writing = insert_or(table).from_select(list(table.c.keys()), select(given))
        added = table.c.documents + writing.excluded.documents
        keys = ["audience", "word"]
        connection.execute(writing.on_conflict_do_update(index_elements=keys, set_={"documents": added}))
    if fewer:
        audiences, written, numbers = zip(*fewer, strict=True)
        given = (
            func.unnest(as_texts(audiences), as_texts(written), as_integers(numbers))
            .table_valued("a", "w", "n")
            .render_derived()
        )
        these = (table.c.audience == given.c.a, table.c.word == given.c.w)
        connection.execute(update(table).where(*these).values(documents=table.c.documents + given.c.n))
        connection.execute(delete(table).where(*these, table.c.documents <= literal(0)))
    words.more.clear()
    words.about.clear()


def as_texts(values: Sequence[str]) -> Any:
    return cast(list(values), ARRAY(Text))


def as_integers(values: Sequence[int]) -> Any:
    return cast(list(values), ARRAY(Integer))


def fingerprint_of(document: Document) -> bytes:
    return bytes.fromhex(document.fingerprint)


def number_of(group: str) -> int:
    """What stands for a group: as good as unique."""
    return int.from_bytes(hashlib.blake2b(group.encode(errors="replace"), digest_size=8).digest(), signed=True)
