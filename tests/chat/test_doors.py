"""Every event and every page of rooms, before whoever may not: the right answer, nothing changed, nothing heard."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from forum.accounts.models import Login, Person
from forum.chat import services, sockets
from forum.chat.models import Message, MessageReaction, Room, RoomAct, RoomMember, RoomVisit
from forum.core.realtime import socket_permissions
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import Socket, leave_school, make_referent, make_shared_room, say
from tests.factories import actor

OpenSocket = Callable[[Person], Socket]
OpenBrowser = Callable[[Person], Browser]
ABOUT_NO_ROOM = {"connect", "disconnect", "leave"}
EVENTS = sorted(
    event
    for namespace, event in (name.split(" ") for name in socket_permissions())
    if namespace == sockets.NAMESPACE and event not in ABOUT_NO_ROOM
)
SPEAKING = ("say", "edit", "react", "typing")
HOLDING = {
    "settings", "slow", "pause", "resume", "close", "reopen", "unpin", "pin", "take_away", "acts", "undo", "invite",
    "call_off_invitation", "put_out", "silence", "name_holder", "unname_holder",
}  # fmt: skip


def facts(room: Room, own: Message, other: Message, event: str) -> dict[str, Any]:
    """What an event would carry, whichever it is: one's own message, save to react to."""
    message = other if event == "react" else own
    return {
        "room": room.id, "id": message.id, "client_id": uuid.uuid4().hex, "body": "Encore.", "after": 0, "before": 99,
        "seq": 2, "on": True if event == "react" else "2020-01-01", "kind": "thanks", "level": "none",
    }  # fmt: skip


def record() -> list[Any]:
    """All that events could change."""
    db.session.rollback()
    columns: list[Any] = [
        (Message.id, Message.source, Message.deleted_at, Message.hidden_at),
        (MessageReaction.message_id, MessageReaction.person_id),
        (RoomVisit.room_id, RoomVisit.person_id, RoomVisit.read_seq, RoomVisit.level),
        (RoomMember.room_id, RoomMember.person_id, RoomMember.role, RoomMember.left_at),
        (Room.id, Room.last_seq, Room.name, Room.paused_at, Room.closed_at, Room.pinned_message_id),
        (RoomAct.id, RoomAct.undone_at),
    ]
    return [sorted(map(repr, db.session.execute(select(*some)))) for some in columns]


