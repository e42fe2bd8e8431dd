"""What tests of the search share."""

from pathlib import Path

import pytest

from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    """An engine on an empty folder."""
    return WhooshEngine(tmp_path / "search")


@pytest.fixture
def shelf(engine: WhooshEngine) -> Shelf:
    """An index with nothing in it yet."""
    return Shelf(engine)
