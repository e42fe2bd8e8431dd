"""Messages answer each other, people react to them, and are told when they are called."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Message, MessageReaction, Room
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import Socket, leave_school, make_referent, make_shared_room, say, told
from tests.factories import actor

OpenBrowser = Callable[[Person], Browser]
OpenSocket = Callable[[Person], Socket]
Deliver = Callable[[], int]


def test_an_answer_shows_what_it_answers_in_short(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    asked, client = say(ines, room, "Qui a les clés ? " + "Vraiment. " * 30), socket(tanguy)
    client.send("enter", room=room.id)

    client.send("say", room=room.id, client_id=uuid.uuid4().hex, body="Moi.", reply_to=asked.id)

    [pushed] = client.received("message")
    reply = pushed["reply"]
    assert (reply["id"], reply["seq"], reply["name"], reply["state"]) == (asked.id, 1, "Inès Roche", "said")
    assert reply["words"].startswith("Qui a les clés ?")
    assert len(reply["words"]) <= 121


@pytest.mark.parametrize("how", ["deleted", "removed"])
def test_what_is_answered_goes_with_the_message(
    how: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    make_referent(tanguy, room)
    asked = say(ines, room, "Qui a les clés ?")
    say(tanguy, room, "Moi.", reply_to=asked.id)
    if how == "deleted":
        services.delete_message(actor(ines), room.id, asked.id)
    else:
        services.remove_message(actor(tanguy), room.id, asked.id, "Pas ici.")

    answer = socket(ines).send("catch_up", room=room.id, after=1)["messages"][0]

    assert (answer["reply"]["words"], answer["reply"]["state"]) == ("", how)
    assert "clés" not in repr(answer)


def test_nothing_answers_a_message_of_another_room(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    elsewhere = say(ines, make_shared_room(ines, outsider), "Ailleurs.")
    client = socket(tanguy)

    for reply_to, status in ((elsewhere.id, 422), (999_999, 422), ("x", 404), (-1, 404)):
        answer = client.send("say", room=room.id, client_id=uuid.uuid4().hex, body="Moi.", reply_to=reply_to)
        assert (answer["ok"], answer["status"]) == (False, status)
        assert "Ailleurs" not in answer["message"]
    assert db.session.scalars(select(Message).where(Message.room_id == room.id)).all() == []


def test_a_reaction_is_counted_once_and_taken_back(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    message, client, listener = say(ines, room), socket(tanguy), socket(ines)
    listener.send("enter", room=room.id)
    facts = {"room": room.id, "id": message.id, "kind": "thanks"}

    stands = {"ok": True, "reactions": {"thanks": 1}, "own": ["thanks"]}
    for _ in range(2):
        assert client.send("react", {**facts, "on": True}) == stands
    pushed = {"room": room.id, "id": message.id, "seq": 1, "reactions": {"thanks": 1}}
    assert listener.received("reactions") == [pushed]
    [caught] = client.send("catch_up", room=room.id, after=0)["messages"]
    assert (caught["reactions"], caught["own"]) == ({"thanks": 1}, ["thanks"])
    assert client.send("react", {**facts, "on": False}) == {"ok": True, "reactions": {}, "own": []}

    assert db.session.scalars(select(MessageReaction)).all() == []


def test_what_is_no_reaction_is_refused(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    message = say(ines, room)

    assert socket(tanguy).send("react", room=room.id, id=message.id, kind="like", on=True)["status"] == 422
    assert socket(ines).send("react", room=room.id, id=message.id, kind="thanks", on=True)["status"] == 403
    services.delete_message(actor(ines), room.id, message.id)
    assert socket(tanguy).send("react", room=room.id, id=message.id, kind="thanks", on=True)["status"] == 403


def test_without_scripts_one_reacts_by_a_form(browser: OpenBrowser, room: Room, ines: Person, tanguy: Person) -> None:
    message = say(ines, room)
    url = f"/rooms/{room.id}/messages/{message.id}/reactions"

    assert browser(tanguy).post(url, {"will_try": "on"}).status == 200
    db.session.refresh(message)
    assert message.reaction_counts == {"will_try": 1}
    assert browser(tanguy).post(url, {"will_try": "off"}).status == 200
    assert browser(tanguy).post(url, {"will_try": "perhaps"}).status == 422
    db.session.refresh(message)
    assert message.reaction_counts == {}


def test_who_is_named_is_told_once_and_only_in_the_room(
    room: Room, ines: Person, tanguy: Person, outsider: Person, deliver: Deliver
) -> None:
    say(ines, room, f"@{tanguy.handle} et encore @{tanguy.handle}, avec @{outsider.handle}.")
    deliver()

    assert told(tanguy) == ["Inès Roche vous mentionne dans le salon « Collège des Ormeaux »."]
    assert told(outsider) == []
    assert told(ines) == []


def test_an_edit_tells_only_those_whom_it_names_anew(
    room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    message = say(ines, room, "Qui vient ?")
    deliver()
    assert told(tanguy) == []

    for body in (f"Tu viens, @{tanguy.handle} ?", f"Alors, tu viens, @{tanguy.handle} ?"):
        services.edit_message(actor(ines), room.id, message.id, body)
        deliver()

    assert len(told(tanguy)) == 1


def test_who_is_answered_is_told_and_what_is_deleted_is_told_no_more(
    room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    answer = say(tanguy, room, "Moi.", reply_to=say(ines, room, "Qui a les clés ?").id)
    deliver()
    assert told(ines) == ["Tanguy Le Goff vous répond dans le salon « Collège des Ormeaux »."]

    services.delete_message(actor(tanguy), room.id, answer.id)

    assert told(ines) == []


def test_what_was_told_is_read_once_seen_and_gone_once_left(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    say(ines, room, f"@{tanguy.handle}, un mot.")
    deliver()
    bell = "header .bell"
    assert browser(tanguy).get("/me").select(bell)[0]["data-unread"] == "1"

    services.mark_seen(actor(tanguy), room.id, 1)
    assert browser(tanguy).get("/me").select(bell)[0]["data-unread"] == "0"
    leave_school(tanguy, room)

    assert told(tanguy) == []


@pytest.mark.parametrize(("level", "notices"), [("all", 1), ("mentions", 1), ("none", 0)])
def test_how_much_one_hears_of_a_room_is_one_s_own_choice(
    level: str, notices: int, socket: OpenSocket, room: Room, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    client = socket(tanguy)
    assert client.send("level", room=room.id, level=level) == {"ok": True}
    assert client.send("level", room=room.id, level="loud")["status"] == 422

    say(ines, room, f"@{tanguy.handle}, un mot.")
    deliver()

    assert len(told(tanguy)) == notices


def test_only_who_holds_a_room_calls_all_of_it(
    room: Room, ines: Person, tanguy: Person, outsider: Person, deliver: Deliver, browser: OpenBrowser
) -> None:
    say(ines, room, "@membres, à table.")
    deliver()
    assert told(tanguy) == []
    make_referent(ines, room)
    say(ines, room, "@membres, à table.")
    deliver()

    assert told(tanguy) == ["Inès Roche s’adresse à tout le salon « Collège des Ormeaux »."]
    assert told(outsider) == []
    picker = f"/mentions?place=room:{room.id}&q="
    assert [one["handle"] for one in browser(ines).get(f"{picker}t").response.json["people"]] == [tanguy.handle]
    assert browser(outsider).get(f"{picker}t").status == 404
