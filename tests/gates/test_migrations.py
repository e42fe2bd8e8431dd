"""Migrations make what the models say, and can be undone, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from config import Settings
from forum import create_app
from forum.extensions import db
from tests.conftest import POSTGRESQL, drop_postgresql_database, make_postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without a table."""
    name = "mediane_migrations"
    url = ""
    if request.param == "postgresql":
        make_postgresql_database(name)
        url = f"{POSTGRESQL}/{name}"
    app = create_app(Settings(app_env="test", data_dir=tmp_path, database_url=url, jobs="by-hand", log_level="ERROR"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if request.param == "postgresql":
        drop_postgresql_database(name)


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_migrations_make_exactly_what_the_models_say(empty: Flask) -> None:
    upgrade()

    assert tables() == set(db.metadata.tables)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_can_be_undone_and_done_again(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")

    assert tables() == set()
    upgrade()
    assert tables() == set(db.metadata.tables)
