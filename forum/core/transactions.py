"""One verb, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from forum.extensions import db

OPEN = "transaction-open"
AFTER_COMMIT = "after-commit"
BEGIN = "sqlite_begin"


@contextmanager
def transaction() -> Iterator[Session]:
    """Runs the block as one transaction: committed at its end, undone by any error.

    Nested blocks belong to the outermost one. On SQLite the write lock is taken at the start, so that two
    writers wait for each other instead of failing half-way. What was read before the block may have changed
    since: a verb that depends on it reads it again inside.
    """
    session: Session = db.session()
    if session.info.get(OPEN):
        yield session
        return
    begin_writing(session)
    session.info[OPEN] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop(AFTER_COMMIT, None)
        raise
    finally:
        session.info.pop(OPEN, None)
    for run in session.info.pop(AFTER_COMMIT, {}).values():
        run()


def after_commit(name: str, run: Callable[[], object]) -> None:
    """Has something run once the transaction at hand is committed, once per name."""
    db.session().info.setdefault(AFTER_COMMIT, {}).setdefault(name, run)


def begin_writing(session: Session) -> None:
    """Ends the transaction that reading opened and begins one that writes."""
    if session.in_transaction():
        session.commit()
    session.connection(execution_options={BEGIN: "BEGIN IMMEDIATE"})


def prepare_sqlite(engine: Engine, busy_seconds: float = 10.0) -> None:
    """Sets up each SQLite connection: WAL, foreign keys, waiting for the lock, our own BEGIN.

    Args:
        engine: an engine on SQLite.
        busy_seconds: how long a writer waits for the one before it.
    """

    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late to read what one will write
        for pragma in (
            "journal_mode = WAL",
            "foreign_keys = ON",
            f"busy_timeout = {int(busy_seconds * 1000)}",
            "synchronous = FULL",  # what was acknowledged is on the disk
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
