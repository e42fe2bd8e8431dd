"""What tests of discussions share."""

import pytest

from forum.accounts.models import Person, Role
from forum.discussions.models import Space, Thread
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person


@pytest.fixture
def claire(app: object) -> Person:
    return make_person("Claire Morvan", profession="teacher")


@pytest.fixture
def yann(app: object) -> Person:
    return make_person("Yann Berthou", profession="cpe")


@pytest.fixture
def mediator(app: object) -> Person:
    return make_person("Hélène Garrec", role=Role.MEDIATOR)


@pytest.fixture
def space(app: object) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def thread(yann: Person, space: Space) -> Thread:
    return make_thread(yann, space)
