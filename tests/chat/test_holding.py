"""Who holds a room settles it, removes what should not stand there, silences; all of it is written down and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.accounts.models import Person, Role
from forum.chat import services
from forum.chat.models import Message, Room, RoomAct, RoomSilence
from forum.core.errors import Conflict, NotAllowed
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import Socket, make_referent, make_shared_room, say, told
from tests.factories import actor, make_person

OpenBrowser = Callable[[Person], Browser]
OpenSocket = Callable[[Person], Socket]


@pytest.fixture
def held(room: Room, ines: Person) -> Room:
    """The room, held by Inès."""
    make_referent(ines, room)
    return room


def undo_last(holder: Browser, room: Room) -> None:
    holder.submit(holder.get(f"/rooms/{room.id}/acts"), "/undo")


def test_a_removed_message_tells_its_author_why_and_comes_back(
    browser: OpenBrowser, socket: OpenSocket, held: Room, ines: Person, tanguy: Person
) -> None:
    message, listener, holder = say(tanguy, held, "Blessant."), socket(tanguy), browser(ines)
    listener.send("enter", room=held.id)
    url = f"/rooms/{held.id}/messages/{message.id}/take-away"

    blank = holder.submit(holder.get(url), with_field="reason", reason=" ")
    assert (blank.status, "Donnez le motif" in blank.main) == (422, True)
    holder.submit(holder.get(url), with_field="reason", reason="Cela vise une personne.")

    [pushed] = listener.received("message_changed")
    assert (pushed["state"], pushed["html"], pushed["reason"]) == ("removed", "", "")
    assert told(tanguy) == [
        "Un de vos messages a été retiré du salon « Collège des Ormeaux ». Motif : Cela vise une personne."
    ]
    [mine] = listener.send("catch_up", room=held.id, after=0)["messages"]
    [theirs] = socket(ines).send("catch_up", room=held.id, after=0)["messages"]
    assert (mine["reason"], theirs["reason"]) == ("Cela vise une personne.", "")
    undo_last(holder, held)
    assert listener.received("message_changed")[-1]["html"] == "<p>Blessant.</p>"
    assert told(tanguy) == []


def test_what_mediators_hid_is_not_the_holders_to_show(held: Room, ines: Person, tanguy: Person) -> None:
    message = say(tanguy, held, "Blessant.")
    services.remove_message(actor(ines), held.id, message.id, "Motif.")
    services.hide_message(actor(make_person(role=Role.MEDIATOR)), message.id, "La médiation le garde masqué.")
    act = db.session.scalars(select(RoomAct)).one()

    with pytest.raises(Conflict):
        services.undo_act(actor(ines), held.id, act.id)

    db.session.refresh(message)
    assert (message.is_readable, message.hidden_reason) == (False, "La médiation le garde masqué.")


def test_nobody_removes_their_own_words_as_a_holder_nor_twice(
    browser: OpenBrowser, held: Room, ines: Person, tanguy: Person
) -> None:
    own, other = say(ines, held), say(tanguy, held)
    holder = browser(ines)
    assert holder.post(f"/rooms/{held.id}/messages/{own.id}/take-away", {"reason": "Non."}).status == 403

    url = f"/rooms/{held.id}/messages/{other.id}/take-away"
    assert holder.post(url, {"reason": "Une fois."}).status == 200
    assert holder.post(url, {"reason": "Deux fois."}).status == 409
    assert len(db.session.scalars(select(RoomAct)).all()) == 1


def test_a_silenced_person_reads_is_told_why_and_speaks_again_in_time(
    browser: OpenBrowser, socket: OpenSocket, held: Room, ines: Person, tanguy: Person
) -> None:
    client, holder = socket(tanguy), browser(ines)
    client.send("enter", room=held.id)
    url = f"/rooms/{held.id}/people/{tanguy.id}/silence"
    assert holder.submit(holder.get(url), with_field="reason", reason="").status == 422
    assert holder.post(url, {"reason": "Oui.", "minutes": "7"}).status == 422

    holder.submit(holder.get(url), with_field="reason", reason="Des mots blessants.", minutes="60")

    assert client.received("speech") == [{"room": held.id}]
    assert "Motif : Des mots blessants." in told(tanguy)[0]
    entered = client.send("enter", room=held.id)
    assert "Motif : Des mots blessants." in entered["speech"].replace("\u00a0", " ")
    assert client.send("catch_up", room=held.id, after=0)["ok"]
    with transaction():
        db.session.execute(update(RoomSilence).values(until=now() - timedelta(seconds=1)))
    assert client.send("enter", room=held.id)["speech"] == ""
    assert say(tanguy, held).seq == 1


def test_a_silence_is_lifted_by_the_log(browser: OpenBrowser, held: Room, ines: Person, tanguy: Person) -> None:
    services.silence_person(actor(ines), held.id, tanguy.id, 10, "Un peu de calme.")

    undo_last(browser(ines), held)

    assert say(tanguy, held).seq == 1
    assert told(tanguy) == ["Vous pouvez de nouveau écrire dans le salon « Collège des Ormeaux »."]


def test_one_is_silenced_only_where_one_is(held: Room, ines: Person, outsider: Person, browser: OpenBrowser) -> None:
    url = f"/rooms/{held.id}/people/{outsider.id}/silence"

    assert browser(ines).get(url).status == 404
    assert browser(ines).post(url, {"reason": "Non.", "minutes": "10"}).status == 404
    assert browser(ines).get(f"/rooms/{held.id}/people/{ines.id}/silence").status == 403


def test_in_a_slow_room_each_waits_save_its_holders(
    socket: OpenSocket, held: Room, ines: Person, tanguy: Person
) -> None:
    services.slow_room(actor(ines), held.id, 30)
    client, first = socket(tanguy), say(tanguy, held, "Un.")

    sent = {"room": held.id, "client_id": "1" * 32, "body": "Deux."}
    refused = client.send("say", sent)
    assert refused["status"] == 429
    assert "vous pourrez y écrire dans" in refused["message"]
    assert client.send("edit", room=held.id, id=first.id, body="Un, corrigé.")["ok"], "a correction waits for nothing"
    assert [say(ines, held).seq for _ in range(2)] == [2, 3]
    with transaction():
        db.session.execute(update(Message).values(said_at=now() - timedelta(seconds=31)))

    assert client.send("say", sent)["seq"] == 4


def test_a_pause_keeps_all_but_holders(socket: OpenSocket, held: Room, ines: Person, tanguy: Person) -> None:
    client = socket(tanguy)
    client.send("enter", room=held.id)
    services.pause_room(actor(ines), held.id)

    assert client.received("room")[-1]["paused"] is True
    assert say(ines, held).seq == 1
    assert client.send("say", room=held.id, client_id="1" * 32, body="Moi aussi.")["status"] == 403
    services.resume_room(actor(ines), held.id)
    assert client.send("say", room=held.id, client_id="1" * 32, body="Moi aussi.")["ok"]


def test_what_is_pinned_stands_above_until_it_can_t_be_read(
    browser: OpenBrowser, socket: OpenSocket, held: Room, ines: Person, tanguy: Person
) -> None:
    first, second, client = say(tanguy, held, "Réunion jeudi."), say(tanguy, held, "Non, vendredi."), socket(tanguy)
    client.send("enter", room=held.id)
    for message in (first, second):
        services.pin_message(actor(ines), held.id, message.id)
    assert [pushed["pinned"]["words"] for pushed in client.received("room")] == ["Réunion jeudi.", "Non, vendredi."]

    undo_last(browser(ines), held)
    assert client.received("room")[-1]["pinned"]["id"] == first.id
    services.delete_message(actor(tanguy), held.id, first.id)
    services.slow_room(actor(ines), held.id, 5)

    assert client.received("room")[-1]["pinned"] is None


def test_settings_are_shown_and_undone_and_a_first_room_keeps_its_name(
    browser: OpenBrowser, held: Room, ines: Person
) -> None:
    holder, url = browser(ines), f"/rooms/{held.id}/settings"
    page = holder.get(url)
    assert page.select("input[name=name][type=hidden]")
    long = holder.submit(page, with_field="welcome", purpose="x" * 201)
    assert (long.status, "200 caractères au plus" in long.main) == (422, True)

    holder.submit(page, with_field="welcome", name="Autre", purpose="Pour s’entraider", welcome="Bienvenue **ici**.")

    db.session.refresh(held)
    assert (held.name, held.purpose) == ("Collège des Ormeaux", "Pour s’entraider")
    assert held.welcome_html == "<p>Bienvenue <strong>ici</strong>.</p>"
    undo_last(holder, held)
    db.session.refresh(held)
    assert (held.purpose, held.welcome_html) == ("", "")


def test_an_act_is_undone_only_before_later_ones_of_its_kind(held: Room, ines: Person, browser: OpenBrowser) -> None:
    services.slow_room(actor(ines), held.id, 5)
    services.slow_room(actor(ines), held.id, 30)
    first, second = db.session.scalars(select(RoomAct).order_by(RoomAct.id))
    holder = browser(ines)

    refused = holder.post(f"/rooms/{held.id}/acts/{first.id}/undo")
    assert "Un acte plus récent a changé la même chose" in refused.text
    for act in (second, first, first):
        holder.post(f"/rooms/{held.id}/acts/{act.id}/undo")

    db.session.refresh(held)
    assert held.slow_seconds == 0
    assert holder.get(f"/rooms/{held.id}/acts").texts("li.act p")[0].startswith("Inès Roche a ralenti le salon.")


def test_nobody_undoes_what_was_done_to_them(ines: Person, tanguy: Person) -> None:
    place = make_shared_room(ines, tanguy)
    services.name_holder(actor(ines), place.id, tanguy.id)
    services.silence_person(actor(ines), place.id, tanguy.id, 60, "Un temps de calme.")
    act = db.session.scalars(select(RoomAct).where(RoomAct.kind == "silence")).one()

    with pytest.raises(NotAllowed):
        services.undo_act(actor(tanguy), place.id, act.id)


def test_a_room_is_given_to_hold_and_taken_back(browser: OpenBrowser, held: Room, ines: Person, tanguy: Person) -> None:
    assert browser(tanguy).get(f"/rooms/{held.id}/settings").status == 403
    services.name_holder(actor(ines), held.id, tanguy.id)

    assert browser(tanguy).get(f"/rooms/{held.id}/settings").status == 200
    assert told(tanguy) == ["Inès Roche vous a confié le salon « Collège des Ormeaux » : vous le tenez avec d’autres."]
    assert browser(tanguy).post(f"/rooms/{held.id}/people/{ines.id}/holder").status == 403
    undo_last(browser(ines), held)

    assert browser(tanguy).get(f"/rooms/{held.id}/settings").status == 403


@pytest.mark.parametrize("acts", [1, 12])
def test_the_log_costs_the_same_however_long(
    acts: int, browser: OpenBrowser, held: Room, ines: Person, statements: list[str]
) -> None:
    for number in range(acts):
        services.slow_room(actor(ines), held.id, (5, 15)[number % 2])
    holder = browser(ines)
    holder.get(f"/rooms/{held.id}/acts")
    statements.clear()

    assert holder.get(f"/rooms/{held.id}/acts").status == 200

    assert len(statements) <= 8, statements
