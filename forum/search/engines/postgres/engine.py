"""The engine that keeps its index in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import structlog
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError, InternalError, ProgrammingError

from forum.search.documents import Document
from forum.search.engine import NO_INDEX, Batch, Found, Hit, IndexUnusable, Question
from forum.search.engines.postgres import asking, offering, rebuilding, spelling
from forum.search.engines.postgres.bits import AUDIENCE
from forum.search.engines.postgres.foundations import SCHEMA, are_laid, lay, pointer
from forum.search.engines.postgres.tables import Generation, generation_of, version
from forum.search.engines.postgres.writing import put

Answer = TypeVar("Answer")
TRIES = 3
"""How often a question is asked where a rebuild put another generation in place meanwhile."""
ABSENT = frozenset({"42P01", "3F000", "42703", "42883", "42704", "42501"})
"""What PostgreSQL says where a table, a schema, a column, a function, or the right to one is missing."""
DEADLOCK = "40P01"
LIVE = select(
    pointer.c.version,
    pointer.c.generation,
    func.set_config("jit", "off", True),
    func.set_config("plan_cache_mode", "force_custom_plan", True),
    func.set_config("max_parallel_workers_per_gather", "0", True),
)
"""Asks for the generation in use, and sets how the statements that follow are run: planned for what is asked, and never
compiled, which takes longer than they do."""

log = structlog.get_logger("search")


class PostgresEngine:
    """An index in the schema `search` of a database.

    Args:
        database: whose pool is used. Nothing connects before the first question.
    """

    def __init__(self, database: Engine) -> None:
        self.database = database
        self._reading = database.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    # Writing

    def change(self, kind: str, ids: Collection[int], read: Callable[[], Iterable[Document]]) -> None:
        """Puts documents in, in place of what stood under these ids, as one transaction of its own.

        Args:
            kind: of the documents.
            ids: of what changed.
            read: gives those that exist; called while no other writes, so that the latest words win.

        Raises:
            IndexUnusable: there is none, and none is being made.
        """
        with said_if_unusable(), self.database.begin() as connection:
            rebuilding.lock_writing(connection)
            is_rebuilt = rebuilding.is_rebuilt(connection)
            generation = live(connection) if are_laid(connection) else None
            if generation is None and not is_rebuilt:
                raise IndexUnusable(NO_INDEX)
            if generation is not None:
                put(connection, generation, kind, ids, read())
            if is_rebuilt:
                rebuilding.note(connection, kind, ids)

    def rebuild(self, everything: Iterable[Batch], again: Callable[[str, Collection[int]], Iterable[Document]]) -> None:
        """Makes the index anew while the old one serves, then puts it in its place, as one transaction.

        Args:
            everything: batches of documents, read while this runs.
            again: given a kind and ids, reads those documents anew; called for what changed meanwhile.

        Raises:
            RebuildUnderWay: another one runs, here or in another process.
            PrivilegeMissing: the site's account may not make what is needed.
        """
        with self.database.begin() as connection:
            if not are_laid(connection):
                rebuilding.lock_writing(connection)
                lay(connection)
        with said_if_unusable(), self.database.begin() as connection:
            rebuilding.rebuild(connection, everything, again)

    # Asking

    def search(self, question: Question) -> Found:
        """Looks for documents; who may find them is part of what is asked.

        Raises:
            IndexUnusable: there is none, or it can't be read.
        """
        return self._ask(lambda connection, generation: asking.ask(connection, generation, question))

    def suggest(self, beginning: str, audiences: frozenset[str], kinds: Sequence[str], size: int) -> Sequence[Hit]:
        """Documents of some kinds whose title holds all the words typed, the last of which may be only begun."""
        return self._ask(
            lambda connection, generation: offering.suggest(connection, generation, beginning, audiences, kinds, size)
        )

    def similar(
        self, terms: Sequence[str], audiences: frozenset[str], kinds: Sequence[str], size: int
    ) -> Sequence[Hit]:
        """Documents that share telling words with a text, the nearest first."""
        return self._ask(
            lambda connection, generation: offering.similar(connection, generation, terms, audiences, kinds, size)
        )

    def respell(self, words: Sequence[str], audiences: frozenset[str]) -> Mapping[str, str]:
        """For words that no document of these audiences holds, the nearest that one does, as it is written there."""
        return self._ask(lambda connection, generation: spelling.respell(connection, generation, words, audiences))

    def count(self) -> Mapping[str, int]:
        """How many documents there are of each kind."""

        def counted(connection: Connection, generation: Generation) -> Mapping[str, int]:
            kind = generation.documents.c.kind
            return dict(connection.execute(select(kind, func.count()).group_by(kind)).all())

        return self._ask(counted)

    def fingerprints(self, kind: str, after: int, size: int) -> Mapping[int, str]:
        """What the fingerprints were of the documents of a kind, by their ids in order, from beyond one on."""

        def read(connection: Connection, generation: Generation) -> Mapping[int, str]:
            table = generation.documents
            query = select(table.c.id, table.c.fingerprint).where(table.c.kind == kind, table.c.id > after)
            rows = connection.execute(query.order_by(table.c.id).limit(size))
            return {number: fingerprint.hex() for number, fingerprint in rows}

        return self._ask(read)

    def is_usable(self) -> bool:
        """Whether the index is there, and of this version."""
        try:
            self._ask(lambda connection, generation: connection.execute(select(generation.documents).limit(0)))
        except IndexUnusable:
            return False
        return True

    def problem(self) -> str:
        """What keeps the index from being read, all of it looked through; empty when nothing does."""
        try:
            return self._ask(look_through)
        except IndexUnusable as unusable:
            return str(unusable)

    def _ask(self, ask: Callable[[Connection, Generation], Answer]) -> Answer:
        """Asks the generation in use, and the next one where that was put in its place meanwhile."""
        for tries_left in reversed(range(TRIES)):
            try:
                with said_if_unusable(), self._reading.begin() as connection:
                    generation = live(connection)
                    if generation is None:
                        raise IndexUnusable(NO_INDEX)
                    return ask(connection, generation)
            except (IndexUnusable, DBAPIError) as error:
                if not tries_left or not is_gone(error):
                    raise
        raise AssertionError


@contextmanager
def said_if_unusable() -> Iterator[None]:
    """Says of what is missing or damaged in the index that it is unusable. That the database is away is another matter:
    nothing of the site works then, and what was to be written is delivered later."""
    try:
        yield
    except (ProgrammingError, InternalError) as error:
        state = state_of(error)
        if state in ABSENT or state.startswith("XX"):
            raise IndexUnusable(f"the index can't be read: {str(error.orig).splitlines()[0]}") from error
        raise


def live(connection: Connection) -> Generation | None:
    """The generation in use; none where there is none of this version."""
    try:
        row = connection.execute(LIVE).first()
    except ProgrammingError as error:
        if state_of(error) in ABSENT:
            raise IndexUnusable(NO_INDEX) from None
        raise
    return generation_of(row.generation) if row is not None and row.version == version() else None


def is_gone(error: Exception) -> bool:
    """Whether what was asked may have been put away by a rebuild."""
    cause = error.__cause__ if isinstance(error, IndexUnusable) else error
    return isinstance(cause, DBAPIError) and state_of(cause) in {"42P01", DEADLOCK}


def state_of(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def look_through(connection: Connection, generation: Generation) -> str:
    """Reads all of a generation; says what is wrong with it."""
    documents, buckets, words = generation.documents, generation.buckets, generation.words
    every = (func.length(documents.c.terms), func.length(documents.c.body), func.length(documents.c.forms))
    read = select(func.count(), *(func.sum(each) for each in every))
    rows = connection.execute(read).one()[0]
    counted = connection.scalar(select(func.coalesce(func.sum(buckets.c.documents), 0)))
    bits = generation.bits.c
    told = connection.scalar(
        select(func.coalesce(func.sum(func.bit_count(bits.bits)), 0)).where(bits.facet == AUDIENCE)
    )
    missing = connection.scalar(
        text("SELECT count(*) FROM pg_indexes WHERE schemaname = :schema AND tablename = :name"),
        {"schema": SCHEMA, "name": documents.name},
    )
    connection.execute(select(func.count(), func.sum(words.c.documents)))
    if missing != 8:
        return "an index of the documents is missing"
    if rows != counted:
        return f"{rows} documents are there, and {counted} are counted"
    return "" if rows == told else f"{rows} documents are there, and {told} are told by bits"
