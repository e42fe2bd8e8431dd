"""Statements about the tables of a generation, written out: a question is asked more quickly than it is put together of
parts that a library knows, and is read as PostgreSQL reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import TextClause, text

from forum.search.engines.postgres.tables import CHUNK, Generation


@dataclass
class Given:
    """What a statement is given, gathered while it is written: nothing that somebody typed stands in it."""

    values: dict[str, object] = field(default_factory=dict)

    def __call__(self, value: object, type_name: str) -> str:
        """What stands for a value in the statement.

        Args:
            value: any that the driver can write.
            type_name: as PostgreSQL calls it.
        """
        name = f"given_{len(self.values)}"
        self.values[name] = value
        return f"CAST(:{name} AS {type_name})"


@lru_cache(maxsize=256)
def on(of: Generation, statement: str) -> TextClause:
    """A statement about the tables of a generation.

    Args:
        of: the generation, whose tables are named « {documents} » in the statement.
        statement: in which `{chunk}` stands for how many documents are in one row, and `{gathered}` for the bits that
            stand there for all the documents of a group, by their numbers.
    """
    names = {table.name.split("_")[0]: table.fullname for table in (of.documents, of.buckets, of.words, of.bits)}
    gathered = f"bit_or(set_bit(repeat('0', {CHUNK})::bit({CHUNK}), number % {CHUNK}, 1))".replace(":", r"\:")
    return text(statement.format(chunk=CHUNK, gathered=gathered, **names))
