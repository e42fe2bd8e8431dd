"""Rooms on the real server: over WebSocket and over long-polling, and shut to outsiders."""

from __future__ import annotations

import queue
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.chat.models import Room
from forum.core import audience
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.models import MembershipState, School, SchoolMembership
from tests.factories import make_person
from tests.services.serving import Address, Member, Server

pytestmark = pytest.mark.services
NAMESPACE = "/rooms"


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_what_one_says_the_other_reads_at_once(house: House, transport: str) -> None:
    heard: queue.Queue[dict[str, object]] = queue.Queue()
    listener, speaker = house.colleague.socket(transport), house.teacher.socket(transport)
    listener.on("message", heard.put, namespace=NAMESPACE)
    for client in (listener, speaker):
        assert client.call("enter", {"room": house.room}, namespace=NAMESPACE, timeout=10)["ok"]

    told = speaker.call("say", saying(house.room, "Bonjour à toutes et tous"), namespace=NAMESPACE, timeout=10)

    message = heard.get(timeout=5)
    assert message["seq"] == told["seq"]
    assert "Bonjour à toutes et tous" in str(message["html"])
    for client in (listener, speaker):
        client.disconnect()


@pytest.mark.parametrize("event", ["enter", "say", "catch_up", "seen"])
def test_an_outsider_is_answered_as_if_the_room_did_not_exist(house: House, event: str) -> None:
    client = house.outsider.socket()

    answer = client.call(event, saying(house.room, "Me voici"), namespace=NAMESPACE, timeout=10)

    assert (answer["ok"], answer["status"]) == (False, 404)
    client.disconnect()


def test_an_outsider_hears_nothing(house: House) -> None:
    heard: list[object] = []
    outsider, speaker = house.outsider.socket(), house.teacher.socket()
    outsider.on("message", heard.append, namespace=NAMESPACE)
    outsider.call("enter", {"room": house.room}, namespace=NAMESPACE, timeout=10)
    speaker.call("enter", {"room": house.room}, namespace=NAMESPACE, timeout=10)

    speaker.call("say", saying(house.room, "Entre nous"), namespace=NAMESPACE, timeout=10)
    # Two more round trips of the outsider's own socket: a push sent to it would have come before their answers.
    for _ in range(2):
        outsider.call("enter", {"room": house.room}, namespace=NAMESPACE, timeout=10)

    assert heard == []
    outsider.disconnect()
    speaker.disconnect()


def saying(room: int, body: str) -> dict[str, object]:
    return {"room": room, "client_id": str(uuid.uuid4()), "body": body, "after": 0, "seq": 0}


class House:
    """A server with a school, its room, two members and an outsider."""

    def __init__(self, server: Address, app: Flask) -> None:
        school = School(slug="college", name="Collège", kind="college", uai="0351234A", sort_name="college")
        self.people = [make_person(name) for name in ("Claire Morvan", "Tanguy Le Goff", "Paul Dehors")]
        with transaction():
            db.session.add(school)
            db.session.flush()
            room = Room(name="Collège", audience=audience.of_school(school.id), school_id=school.id)
            db.session.add(room)
            for person in self.people[:2]:
                db.session.add(belonging(school, person))
            db.session.flush()
        self.room, self.school = room.id, school
        self.teacher, self.colleague, self.outsider = (Member(server, app, person) for person in self.people)


def belonging(school: School, person: Person) -> SchoolMembership:
    return SchoolMembership(school_id=school.id, person_id=person.id, state=MembershipState.ADMITTED.value)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("house")
    server = Server(folder)
    app = server.app()
    with app.app_context():
        db.create_all()
        found = House(server, app)
        db.session.remove()
        server.start()
        yield found
        server.kill()
        db.engine.dispose()
