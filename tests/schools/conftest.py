"""What tests of schools share."""

import pytest

from forum.accounts.models import Person
from forum.schools.models import School
from tests.factories import make_person
from tests.schools.factories import make_member, make_referent, make_school


@pytest.fixture
def school(app: object) -> School:
    return make_school("Collège Aimé-Césaire", uai="0359001A", postcode="35200")


@pytest.fixture
def referent(school: School) -> Person:
    return make_referent(school, "Nadia Le Bihan", email="nadia@college.example", profession="school_leader")


@pytest.fixture
def claire(app: object) -> Person:
    return make_person("Claire Morvan", email="claire@college.example", profession="teacher")


@pytest.fixture
def yann(school: School, referent: Person) -> Person:
    """A member of the school."""
    return make_member(school, referent, "Yann Berthou", profession="cpe")


@pytest.fixture
def outsider(app: object) -> Person:
    """A member, and referent, of another school."""
    return make_referent(make_school("Lycée Zola"), "Omar Benali")
