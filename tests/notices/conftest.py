"""What tests of notices share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.accounts.models import Person
from tests.browsing import Browser
from tests.factories import make_person
from tests.notices.factories import Bell


@pytest.fixture
def ines(app: Flask) -> Person:
    return make_person("Inès Roche")


@pytest.fixture
def bell(app: Flask, browser: Callable[[Person], Browser]) -> Iterator[Callable[[Person | Browser], Bell]]:
    """Opens somebody's bell, as a page of theirs does: in a browser of its own, or in one that is open."""
    opened: list[Bell] = []

    def open_bell(whose: Person | Browser) -> Bell:
        opened.append(Bell(app, whose if isinstance(whose, Browser) else browser(whose)))
        return opened[-1]

    yield open_bell
    for each in opened:
        each.close()
