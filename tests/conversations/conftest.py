"""Two people who write to each other, and those who have no part in it."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.conversations.models import Conversation
from tests.conversations.factories import make_conversation
from tests.factories import make_person


@pytest.fixture
def anne(app: Flask) -> Person:
    return make_person("Anne Martin")


@pytest.fixture
def bruno(app: Flask) -> Person:
    return make_person("Bruno Petit")


@pytest.fixture
def outsider(app: Flask) -> Person:
    return make_person("Odile Dehors")


@pytest.fixture
def mediator(app: Flask) -> Person:
    return make_person("Maud Médiatrice", role=Role.MEDIATOR)


@pytest.fixture
def conversation(anne: Person, bruno: Person) -> Conversation:
    return make_conversation(anne, bruno, subject="Le retour de mardi", body="Peux-tu venir à huit heures ?")
