"""A room with two people in it, and one who is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.chat.models import Room
from tests.browsing import Browser
from tests.chat.factories import Socket, make_school_room
from tests.factories import make_person


@pytest.fixture
def ines(app: Flask) -> Person:
    return make_person("Inès Roche", profession="nurse")


@pytest.fixture
def tanguy(app: Flask) -> Person:
    return make_person("Tanguy Le Goff")


@pytest.fixture
def outsider(app: Flask) -> Person:
    return make_person("Paul Ailleurs")


@pytest.fixture
def room(ines: Person, tanguy: Person, outsider: Person) -> Room:
    make_school_room("Collège d’ailleurs", outsider)
    return make_school_room("Collège des Ormeaux", ines, tanguy)


@pytest.fixture
def socket(app: Flask, browser: Callable[[Person], Browser]) -> Iterator[Callable[[Person], Socket]]:
    """Opens somebody's socket, as a page of theirs does."""
    opened: list[Socket] = []

    def open_socket(person: Person) -> Socket:
        opened.append(Socket(app, browser(person)))
        return opened[-1]

    yield open_socket
    for each in opened:
        each.close()
