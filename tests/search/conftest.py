"""What tests of the search share: an engine on the run's database, with nothing in its index."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from forum.search.engine import Engine
from forum.search.engines.postgres import PostgresEngine
from forum.search.engines.postgres.foundations import remove
from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf


@pytest.fixture
def engine(tmp_path: Path, database_url: str) -> Iterator[Engine]:
    """The engine that goes with `--database`, without an index."""
    if not database_url:
        yield WhooshEngine(tmp_path / "search")
        return
    database = create_engine(database_url)
    with database.begin() as connection:
        remove(connection)
    yield PostgresEngine(database)
    database.dispose()


@pytest.fixture
def shelf(engine: Engine) -> Shelf:
    """An index with nothing in it yet."""
    return Shelf(engine)
