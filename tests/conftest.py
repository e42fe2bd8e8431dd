"""What every test stands on: an application on a real database, emptied between tests, and people to try it with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from config import Settings
from forum import create_app
from forum.accounts.models import Person, Role
from forum.core.events import deliver_outbox
from forum.core.page_cache import PageCache
from forum.core.pieces import Pieces
from forum.discussions.models import Space, Thread
from forum.extensions import db, limiter
from forum.notices.delivery.run import run as run_deliveries
from forum.search.engines.postgres.foundations import pointer
from forum.search.engines.postgres.foundations import remove as remove_search
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person

# What judges a change looks at the same examples each time; a person's run tries new ones. No example is timed.
hypothesis.settings.register_profile("person", deadline=None)
hypothesis.settings.register_profile("judge", deadline=None, derandomize=True)
hypothesis.settings.load_profile("judge" if os.environ.get("CI") == "true" else "person")

POSTGRESQL = os.environ.get("TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out of the run on PostgreSQL what asks for no database: it was run once, and would find the same again."""
    if config.getoption("--database") != "postgresql":
        return
    wanted, same = [], []
    for item in items:
        (wanted if "database_url" in getattr(item, "fixturenames", ()) else same).append(item)
    config.hook.pytest_deselected(items=same)
    items[:] = wanted


def absent(reason: str) -> None:
    """Skips a test whose service is not on this machine; on the machine that judges, fails it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def make_postgresql_database(name: str) -> None:
    """Makes an empty database, in place of one of the same name."""
    try:
        with create_engine(
            f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool
        ).connect() as server:
            server.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            server.execute(text(f'CREATE DATABASE "{name}"'))
    except OperationalError:
        absent(f"no PostgreSQL answers at {POSTGRESQL}")


def drop_postgresql_database(name: str) -> None:
    with create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as server:
        server.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The database of this process of the run: empty stands for SQLite's file under the data folder."""
    if request.config.getoption("--database") == "sqlite":
        yield ""
        return
    name = f"mediane_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    make_postgresql_database(name)
    # What a test wrote need not outlive a crash of the machine.
    yield f"{POSTGRESQL}/{name}?options=-csynchronous_commit%3Doff"
    drop_postgresql_database(name)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Settings:
    return Settings(
        app_env="test",
        data_dir=tmp_path_factory.mktemp("data"),
        database_url=database_url,
        jobs="by-hand",
        log_level="ERROR",
        credentials_per_hour=100_000,
        posts_per_minute=100_000,
        messages_per_minute=100_000,
        quiet_hours=False,  # tests run at any hour; those of quiet time choose theirs
    )


@pytest.fixture(scope="session")
def whole_app(settings: Settings) -> Iterator[Flask]:
    """The application of the run, with its tables."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(whole_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application, on an empty database, with an application context open."""
    with whole_app.app_context():
        empty_index(settings)
        empty_everything()
        for mail in (settings.data_dir / "mail").glob("*.eml"):
            mail.unlink()
        whole_app.extensions["page_cache"] = PageCache(settings.page_cache_entries)
        whole_app.extensions["pieces"] = Pieces(settings.page_cache_entries)
        limiter.reset()
        yield whole_app
        db.session.remove()


def empty_index(settings: Settings) -> None:
    """Leaves nothing in the index; in PostgreSQL its tables stay, since to make them takes as long as most tests."""
    if settings.is_sqlite:
        forget_index(settings)
        return
    with db.engine.begin() as connection:
        names = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'search'"))
        for name in set(names) - {pointer.name}:
            connection.exec_driver_sql(f'DELETE FROM search."{name}"')


def forget_index(settings: Settings) -> None:
    shutil.rmtree(settings.data_dir / "search", ignore_errors=True)
    if not settings.is_sqlite:
        with db.engine.begin() as connection:
            remove_search(connection)


def empty_everything() -> None:
    tables = list(reversed(db.metadata.sorted_tables))
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            empty_used(connection, [table.name for table in tables])
        else:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                connection.execute(table.delete())


def empty_used(connection: Connection, names: list[str]) -> None:
    """Empties the tables of PostgreSQL that hold a row, and has numbers begin at 1 again.

    To delete the few rows of a test takes a moment; TRUNCATE makes new files, of every table.
    """
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
    found = set(connection.execute(text(filled)).scalars())
    deletions = [f"DELETE FROM {name};" for name in names if name in found]
    used = "schemaname = current_schema AND last_value IS NOT NULL"
    numbered = f"SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE {used};"
    connection.exec_driver_sql(" ".join([*deletions, numbered]))


@pytest.fixture
def browser(app: Flask) -> Callable[[], Browser]:
    """Opens browsers without scripts: `browser()` is a visitor's, `browser(person)` is logged in."""

    def open_browser(person: object = None, **headers: str) -> Browser:
        return Browser(app, person, headers)

    return open_browser


@pytest.fixture
def visitor(browser: Callable[[], Browser]) -> Browser:
    return browser()


@pytest.fixture
def command(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def deliver(app: Flask) -> Callable[[], int]:
    """Delivers what the outbox holds, as the jobs' thread does: to the index, to notices; then what is due leaves."""

    def deliver_all() -> int:
        delivered = deliver_outbox()
        run_deliveries()
        return delivered

    return deliver_all


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement run since the fixture was asked for; clear it to count from there."""
    from sqlalchemy import event

    run: list[str] = []

    def note(*arguments: object) -> None:
        statement = str(arguments[2])
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            run.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield run
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan", profession="teacher")


@pytest.fixture
def yann(app: Flask) -> Person:
    return make_person("Yann Berthou", profession="cpe")


@pytest.fixture
def mediator(app: Flask) -> Person:
    return make_person("Hélène Garrec", role=Role.MEDIATOR)


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def thread(yann: Person, space: Space) -> Thread:
    return make_thread(yann, space)
