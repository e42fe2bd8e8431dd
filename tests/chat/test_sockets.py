"""What is said in a room arrives with those who are in it, once and in order, and with nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from forum.accounts.models import Login, Person
from forum.chat.models import Message, Room, RoomVisit
from forum.chat.presence import presence
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import Socket, leave_school, make_community_room, say
from tests.factories import make_person

OpenSocket = Callable[[Person], Socket]


def new_id() -> str:
    return str(uuid.uuid4())


def test_what_one_says_the_other_receives(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    speaker, listener = socket(ines), socket(tanguy)
    assert speaker.send("enter", room=room.id)["last_seq"] == 0
    assert listener.send("enter", room=room.id)["ok"]

    said = speaker.send("say", room=room.id, client_id=new_id(), body="La salle est **réservée** pour jeudi.")

    assert (said["ok"], said["seq"]) == (True, 1)
    [message] = listener.received("message")
    assert message["name"] == "Inès Roche"
    assert message["html"] == "<p>La salle est <strong>réservée</strong> pour jeudi.</p>"
    assert (message["room"], message["seq"], message["id"]) == (room.id, 1, said["id"])
    assert (message["initials"], message["profession"], message["state"]) == ("IR", "nurse", "said")


def test_the_same_message_sent_again_is_one_message(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    speaker, listener = socket(ines), socket(tanguy)
    listener.send("enter", room=room.id)
    client_id = new_id()

    first = speaker.send("say", room=room.id, client_id=client_id, body="Présente.")
    again = speaker.send("say", room=room.id, client_id=client_id.replace("-", ""), body="Présente.")

    assert again == first
    assert len(listener.received("message")) == 1
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1


def test_the_same_number_from_two_people_is_two_messages(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    client_id = new_id()

    seqs = [
        socket(person).send("say", room=room.id, client_id=client_id, body="Bonjour.")["seq"]
        for person in (ines, tanguy)
    ]

    assert seqs == [1, 2]


def test_messages_are_numbered_in_the_order_of_their_room(room: Room, ines: Person, tanguy: Person) -> None:
    other = make_community_room("Co-éducation", ines)

    seqs = [say(person, place).seq for person, place in ((ines, room), (tanguy, room), (ines, other), (ines, room))]

    assert seqs == [1, 2, 1, 3]


def test_after_a_cut_what_was_missed_is_given_in_order(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    for number in range(1, 6):
        say(ines, room, f"message {number}")

    answer = socket(tanguy).send("catch_up", room=room.id, after=2)

    assert [(each["seq"], each["html"]) for each in answer["messages"]] == [
        (seq, f"<p>message {seq}</p>") for seq in (3, 4, 5)
    ]
    assert answer["more"] is False


def test_a_long_absence_is_caught_up_by_pieces(
    socket: OpenSocket, room: Room, ines: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.chat.queries.history.MOST_CAUGHT_UP", 2)
    for _number in range(3):
        say(ines, room)
    client = socket(ines)

    first = client.send("catch_up", room=room.id, after=0)
    rest = client.send("catch_up", room=room.id, after=first["messages"][-1]["seq"])

    assert [each["seq"] for each in first["messages"]] == [1, 2]
    assert first["more"] is True
    assert [each["seq"] for each in rest["messages"]] == [3]
    assert rest["more"] is False


def test_an_outsider_receives_nothing(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    stranger, listener = socket(outsider), socket(tanguy)
    stranger.send("enter", room=room.id)
    listener.send("enter", room=room.id)
    stranger.received("message")

    say(ines, room, "Entre nous.")

    assert len(listener.received("message")) == 1
    assert stranger.client.get_received("/rooms") == []


def test_a_visitor_gets_no_socket(app: Flask, visitor: Browser) -> None:
    assert not Socket(app, visitor).is_open


def test_a_session_that_was_ended_says_nothing_more(socket: OpenSocket, room: Room, ines: Person) -> None:
    client = socket(ines)
    client.send("enter", room=room.id)
    end_sessions(ines)

    answer = client.send("say", room=room.id, client_id=new_id(), body="Encore là.")

    assert (answer["ok"], answer["status"]) == (False, 403)
    assert answer["message"] == "Votre session est terminée. Connectez-vous de nouveau."
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_session_that_was_ended_hears_nothing_more(
    socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    client = socket(tanguy)
    client.send("enter", room=room.id)
    end_sessions(tanguy)

    say(ines, room, "Entre nous.")

    assert client.received("message") == []
    assert presence.people(room.id) == []


def test_who_leaves_the_school_is_put_out_at_once(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    client, second_tab, listener = socket(tanguy), socket(tanguy), socket(ines)
    for each in (client, second_tab, listener):
        each.send("enter", room=room.id)

    leave_school(tanguy, room)
    assert client.received("put_out") == [{"room": room.id}]
    assert second_tab.received("put_out") == [{"room": room.id}]
    assert listener.received("presence")[-1]["people"] == [{"id": ines.id, "name": "Inès Roche"}]
    say(ines, room, "Entre nous.")

    assert client.client.get_received("/rooms") == []
    assert second_tab.client.get_received("/rooms") == []
    assert client.send("catch_up", room=room.id, after=0)["status"] == 404


def test_several_tabs_are_one_person(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    first, second, other = socket(ines), socket(ines), socket(tanguy)
    first.send("enter", room=room.id)
    second.send("enter", room=room.id)
    answer = other.send("enter", room=room.id)
    assert [person["name"] for person in answer["people"]] == ["Inès Roche", "Tanguy Le Goff"]

    first.close()
    assert other.received("presence")[-1]["people"] == answer["people"]
    second.close()

    assert [person["name"] for person in other.received("presence")[-1]["people"]] == ["Tanguy Le Goff"]


def test_who_leaves_a_room_hears_nothing_more(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    client = socket(tanguy)
    client.send("enter", room=room.id)
    assert client.send("leave", room=room.id) == {"ok": True}
    client.received("presence")

    say(ines, room)

    assert client.client.get_received("/rooms") == []


def test_an_edit_and_a_removal_arrive(socket: OpenSocket, room: Room, ines: Person, tanguy: Person) -> None:
    speaker, listener = socket(ines), socket(tanguy)
    listener.send("enter", room=room.id)
    message = say(ines, room, "Jeudi à midi.")

    assert speaker.send("edit", room=room.id, id=message.id, body="Jeudi à 13 h.") == {"ok": True}
    [edited] = listener.received("message_changed")
    assert (edited["html"], edited["edited"], edited["seq"]) == ("<p>Jeudi à 13 h.</p>", True, 1)
    assert speaker.send("remove", room=room.id, id=message.id) == {"ok": True}
    [removed] = listener.received("message_changed")

    assert (removed["state"], removed["html"]) == ("deleted", "")
    assert listener.send("catch_up", room=room.id, after=0)["messages"][0]["html"] == ""


@pytest.mark.parametrize("event", ["edit", "remove"])
def test_nobody_changes_what_another_said(
    event: str, socket: OpenSocket, room: Room, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room, "C’est à moi.")

    answer = socket(tanguy).send(event, room=room.id, id=message.id, body="Non.")

    assert answer["status"] == 403
    db.session.refresh(message)
    assert (message.source, message.deleted_at) == ("C’est à moi.", None)


def test_how_far_one_has_read_never_goes_back(socket: OpenSocket, room: Room, ines: Person) -> None:
    for _number in range(3):
        say(ines, room)
    client = socket(ines)

    for seq in (2, 1, 2**31 - 1):
        assert client.send("seen", room=room.id, seq=seq)["ok"]

    assert db.session.scalars(select(RoomVisit.read_seq)).one() == 3


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (None, 400),
        ("bonjour", 400),
        ({"room": "1"}, 404),
        ({"room": True}, 404),
        ({"room": -1}, 404),
        ({"room": 2**40}, 404),
        ({"client_id": "not-a-uuid", "body": "Bonjour."}, 422),
        ({"client_id": 12, "body": "Bonjour."}, 422),
        ({"client_id": new_id()}, 422),
        ({"client_id": new_id(), "body": ["Bonjour."]}, 400),
        ({"client_id": new_id(), "body": " \n\u200b\x00 "}, 422),
        ({"client_id": new_id(), "body": "x" * 4001}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_with_words(
    facts: object, status: int, socket: OpenSocket, room: Room, ines: Person
) -> None:
    sent = {"room": room.id, **facts} if isinstance(facts, dict) else facts

    answer = socket(ines).send("say", sent if sent is not None else [])

    assert (answer["ok"], answer["status"]) == (False, status)
    assert answer["message"]
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_a_refusal_speaks_the_language_of_its_reader(socket: OpenSocket, room: Room, ines: Person) -> None:
    answer = socket(ines).send("say", room=room.id, client_id=new_id(), body="")

    assert answer["message"] == "Écrivez quelques mots avant d’envoyer."


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("a\x00b", "<p>ab</p>"),
        ("\u202egauche", "<p>gauche</p>"),
        ("[ici](javascript:alert(1))", "<p><a>ici</a></p>"),
    ],
)
def test_nothing_that_is_typed_can_act(typed: str, shown: str, socket: OpenSocket, room: Room, ines: Person) -> None:
    client = socket(ines)
    client.send("enter", room=room.id)

    client.send("say", room=room.id, client_id=new_id(), body=typed)

    assert client.received("message")[0]["html"] == shown


def test_a_person_speaks_no_faster_than_the_setting(
    app: Flask, socket: OpenSocket, room: Room, ines: Person, tanguy: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = app.config["SETTINGS"].model_copy(update={"messages_per_minute": 2})
    monkeypatch.setitem(app.config, "SETTINGS", slow)
    client, client_id = socket(ines), new_id()
    client.send("say", room=room.id, client_id=client_id, body="un")
    client.send("say", room=room.id, client_id=new_id(), body="deux")

    refused = client.send("say", room=room.id, client_id=new_id(), body="trois")

    assert refused["status"] == 429
    assert client.send("say", room=room.id, client_id=client_id, body="un")["ok"], "a retry is no new message"
    assert socket(tanguy).send("say", room=room.id, client_id=new_id(), body="moi")["ok"]


def test_a_member_of_another_community_hears_nothing_of_it(app: Flask, socket: OpenSocket, ines: Person) -> None:
    member = make_person()
    room = make_community_room("Co-éducation", member)

    assert socket(ines).send("enter", room=room.id)["status"] == 404
    assert socket(member).send("enter", room=room.id)["ok"]


def end_sessions(person: Person) -> None:
    with transaction():
        db.session.execute(delete(Login).where(Login.person_id == person.id))
