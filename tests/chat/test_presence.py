"""Who is there and who is writing, also where other processes hold some of them, and what becomes of who is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.chat import composing, live, upkeep
from forum.chat.models import Room
from forum.chat.presence import Present, place_of, presence
from forum.core.gatherings import gatherings
from forum.extensions import socketio
from tests.chat.factories import Socket
from tests.services.serving import eventually

OpenSocket = Callable[[Person], Socket]
HeldElsewhere = Callable[[Room, Person, float], None]
SHORT = 0.2


def names(facts: object) -> list[str]:
    return [person["name"] for person in facts["people"]]  # type: ignore[index]


@pytest.fixture
def held_elsewhere(app: Flask) -> Iterator[HeldElsewhere]:
    """Has a process that is not this one say that it holds a socket of somebody."""
    held: list[tuple[str, str]] = []

    def hold(room: Room, person: Person, seconds: float) -> None:
        facts = {"socket": f"elsewhere-{person.id}", **asdict(Present(person.id, person.name, "session"))}
        held.append((place_of(room.id), json.dumps(facts)))
        gatherings().put(*held[-1], seconds)

    yield hold
    for place, name in held:
        gatherings().let_go(place, [name])


def test_who_was_held_by_a_process_that_died_is_seen_to_be_gone(
    socket: OpenSocket, held_elsewhere: HeldElsewhere, room: Room, ines: Person, tanguy: Person
) -> None:
    held_elsewhere(room, tanguy, SHORT)
    client = socket(ines)
    assert names(client.send("enter", room=room.id)) == ["Inès Roche", "Tanguy Le Goff"]
    upkeep.look_after_presence()
    client.received("presence")

    eventually(lambda: len(presence.people(room.id)) == 1, "what a dead process held stays")
    upkeep.look_after_presence()
    upkeep.look_after_presence()

    assert [names(facts) for facts in client.received("presence")] == [["Inès Roche"]]


def test_a_socket_that_another_process_put_out_is_there_no_more(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    out, stays = socket(tanguy), socket(ines)
    for client in (out, stays):
        client.send("enter", room=room.id)
    [sid] = presence.sockets_of(room.id, tanguy.id)
    socketio.server.leave_room(sid, live.channel(room.id), namespace=live.NAMESPACE)
    upkeep.look_after_presence()

    assert [name for _, name in presence.people(room.id)] == ["Inès Roche"]


def test_after_a_gap_pages_are_asked_to_come_in_again(socket: OpenSocket, room: Room, ines: Person) -> None:
    client = socket(ines)
    client.send("enter", room=room.id)

    upkeep.have_people_come_in_again()

    assert client.received("enter_again") == [{"room": room.id}]


def test_in_a_crowd_a_page_is_told_of_some_and_once(
    socket: OpenSocket, held_elsewhere: HeldElsewhere, room: Room, ines: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_NAMED", 2)
    for number in range(5):
        held_elsewhere(room, Person(id=900 + number, name=f"Zoé {number}"), 30)
    client, other = socket(ines), socket(ines)

    assert names(client.send("enter", room=room.id)) == ["Inès Roche", "Zoé 0"]
    client.send("leave", room=room.id)
    other.send("enter", room=room.id)
    client.send("enter", room=room.id)

    told: list[list[str]] = []

    def is_told() -> bool:
        told.extend(names(facts) for facts in client.received("presence"))
        return bool(told)

    eventually(is_told, "nobody is told who is there")
    assert told == [["Inès Roche", "Zoé 0"]]


def test_who_is_writing_is_told_to_the_room_and_ends_by_itself(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "LASTS", SHORT)
    writer, reader = socket(tanguy), socket(ines)
    reader.send("enter", room=room.id)

    assert writer.send("typing", room=room.id) == {"ok": True}

    told: list[list[str]] = []

    def has_ended() -> bool:
        told.extend(names(facts) for facts in reader.received("typing"))
        return told[-1:] == [[]]

    eventually(has_ended, "it does not end")
    assert told == [["Tanguy Le Goff"], []]
