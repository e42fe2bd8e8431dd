"""Rooms are read, and spoken in, without scripts."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.accounts.models import Person, Role
from forum.chat import services
from forum.chat.models import Message, Room, RoomVisit
from forum.core.models import now
from forum.core.outbox import Delivery
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import leave_school, make_community_room, say
from tests.factories import actor, make_person

OpenBrowser = Callable[[Person], Browser]
MOST_STATEMENTS = 8


def test_a_member_reads_what_was_said_and_who_said_it(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    say(ines, room, "La salle est réservée.")
    say(tanguy, room, "Merci *beaucoup*.")

    page = browser(tanguy).get(f"/rooms/{room.id}")

    assert page.status == 200
    assert page.texts("h1") == ["Collège des Ormeaux"]
    assert page.texts("[data-messages] .name") == ["Inès Roche", "Tanguy Le Goff"]
    assert page.texts("[data-messages] .prose") == ["La salle est réservée.", "Merci beaucoup ."]
    assert page.select("[role=log]")[0]["aria-live"] == "polite"


def test_an_outsider_is_answered_as_if_there_were_no_room(
    browser: OpenBrowser, room: Room, ines: Person, outsider: Person
) -> None:
    message = say(ines, room)
    reader = browser(outsider)

    for url in ("", "/history", f"/messages/{message.id}/edit"):
        assert reader.get(f"/rooms/{room.id}{url}").status == 404
    for url in ("/messages", "/seen", f"/messages/{message.id}/edit", f"/messages/{message.id}/delete"):
        answer = reader.post(f"/rooms/{room.id}{url}", {"body": "Bonjour.", "client_id": uuid.uuid4().hex, "seq": 1})
        assert answer.status == 404, url
    assert reader.get(f"/messages/{message.id}").status == 404
    assert "Ormeaux" not in reader.get("/rooms").main


def test_no_role_of_the_site_opens_a_room(browser: OpenBrowser, room: Room) -> None:
    for role in (Role.MEDIATOR, Role.ADMINISTRATOR):
        assert browser(make_person(role=role)).get(f"/rooms/{room.id}").status == 404


def test_a_visitor_is_led_to_the_login_page(visitor: Browser, room: Room) -> None:
    for url in ("/rooms", f"/rooms/{room.id}"):
        answer = visitor.get(url, follow=False)
        assert answer.status == 303
        assert "login" in answer.response.location


def test_who_left_the_school_no_longer_reads_its_room(browser: OpenBrowser, room: Room, tanguy: Person) -> None:
    reader = browser(tanguy)
    assert reader.get(f"/rooms/{room.id}").status == 200

    leave_school(tanguy, room)

    assert reader.get(f"/rooms/{room.id}").status == 404


def test_the_form_at_the_foot_says_something_once(browser: OpenBrowser, room: Room, ines: Person) -> None:
    writer = browser(ines)
    page = writer.get(f"/rooms/{room.id}")

    answer = writer.submit(page, "/messages", body="Une seule fois.", follow=False)
    writer.submit(page, "/messages", body="Une seule fois.", follow=False)

    assert answer.status == 303
    assert answer.response.location.endswith(f"/rooms/{room.id}#present")
    assert db.session.scalar(select(func.count()).select_from(Message)) == 1
    assert writer.get(f"/rooms/{room.id}").texts("[data-messages] .prose") == ["Une seule fois."]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  \n ", "Écrivez quelques mots avant d’envoyer."),
        ("x" * 4001, "Ce texte est trop long : 4000 caractères au plus."),
    ],
)
def test_what_can_t_be_said_is_kept_with_the_reason(
    typed: str, words: str, browser: OpenBrowser, room: Room, ines: Person
) -> None:
    writer = browser(ines)

    answer = writer.submit(writer.get(f"/rooms/{room.id}"), "/messages", body=typed)

    assert answer.status == 422
    assert words in answer.text
    assert answer.select("textarea[name=body]")[0].get_text().strip() == typed.strip()


def test_who_writes_too_fast_is_told_so_and_keeps_the_words(
    app: Flask, browser: OpenBrowser, room: Room, ines: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = app.config["SETTINGS"].model_copy(update={"messages_per_minute": 1})
    monkeypatch.setitem(app.config, "SETTINGS", slow)
    writer = browser(ines)
    writer.submit(writer.get(f"/rooms/{room.id}"), "/messages", body="un")

    answer = writer.submit(writer.get(f"/rooms/{room.id}"), "/messages", body="deux")

    assert answer.status == 429
    assert "Vous écrivez plus vite" in answer.text
    assert answer.select("textarea[name=body]")[0].get_text().strip() == "deux"


def test_older_messages_are_pages_back(browser: OpenBrowser, room: Room, ines: Person) -> None:
    for number in range(1, 53):
        say(ines, room, f"message {number}")
    reader = browser(ines)

    page = reader.get(f"/rooms/{room.id}")
    assert len(page.select("[data-messages] article")) == 50
    older = reader.get(page.links()["Messages plus anciens"])

    assert older.texts("article .prose") == ["message 1", "message 2"]
    assert older.select("[data-older]")[0].has_attr("hidden")
    assert reader.get(f"/rooms/{room.id}?before=3", follow=False).response.location.endswith("history?before=3")
    assert reader.get(f"/rooms/{room.id}/history?before=nonsense").status == 200


def test_a_line_marks_what_is_new_until_it_was_seen(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    reader = browser(tanguy)
    say(ines, room, "ancien")
    services.mark_seen(actor(tanguy), room.id, 1)
    say(ines, room, "nouveau")

    page = reader.get(f"/rooms/{room.id}")
    assert page.texts(".since") == ["depuis votre dernière visite"]
    assert "1 message non lu" in reader.get("/rooms").main
    assert db.session.scalars(select(RoomVisit.read_seq)).one() == 1, "reading a page changes nothing"
    after = reader.submit(page, "/seen")

    assert after.select(".since") == []
    assert "non lu" not in reader.get("/rooms").main


def test_days_are_named_and_a_person_s_messages_in_a_row_stand_together(
    browser: OpenBrowser, room: Room, ines: Person
) -> None:
    messages = [say(ines, room, words) for words in ("hier", "ce matin", "et encore")]
    with transaction():
        db.session.execute(
            update(Message).where(Message.id == messages[0].id).values(said_at=now() - timedelta(days=1, hours=1))
        )

    page = browser(ines).get(f"/rooms/{room.id}")

    assert len(page.select("[data-messages] .day")) == 2
    assert [("continued" in (each["class"] or [])) for each in page.select("[data-messages] article")] == [
        False,
        False,
        True,
    ]


def test_one_s_own_message_is_corrected_by_a_page(browser: OpenBrowser, room: Room, ines: Person) -> None:
    message = say(ines, room, "Jeudi à midi.")
    writer = browser(ines)
    page = writer.get(f"/rooms/{room.id}/messages/{message.id}/edit")

    blank = writer.submit(page, with_field="body", body=" ")
    assert blank.status == 422
    assert "Un message ne peut pas être vide." in blank.text
    done = writer.submit(page, with_field="body", body="Jeudi à 13 h.")

    assert done.status == 200
    assert "Votre message est corrigé." in done.text
    assert done.texts("article .prose") == ["Jeudi à 13 h."]
    assert "modifié" in done.main


def test_a_corrected_message_is_told_to_nobody_that_it_does_not_concern(
    browser: OpenBrowser, room: Room, ines: Person, deliver: Callable[[], int]
) -> None:
    message = say(ines, room, "Jeudi à midi.")
    writer = browser(ines)
    writer.submit(writer.get(f"/rooms/{room.id}/messages/{message.id}/edit"), with_field="body", body="Jeudi à 13 h.")
    deliver()

    assert db.session.scalars(select(Delivery.last_error)).all() == []


def test_after_an_hour_a_message_is_deleted_but_not_corrected(browser: OpenBrowser, room: Room, ines: Person) -> None:
    message = say(ines, room, "Il y a longtemps.")
    with transaction():
        message.said_at = now() - timedelta(minutes=61)
    writer = browser(ines)
    url = f"/rooms/{room.id}/messages/{message.id}/edit"

    assert "Celui-ci est plus ancien." in writer.get(url).main
    assert writer.post(url, {"body": "Autre chose."}).status == 403
    assert writer.submit(writer.get(url), "/delete").status == 200

    db.session.refresh(message)
    assert message.deleted_at is not None
    assert message.source == "Il y a longtemps."


def test_a_deleted_message_leaves_a_trace_without_its_words(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room, "Regrettable.")
    services.delete_message(actor(ines), room.id, message.id)

    for person in (ines, tanguy):
        page = browser(person).get(f"/rooms/{room.id}")
        assert "Regrettable" not in page.html
        assert "Message supprimé par la personne qui l’a écrit." in page.main
    assert "Regrettable" not in browser(tanguy).get("/rooms").html


def test_a_hidden_message_tells_its_reason_to_its_author_alone(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room, "Blessant.")
    mediator = actor(make_person(role=Role.MEDIATOR))
    services.hide_message(mediator, message.id, "Cela vise une personne.")

    mine, theirs = browser(ines).get(f"/rooms/{room.id}"), browser(tanguy).get(f"/rooms/{room.id}")
    for page in (mine, theirs):
        assert "Message masqué par la médiation." in page.main
        assert "Blessant" not in page.html
    assert "Cela vise une personne." in mine.main
    assert "Cela vise une personne." not in theirs.html
    services.restore_message(mediator, message.id)

    assert browser(tanguy).get(f"/rooms/{room.id}").texts("[data-messages] .prose") == ["Blessant."]


def test_nobody_corrects_or_deletes_what_another_said(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room)
    url = f"/rooms/{room.id}/messages/{message.id}"

    assert browser(tanguy).get(f"{url}/edit").status == 403
    assert browser(tanguy).post(f"{url}/delete").status == 403
    assert browser(ines).get(f"/rooms/999/messages/{message.id}/edit").status == 404


def test_my_rooms_show_what_was_last_said(browser: OpenBrowser, room: Room, ines: Person) -> None:
    make_community_room("Co-éducation", ines)
    make_community_room("Sans elle")
    say(ines, room, "Le **dernier** mot.")

    page = browser(ines).get("/rooms")

    assert page.texts("ul.rows h3 a") == ["Collège des Ormeaux", "Co-éducation"]
    assert "Le dernier mot." in page.main
    assert "Sans elle" not in page.main


def test_who_has_no_room_is_told_what_to_do(browser: OpenBrowser) -> None:
    assert "Rejoignez votre établissement" in browser(make_person()).get("/rooms").main


@pytest.mark.parametrize("messages", [1, 60])
def test_pages_cost_the_same_whatever_they_show(
    messages: int, browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, statements: list[str]
) -> None:
    for number in range(messages):
        say((ines, tanguy)[number % 2], room, f"message {number}")
    reader = browser(ines)

    for url in ("/rooms", f"/rooms/{room.id}", f"/rooms/{room.id}/history"):
        statements.clear()
        assert reader.get(url).status == 200
        assert len(statements) <= MOST_STATEMENTS, f"{url}: {statements}"
