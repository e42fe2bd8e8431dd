"""How much of each room one has not seen, told to every page of whoever is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient

from forum.accounts.models import Person
from forum.chat import services, unread
from forum.chat.models import Room
from forum.extensions import socketio
from tests.browsing import Browser, apart
from tests.chat.factories import leave_school, say
from tests.factories import actor
from tests.services.serving import eventually


class Figures:
    """What a page of somebody's is told of their rooms."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        self.client: SocketIOTestClient = apart(
            lambda: socketio.test_client(app, namespace="/unread", flask_test_client=browser.client)
        )
        self.heard: list[Mapping[str, Any]] = []

    def all(self) -> list[Mapping[str, Any]]:
        self.heard += [each["args"][0] for each in self.client.get_received("/unread")]
        return self.heard

    def waits_for(self, facts: Mapping[str, Any]) -> None:
        eventually(lambda: facts in self.all(), f"{facts} is not told")


@pytest.fixture
def figures(app: Flask, browser: Callable[[Person], Browser]) -> Iterator[Callable[[Person], Figures]]:
    opened: list[Figures] = []
    unread._reached.clear()  # what the test before said in a room of the same number may not have been told yet

    def open_figures(person: Person) -> Figures:
        opened.append(Figures(app, browser(person)))
        return opened[-1]

    yield open_figures
    for each in opened:
        if each.client.is_connected("/unread"):
            apart(lambda each=each: each.client.disconnect("/unread"))  # type: ignore[misc]


OpenFigures = Callable[[Person], Figures]


def test_a_page_learns_how_far_each_room_of_its_reader_is(
    figures: OpenFigures, room: Room, ines: Person, tanguy: Person
) -> None:
    say(tanguy, room)
    services.mark_seen(actor(ines), room.id, 1)
    services.set_level(actor(ines), room.id, "mentions")

    [told] = figures(ines).all()

    assert told == {"rooms": [{"id": room.id, "last_seq": 1, "read_seq": 1, "level": "mentions"}]}


def test_what_is_said_reaches_the_pages_of_those_in_the_room_and_nobody_elses(
    figures: OpenFigures, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    inside, outside = figures(ines), figures(outsider)

    say(tanguy, room)

    inside.waits_for({"room": room.id, "last_seq": 1})
    assert [facts for facts in outside.all() if "rooms" not in facts] == []
    assert str(room.id) not in [str(each["id"]) for each in outside.all()[0]["rooms"]]


def test_what_one_reads_is_told_to_ones_own_pages_alone(
    figures: OpenFigures, room: Room, ines: Person, tanguy: Person
) -> None:
    say(tanguy, room)
    own, others = figures(ines), figures(tanguy)

    services.mark_seen(actor(ines), room.id, 1)
    services.set_level(actor(ines), room.id, "none")

    assert own.all()[1:] == [{"room": room.id, "read_seq": 1}, {"room": room.id, "level": "none"}]
    assert [facts for facts in others.all() if "read_seq" in facts] == []


def test_who_left_hears_of_the_room_no_more(figures: OpenFigures, room: Room, ines: Person, tanguy: Person) -> None:
    gone, stays = figures(ines), figures(tanguy)
    leave_school(ines, room)

    say(tanguy, room)

    stays.waits_for({"room": room.id, "last_seq": 1})
    assert [facts for facts in gone.all() if "last_seq" in facts] == []


def test_a_visitor_follows_nothing(app: Flask) -> None:
    client = socketio.test_client(app, namespace="/unread", flask_test_client=app.test_client())
    assert not client.is_connected("/unread")
