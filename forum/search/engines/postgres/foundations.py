"""What the index stands on in the database: a schema of its own, `pg_trgm`, and the pointer to the generation in use.

All of the index is in the schema `search`, where no migration looks and no backup needs to. A generation is three
tables with its number in their names (tables.py); the pointer says which is in use, and of which version it is.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Connection, Integer, MetaData, Sequence, Table, Text, and_, func, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.schema import CreateSchema

SCHEMA = "search"
WRITING, REBUILDING = 0x4D65_6401, 0x4D65_6402
"""Numbers of advisory locks, which the server gives back with the transaction, however it ends."""

foundations = MetaData(schema=SCHEMA)
pointer = Table(
    "pointer",
    foundations,
    Column("only", Boolean, primary_key=True),
    Column("version", Text, nullable=False),
    Column("generation", Integer, nullable=False),
)
changed = Table(
    "changed",
    foundations,
    Column("kind", Text, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
)
generations = Sequence("generations", metadata=foundations)


class PrivilegeMissing(RuntimeError):
    """The site's account at the database may not make what the index stands on; says what to ask for."""


def are_laid(connection: Connection) -> bool:
    """Whether all of it is there."""
    there = (func.to_regclass(table.fullname).is_not(None) for table in foundations.tables.values())
    return bool(connection.scalar(select(and_(*there))))


def lay(connection: Connection) -> None:
    """Makes what is not there yet: the extension, the schema, the pointer. Again changes nothing.

    Raises:
        PrivilegeMissing: with what to ask the database's administrator for.
    """
    name, user = connection.execute(text("SELECT current_database(), current_user")).one()
    has_extension = "SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'"
    try:
        if not connection.scalar(text(has_extension)):
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        if not connection.scalar(text("SELECT to_regnamespace(:name)"), {"name": SCHEMA}):
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
        foundations.create_all(connection)
    except ProgrammingError as refused:
        if getattr(refused.orig, "sqlstate", "") != "42501":
            raise
        raise PrivilegeMissing(
            f"The search needs the extension pg_trgm and a schema of its own, which the account “{user}” may not make:"
            f" it lacks the privilege CREATE on the database “{name}”. Ask the database's administrator to run:"
            f' GRANT CREATE ON DATABASE "{name}" TO "{user}"; or set SEARCH_ENGINE=whoosh.'
        ) from refused


def remove(connection: Connection) -> None:
    """Removes the index and what it stands on, but the extension, which others may use."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
