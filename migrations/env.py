"""How Alembic finds the tables and the database: through the application, so that both always agree."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import JSON, Connection

from forum.core.models import UTCDateTime
from forum.core.transactions import BEGIN

database = current_app.extensions["migrate"].db


def write_type(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Writes our own column types as what they are in the database, so that migrations need none of our code."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def migrate_on(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=write_type,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate_on(given)
else:
    with database.engine.connect().execution_options(**{BEGIN: "BEGIN IMMEDIATE"}) as fresh:
        migrate_on(fresh)
        fresh.commit()
