"""What was said is read in both directions, from a day on, and from where one stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Message, Room
from forum.core.transactions import transaction
from forum.extensions import db
from forum.pages.frame import awaiting
from tests.browsing import Browser
from tests.chat.factories import Socket, make_shared_room, say
from tests.factories import actor

OpenBrowser = Callable[[Person], Browser]
OpenSocket = Callable[[Person], Socket]


def said_at(message: Message, moment: datetime) -> None:
    with transaction():
        db.session.execute(update(Message).where(Message.id == message.id).values(said_at=moment))


def words(browser: Browser, url: str) -> list[str]:
    page = browser.get(url)
    assert page.status == 200
    return [" ".join(each.get_text(" ").split()) for each in page.select("article [data-part=body]")]


def test_history_goes_both_ways_until_its_ends(browser: OpenBrowser, room: Room, ines: Person) -> None:
    for number in range(1, 121):
        say(ines, room, f"message {number}")
    reader, url = browser(ines), f"/rooms/{room.id}/history"

    assert words(reader, f"{url}?before=51")[0::49] == ["message 1", "message 50"]
    assert words(reader, f"{url}?after=50")[0::49] == ["message 51", "message 100"]
    assert words(reader, f"{url}?after=100")[-1] == "message 120"
    assert words(reader, f"{url}?after=0")[0] == "message 1"
    for asked in ("?after=-1", "?after=99999999999", "?before=x", "?after=500"):
        assert reader.get(f"{url}{asked}").status == 200


def test_older_messages_come_by_pieces_of_fifty(socket: OpenSocket, room: Room, ines: Person) -> None:
    for number in range(1, 61):
        say(ines, room, f"message {number}")
    client = socket(ines)

    first = client.send("older", room=room.id, before=61)
    rest = client.send("older", room=room.id, before=first["messages"][0]["seq"])

    assert ([each["seq"] for each in first["messages"]], first["more"]) == (list(range(11, 61)), True)
    assert ([each["seq"] for each in rest["messages"]], rest["more"]) == (list(range(1, 11)), False)


def test_a_day_begins_where_its_reader_lives(
    browser: OpenBrowser, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    first, second = say(ines, room, "tard le soir"), say(ines, room, "à midi")
    said_at(first, datetime(2026, 2, 28, 22, 59, tzinfo=UTC))
    said_at(second, datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    with transaction():
        db.session.get(Person, tanguy.id).timezone = "Indian/Reunion"  # type: ignore[union-attr]

    assert words(browser(ines), f"/rooms/{room.id}/history?on=2026-03-01") == ["à midi"]
    assert socket(ines).send("day", room=room.id, on="2026-03-01")["seq"] == 2
    assert socket(tanguy).send("day", room=room.id, on="2026-03-01")["seq"] == 1


@pytest.mark.parametrize("asked", ["2026-02-30", "demain", "0001-01-01", "9999-12-31", "2026-03-01T00:00", ""])
def test_what_is_no_day_is_said_to_be_none(
    asked: str, browser: OpenBrowser, socket: OpenSocket, room: Room, ines: Person
) -> None:
    say(ines, room)

    assert socket(ines).send("day", room=room.id, on=asked)["status"] == 422
    page = browser(ines).get(f"/rooms/{room.id}/history?on={asked}")
    assert page.status == 200
    assert ("Cette date ne se lit pas." in page.text) == bool(asked)


def test_after_the_last_word_a_day_leads_to_the_present(
    browser: OpenBrowser, socket: OpenSocket, room: Room, ines: Person
) -> None:
    say(ines, room)

    answer = socket(ines).send("day", room=room.id, on="2199-01-01")
    assert (answer["status"], answer["message"]) == (404, "Rien n’a été dit depuis ce jour.")
    page = browser(ines).get(f"/rooms/{room.id}/history?on=2199-01-01", follow=False)
    assert page.response.location.endswith(f"/rooms/{room.id}#present")


def test_a_permalink_shows_the_message_among_others(browser: OpenBrowser, room: Room, ines: Person) -> None:
    messages = [say(ines, room, f"message {number}") for number in range(1, 81)]
    reader = browser(ines)

    led = reader.get(f"/messages/{messages[40].id}", follow=False).response.location
    assert led.endswith(f"#message-{messages[40].id}")
    shown = words(reader, led)

    assert "message 41" in shown
    assert shown[0] == "message 31"


def test_how_far_one_read_is_told_to_nobody_else(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    say(ines, room)
    listener = socket(ines)
    listener.send("enter", room=room.id)
    listener.client.get_received("/rooms")

    assert socket(tanguy).send("seen", room=room.id, seq=1) == {"ok": True}

    assert listener.client.get_received("/rooms") == []


def test_the_header_counts_what_is_unread_in_one_s_rooms(
    app: Flask, browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    with app.test_request_context():
        quiet = make_shared_room(ines, tanguy)
        for place in (room, room, quiet):
            say(ines, place)
        assert awaiting(actor(tanguy))[1] == 3
        services.set_level(actor(tanguy), quiet.id, "mentions")
        assert awaiting(actor(tanguy))[1] == 2
        services.mark_seen(actor(tanguy), room.id, 1)
        assert awaiting(actor(tanguy))[1] == 1
        assert awaiting(actor(outsider))[1] == 0
        services.set_level(actor(tanguy), quiet.id, "all")
        services.close_room(actor(ines), quiet.id)
        assert awaiting(actor(tanguy))[1] == 1
