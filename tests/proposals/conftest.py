"""What tests of proposals share."""

import pytest

from forum.accounts.models import Person, Role
from forum.discussions.models import Space, Thread
from forum.proposals.models import Proposal
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person
from tests.proposals.factories import make_consent, make_dates, make_poll


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


@pytest.fixture
def poll(yann: Person, thread: Thread) -> Proposal:
    return make_poll(yann, thread)


@pytest.fixture
def dates(yann: Person, thread: Thread) -> Proposal:
    return make_dates(yann, thread)


@pytest.fixture
def consent(yann: Person, thread: Thread) -> Proposal:
    return make_consent(yann, thread)
