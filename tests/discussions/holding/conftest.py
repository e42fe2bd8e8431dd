"""What tests of holders' tools share."""

import pytest

from forum.accounts.models import Person
from forum.discussions.models import Space
from tests.discussions.factories import make_space
from tests.discussions.holding.factories import hand_over
from tests.factories import make_person


@pytest.fixture
def holder(space: Space) -> Person:
    """Who holds the space of the thread."""
    person = make_person("Nadia Haddad", profession="teacher")
    hand_over(space, person)
    return person


@pytest.fixture
def other_space(app: object) -> Space:
    return make_space("Familles")
