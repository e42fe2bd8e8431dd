"""What tests of writing share: people, a public thread, and one that only a school sees."""

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Thread
from forum.schools.models import School
from tests.discussions.factories import make_space, make_thread
from tests.schools.factories import make_member, make_referent, make_school


@pytest.fixture
def school(app: object) -> School:
    return make_school()


@pytest.fixture
def referent(school: School) -> Person:
    """Who looks after the school."""
    return make_referent(school, "Rémi Référent")


@pytest.fixture
def insider(school: School, referent: Person) -> Person:
    """A member of the school."""
    return make_member(school, referent, "Inès Dedans")


@pytest.fixture
def closed(insider: Person, school: School) -> Thread:
    """A thread that the school's members alone see."""
    return make_thread(insider, make_space("Salle des profs", audience.of_school(school.id)), "Entre nous")
