"""What tests of the library share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.practices.models import Sheet
from tests.factories import make_person
from tests.practices.factories import make_draft, make_sheet


@pytest.fixture
def editor(app: object) -> Person:
    return make_person("Françoise Leroy", role=Role.EDITOR)


@pytest.fixture
def sheet(editor: Person) -> Sheet:
    """A published one, with every field filled in."""
    return make_sheet(editor)


@pytest.fixture
def draft(claire: Person) -> Sheet:
    """Claire's own."""
    return make_draft(claire)


@pytest.fixture
def speaking(whole_app: Flask) -> Iterator[None]:
    """A request at hand, so that messages have a language; the reader of reports needs nothing else."""
    with whole_app.test_request_context(headers={"Accept-Language": "fr"}):
        yield
