"""A post and a message that may be reported, those who wrote and read them, and two mediators."""

from __future__ import annotations

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.chat.models import Message, Room
from forum.discussions.models import Post, Thread
from tests.chat.factories import make_school_room, say
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import make_person


@pytest.fixture
def author(app: Flask) -> Person:
    return make_person("Ariane Autrice")


@pytest.fixture
def reporter(app: Flask) -> Person:
    return make_person("Rémi Rapporteur")


@pytest.fixture
def mediator(app: Flask) -> Person:
    return make_person("Maud Médiatrice", role=Role.MEDIATOR)


@pytest.fixture
def colleague(app: Flask) -> Person:
    return make_person("Marc Médiateur", role=Role.MEDIATOR)


@pytest.fixture
def thread(author: Person) -> Thread:
    return make_thread(author, make_space(), "Comment accueillir un retour ?", "Premier message.")


@pytest.fixture
def post(author: Person, thread: Thread) -> Post:
    return make_reply(author, thread, "Un mot blessant.")


@pytest.fixture
def room(author: Person, reporter: Person) -> Room:
    return make_school_room("Collège des Ormeaux", author, reporter)


@pytest.fixture
def message(author: Person, room: Room) -> Message:
    return say(author, room, "Un message blessant.")
