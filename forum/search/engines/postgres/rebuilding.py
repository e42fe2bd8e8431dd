"""The index made anew beside the one in use.

One transaction makes the next generation and puts it in its place: until it ends, nobody sees anything of it, and
however it ends, nothing half-made is left. What changes meanwhile is written into the generation in use and noted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.dialects.postgresql import insert as insert_or

from forum.search.documents import Document
from forum.search.engine import Batch, RebuildUnderWay
from forum.search.engines.postgres import bits
from forum.search.engines.postgres.foundations import REBUILDING, SCHEMA, WRITING, changed, generations, pointer
from forum.search.engines.postgres.tables import Generation, generation_of, version
from forum.search.engines.postgres.writing import Held, Words, add, put, write_words

MEMORY = "128MB"
"""For making the indexes."""
MOST_WORDS = 200_000
"""Words that are gathered before they are written."""
IS_REBUILT = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = 0"
    " AND objid = :number AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


def rebuild(
    connection: Connection,
    everything: Iterable[Batch],
    again: Callable[[str, Collection[int]], Iterable[Document]],
) -> None:
    """Makes the next generation, in the transaction at hand.

    Raises:
        RebuildUnderWay: another one runs.
    """
    if not connection.scalar(select(func.pg_try_advisory_xact_lock(REBUILDING))):
        raise RebuildUnderWay
    old = known_of(connection)
    wait_for_writers(connection)
    connection.execute(text(f"SET LOCAL maintenance_work_mem = '{MEMORY}'"))
    new = generation_of(connection.scalar(generations))
    new.create(connection)
    words = Words.none()
    for kind, ids, documents in everything:
        given = {document.id: document for document in documents}
        add(connection, new, list(given.values()), held_of(connection, old, kind, ids), words)
        if len(words.more) > MOST_WORDS:
            write_words(connection, new, words)
    write_words(connection, new, words)
    new.finish(connection)
    bits.fill(connection, new)
    lock_writing(connection)
    for kind, numbers in noted(connection).items():
        put(connection, new, kind, numbers, again(kind, numbers))
    connection.execute(delete(changed))
    connection.execute(delete(pointer))
    connection.execute(insert(pointer).values(only=True, version=version(), generation=new.number))
    throw_out_all_but(connection, new)


def lock_writing(connection: Connection) -> None:
    """Waits for one's turn to write, which lasts to the end of the transaction."""
    connection.execute(select(func.pg_advisory_xact_lock(WRITING)))


def wait_for_writers(connection: Connection) -> None:
    """Waits for who began to write before it could be seen that a rebuild runs: what they wrote is read from now on."""
    connection.execute(select(func.pg_advisory_lock(WRITING)))
    connection.execute(select(func.pg_advisory_unlock(WRITING)))


def is_rebuilt(connection: Connection) -> bool:
    """Whether a rebuild runs, of whichever process."""
    return bool(connection.scalar(IS_REBUILT, {"number": REBUILDING}))


def note(connection: Connection, kind: str, ids: Collection[int]) -> None:
    """Notes what changes while a rebuild runs."""
    rows = [{"kind": kind, "id": number} for number in sorted(set(ids))]
    if rows:
        connection.execute(insert_or(changed).on_conflict_do_nothing(), rows)


def noted(connection: Connection) -> dict[str, list[int]]:
    """What changed meanwhile, by kind."""
    changes: dict[str, list[int]] = {}
    for kind, number in connection.execute(select(changed.c.kind, changed.c.id)):
        changes.setdefault(kind, []).append(number)
    return changes


def known_of(connection: Connection) -> Generation | None:
    """The generation in use, if the moments at which its documents came in can be read in it."""
    number = connection.scalar(select(pointer.c.generation))
    if number is None:
        return None
    generation = generation_of(number)
    name = generation.documents.fullname
    readable = (
        "SELECT count(*) = 4 FROM pg_attribute WHERE attrelid = to_regclass(:name)"
        " AND attname IN ('kind', 'id', 'fingerprint', 'indexed_at')"
    )
    return generation if connection.scalar(text(readable), {"name": name}) else None


def held_of(
    connection: Connection, old: Generation | None, kind: str, ids: Collection[int]
) -> Mapping[int, Held] | None:
    """What the generation in use says of some documents; None where none can be read."""
    if old is None:
        return None
    table = old.documents
    query = select(table.c.id, table.c.fingerprint, table.c.indexed_at)
    rows = connection.execute(query.where(table.c.kind == kind, table.c.id.in_(ids)))
    return {number: Held(fingerprint, indexed_at) for number, fingerprint, indexed_at in rows}


def throw_out_all_but(connection: Connection, new: Generation) -> None:
    """Removes the tables of other generations, in the order in which questions read them, so that none waits for us
    while we wait for it."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = :schema AND tablename ~ '_[0-9]+$' ORDER BY 1 DESC"
    for name in connection.scalars(text(tables), {"schema": SCHEMA}).all():
        if not name.endswith(f"_{new.number}"):
            connection.execute(text(f'DROP TABLE {SCHEMA}."{name}"'))
