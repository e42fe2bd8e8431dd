"""What tests of proposals share."""

import pytest

from forum.accounts.models import Person
from forum.discussions.models import Thread
from forum.proposals.models import Proposal
from tests.proposals.factories import make_consent, make_dates, make_poll


@pytest.fixture
def poll(yann: Person, thread: Thread) -> Proposal:
    return make_poll(yann, thread)


@pytest.fixture
def dates(yann: Person, thread: Thread) -> Proposal:
    return make_dates(yann, thread)


@pytest.fixture
def consent(yann: Person, thread: Thread) -> Proposal:
    return make_consent(yann, thread)
