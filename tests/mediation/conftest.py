"""Two colleagues in a quarrel, a mediator, and those who have no part in it."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from tests.factories import make_person
from tests.mediation.factories import begin


@pytest.fixture
def anne(app: Flask) -> Person:
    return make_person("Anne Martin")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make_person("Bruno Petit")


@pytest.fixture
def maud(app: Flask) -> Person:
    return make_person("Maud Tierce", role=Role.MEDIATOR)


@pytest.fixture
def other_mediator(app: Flask) -> Person:
    return make_person("Noé Autre", role=Role.MEDIATOR)


@pytest.fixture
def admin(app: Flask) -> Person:
    return make_person("Ada Gestion", role=Role.ADMINISTRATOR)


@pytest.fixture
def outsider(app: Flask) -> Person:
    return make_person("Odile Dehors")


@pytest.fixture
def case_id(anne: Person, bruno: Person, maud: Person) -> int:
    """A case whose parties consented; its stages are not begun."""
    return begin(anne, bruno, maud)
