"""The tables of one generation of the index."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Column,
    Connection,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import BIT, TSVECTOR
from sqlalchemy.schema import CreateTable

from forum.search.analysis import ANALYSIS_VERSION
from forum.search.engines.postgres.foundations import SCHEMA

BUILD = 3
"""Grows with each change of these tables, or of what is written into them."""
CHUNK = 8_192
"""Documents of which a bit each stands in one row: a kilobyte."""
SHORTEST_ROW = 2_100
"""Characters that a text is filled up to. PostgreSQL moves the long columns of a row aside where the row is longer than
2,000 bytes, and only then: a table of short rows is what a question for a common word is counted in."""


@dataclass(frozen=True)
class Generation:
    """The tables of one generation.

    Args:
        number: in their names.
        documents: a row a document. `terms` are its words (lexemes.py), `forms` those as written, `clan` stands for its
            group, `standing` is how much it counts whatever is looked for, `labels` are its facets that are not its
            bucket's.
        buckets: what documents share that are counted together: an audience, and facets as « facet=value ».
        words: each word as it is written in documents of an audience, and in how many of them.
        bits: which documents have a value of a facet (bits.py).
    """

    number: int
    documents: Table
    buckets: Table
    words: Table
    bits: Table

    def create(self, connection: Connection) -> None:
        """Makes the tables, without what is quicker made when they are filled (`finish`)."""
        for table in (self.words, self.buckets, self.documents, self.bits):
            connection.execute(CreateTable(table))
        storages = {"title": "EXTERNAL", "forms": "EXTERNAL", "terms": "EXTERNAL", "labels": "MAIN"}
        columns = ", ".join(f"ALTER COLUMN {name} SET STORAGE {storage}" for name, storage in storages.items())
        connection.execute(text(f"ALTER TABLE {self.documents.fullname} {columns}, SET (toast_tuple_target = 128)"))
        connection.execute(text(f"ALTER TABLE {self.words.fullname} SET (fillfactor = 80)"))
        kept = "ALTER COLUMN bits SET STORAGE PLAIN, SET (fillfactor = 60)"
        connection.execute(text(f"ALTER TABLE {self.bits.fullname} {kept}"))

    def finish(self, connection: Connection) -> None:
        """Makes the indexes that words are found by, and has the planner look at what there is."""
        for index in sorted(self.documents.indexes | self.words.indexes | self.bits.indexes, key=str):
            index.create(connection)
        for table in (self.words, self.buckets, self.documents):
            connection.execute(text(f"ANALYZE {table.fullname}"))


@lru_cache(maxsize=8)
def generation_of(number: int) -> Generation:
    """The tables of a generation by its number."""
    metadata = MetaData(schema=SCHEMA)
    documents = Table(
        f"documents_{number}",
        metadata,
        Column("number", Integer, Identity(), primary_key=True),
        Column("bucket", Integer, nullable=False),
        Column("id", Integer, nullable=False),
        Column("clan", BigInteger, nullable=False),
        Column("written_at", DateTime(timezone=True), nullable=False),
        Column("indexed_at", DateTime(timezone=True), nullable=False),
        Column("standing", REAL, nullable=False),
        Column("kind", Text, nullable=False),
        Column("labels", ARRAY(Text)),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("title", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("forms", Text, nullable=False),
        Column("terms", TSVECTOR, nullable=False),
        UniqueConstraint("kind", "id", name=f"documents_{number}_kind_id"),
        # Without a list of what is still to be merged in: a question never waits for somebody's merging.
        Index(f"documents_{number}_terms", "terms", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
        *(Index(f"documents_{number}_{column}", column) for column in ("bucket", "written_at", "indexed_at", "clan")),
        Index(f"documents_{number}_standing", "standing", "number"),
    )
    buckets = Table(
        f"buckets_{number}",
        metadata,
        Column("number", Integer, Identity(), primary_key=True),
        Column("key", LargeBinary, nullable=False, unique=True),
        Column("audience", Text, nullable=False),
        Column("facets", ARRAY(Text), nullable=False),
        Column("documents", Integer, nullable=False),
    )
    words = Table(
        f"words_{number}",
        metadata,
        Column("audience", Text, primary_key=True),
        Column("word", Text, primary_key=True),
        Column("term", Text, nullable=False),
        Column("folded", Text, nullable=False),
        Column("documents", Integer, nullable=False),
        Index(f"words_{number}_term", "term", "audience"),
        Index(
            f"words_{number}_folded",
            "folded",
            postgresql_using="gin",
            postgresql_ops={"folded": "gin_trgm_ops"},
            postgresql_with={"fastupdate": "off"},
        ),
    )
    bits = Table(
        f"bits_{number}",
        metadata,
        Column("facet", Text, primary_key=True),
        Column("value", Text, primary_key=True),
        Column("chunk", Integer, primary_key=True, autoincrement=False),
        Column("bits", BIT(CHUNK), nullable=False),
        Index(f"bits_{number}_chunk", "facet", "chunk"),
    )
    return Generation(number, documents, buckets, words, bits)


@cache
def version() -> str:
    """What differs where an index has to be made anew: its tables, how words are read, what they are worth."""
    from forum.search import weights
    from forum.search.engines.postgres import lexemes

    sources = (Path(str(module.__file__)).read_bytes() for module in (weights, lexemes))
    return f"{BUILD}.{ANALYSIS_VERSION}.{zlib.crc32(b''.join(sources)):08x}"