@pytest.mark.parametrize("event", EVENTS)
def test_to_an_outsider_no_event_shows_or_changes_a_room(
    event: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    own, other = say(ines, room), say(tanguy, room)
    client, before = socket(outsider), record()

    answer = client.send(event, facts(room, own, other, event))

    assert answer == client.send(event, {**facts(room, own, other, event), "room": 999_999})
    assert (answer["ok"], answer["status"]) == (False, 404)
    assert record() == before
    say(ines, room, "Entre nous.")
    assert client.client.get_received("/rooms") == []


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("kind", ["school", "shared"])
def test_who_left_sends_nothing_and_hears_nothing_even_of_their_own(
    kind: str, event: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    place = room if kind == "school" else make_shared_room(ines, tanguy)
    own, other = say(tanguy, place), say(ines, place)
    client = socket(tanguy)
    client.send("enter", room=place.id)
    if kind == "school":
        leave_school(tanguy, room)
    else:
        services.leave_room(actor(tanguy), place.id)
    client.client.get_received("/rooms")
    before = record()

    answer = client.send(event, facts(place, own, other, event))

    assert (answer["ok"], answer["status"]) == (False, 404)
    assert record() == before
    say(ines, place, "Entre nous.")
    assert client.client.get_received("/rooms") == []


@pytest.mark.parametrize("event", EVENTS)
def test_who_was_put_out_of_a_shared_room_is_an_outsider_at_once(
    event: str, socket: OpenSocket, ines: Person, tanguy: Person
) -> None:
    place = make_shared_room(ines, tanguy)
    own, other = say(tanguy, place), say(ines, place)
    client = socket(tanguy)
    client.send("enter", room=place.id)
    services.put_out(actor(ines), place.id, tanguy.id, "Ce n’était pas le lieu.")
    assert client.received("put_out") == [{"room": place.id}]
    before = record()

    assert client.send(event, facts(place, own, other, event))["status"] == 404

    assert record() == before
    say(ines, place, "Entre nous.")
    assert client.client.get_received("/rooms") == []


@pytest.mark.parametrize("event", EVENTS)
def test_who_logged_out_elsewhere_sends_nothing_and_hears_nothing(
    event: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    own, other = say(tanguy, room), say(ines, room)
    client = socket(tanguy)
    client.send("enter", room=room.id)
    with transaction():
        db.session.execute(delete(Login).where(Login.person_id == tanguy.id))
    client.client.get_received("/rooms")
    before = record()

    answer = client.send(event, facts(room, own, other, event))

    assert (answer["ok"], answer["status"]) == (False, 403)
    assert answer["message"] == "Votre session est terminée. Connectez-vous de nouveau."
    assert record() == before
    say(ines, room, "Entre nous.")
    assert client.received("message") == []


def keep_from_speaking(why: str, holder: Person, person: Person, room: Room) -> str:
    """Keeps somebody from speaking in one way; gives the words that tell them so."""
    make_referent(holder, room)
    match why:
        case "silenced":
            services.silence_person(actor(holder), room.id, person.id, 60, "Des mots blessants.")
            return "Motif : Des mots blessants."
        case "paused":
            services.pause_room(actor(holder), room.id)
            return "Ce salon est en pause"
    services.close_room(actor(holder), room.id)
    return "Ce salon est fermé"


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("why", ["silenced", "paused", "closed"])
def test_who_may_not_speak_reads_and_is_told_why(
    why: str, event: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    own, other = say(tanguy, room), say(ines, room)
    words = keep_from_speaking(why, ines, tanguy, room)
    client, before = socket(tanguy), record()

    answer = client.send(event, facts(room, own, other, event))

    if event not in SPEAKING:
        assert answer["ok"], answer
        return
    assert (answer["ok"], answer["status"]) == (False, 403)
    assert words in answer["message"].replace("\u00a0", " ")
    assert record() == before


def room_pages(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Every method, endpoint and address of the pages about one room."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("chat.") and "room_id" in rule.arguments:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, rule.endpoint.removeprefix("chat."), rule.rule


def address(rule: str, room: Room, message: Message, person: Person) -> str:
    for name, number in (("room", room.id), ("message", message.id), ("person", person.id), ("act", 1)):
        rule = rule.replace(f"<int:{name}_id>", str(number))
    return rule


def send(reader: Browser, method: str, url: str) -> int:
    sent = {"body": "Non.", "client_id": uuid.uuid4().hex, "seq": 1, "level": "none", "thanks": "on", "reason": "Non.",
            "minutes": 10, "seconds": 5, "name": "Non", "people": "@personne"}  # fmt: skip
    page = reader.get(url, follow=False) if method == "GET" else reader.post(url, sent, follow=False)
    return page.status


@pytest.mark.parametrize("who", ["outsider", "former", "visitor"])
def test_no_page_of_a_room_answers_those_who_are_not_in_it(
    who: str, app: Flask, browser: Callable[..., Browser], ines: Person, tanguy: Person, outsider: Person
) -> None:
    place = make_shared_room(ines, tanguy)
    message = say(ines, place)
    services.leave_room(actor(tanguy), place.id)
    reader = browser({"outsider": outsider, "former": tanguy, "visitor": None}[who])
    before = record()

    for method, endpoint, rule in room_pages(app):
        status = send(reader, method, address(rule, place, message, ines))
        assert status == (303 if who == "visitor" else 404), (method, endpoint, status)

    assert record() == before


def test_no_page_of_holders_answers_a_member(
    app: Flask, browser: OpenBrowser, ines: Person, tanguy: Person, outsider: Person
) -> None:
    place = make_shared_room(ines, tanguy, outsider)
    message = say(ines, place)
    member, before = browser(tanguy), record()

    asked = [each for each in room_pages(app) if each[1] in HOLDING]
    for method, _, rule in asked:
        status = send(member, method, address(rule, place, message, outsider))
        assert status == 403, (method, rule, status)

    assert {endpoint for _, endpoint, _ in asked} == HOLDING
    assert record() == before
