"""Nobody else reads a conversation, by any door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.conversations.models import Conversation, ConversationMessage
from forum.conversations.services import leave_conversation, mute_conversation, write_message
from forum.extensions import db, socketio
from forum.moderation.models import Report
from forum.notices.models import Notice
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.conversations.factories import make_conversation, write
from tests.factories import actor, make_person
from tests.moderation.steps import take

OpenBrowser = Callable[[Person], Browser]
Deliver = Callable[[], int]
SECRET = "huit heures"
LINE = "/conversations"


def doors(conversation: Conversation) -> list[str]:
    message = db.session.scalars(select(ConversationMessage.id)).first()
    return [
        f"/conversations/{conversation.id}",
        f"/conversations/{conversation.id}/messages?from=1&to=9",
        f"/conversations/{conversation.id}/leave",
        f"/conversations/messages/{message}",
        f"/conversations/messages/{message}/edit",
        f"/conversations/messages/{message}/delete",
        f"/report/letter/{message}",
    ]


@pytest.mark.parametrize("role", [None, *Role])
def test_to_others_a_conversation_does_not_exist_whatever_their_role(
    browser: OpenBrowser, conversation: Conversation, role: Role | None
) -> None:
    stranger = browser(make_person(role=role))

    for door in doors(conversation):
        page = stranger.get(door)
        assert page.status == 404, door
        assert SECRET not in page.html
    for action in ("write", "read", "mute", "leave"):
        sent = {"body": "Moi aussi", "number": "1"}
        assert stranger.post(f"/conversations/{conversation.id}/{action}", sent).status == 404
    assert "retour de mardi" not in stranger.get("/conversations").html


def test_a_visitor_is_asked_to_log_in(visitor: Browser, conversation: Conversation) -> None:
    assert visitor.get(f"/conversations/{conversation.id}").url == "/login"
    assert visitor.get("/conversations").url == "/login"


def test_whoever_left_reads_nothing_more(
    browser: OpenBrowser, anne: Person, bruno: Person, conversation: Conversation
) -> None:
    address = f"/conversations/{conversation.id}/leave"
    reader = browser(bruno)
    reader.submit(reader.get(address), address)

    assert [reader.get(door).status for door in doors(conversation)] == [404] * 7
    assert "retour de mardi" not in reader.get("/conversations").html
    assert "a quitté la conversation" in browser(anne).get(f"/conversations/{conversation.id}").text


def test_a_notice_and_its_mail_say_who_wrote_and_nothing_of_what(
    deliver: Deliver, bruno: Person, conversation: Conversation
) -> None:
    deliver()

    notice = db.session.scalars(select(Notice).where(Notice.kind == "conversation.written")).one()
    assert notice.person_id == bruno.id
    assert notice.facts == {"name": "Anne Martin"}
    for mail in mails():
        assert SECRET not in words(mail)
        assert "retour de mardi" not in words(mail) + mail["Subject"]


def test_whoever_muted_it_or_left_is_told_nothing(
    deliver: Deliver, anne: Person, bruno: Person, conversation: Conversation
) -> None:
    def told() -> int:
        return len(db.session.scalars(select(Notice).where(Notice.person_id == bruno.id)).all())

    other = make_conversation(anne, bruno, subject="Autre chose")
    deliver()
    before = told()
    mute_conversation(actor(bruno), conversation.id)
    leave_conversation(actor(bruno), other.id)

    write(anne, conversation, "Encore.")
    write(anne, other, "Encore.")
    deliver()

    assert told() == before == 2


def test_reading_a_conversation_reads_its_notices(
    browser: OpenBrowser, deliver: Deliver, bruno: Person, conversation: Conversation
) -> None:
    deliver()
    reader = browser(bruno)

    reader.submit(reader.get(f"/conversations/{conversation.id}"), "/read")

    db.session.expire_all()
    assert db.session.scalars(select(Notice.read_at).where(Notice.person_id == bruno.id)).one() is not None


def test_search_never_finds_what_was_written(
    browser: OpenBrowser, deliver: Deliver, anne: Person, conversation: Conversation
) -> None:
    deliver()

    assert not browser(anne).get("/search?q=huit+heures").select(".rows .row")


def test_mediators_see_the_reported_message_and_no_other(
    browser: OpenBrowser, anne: Person, bruno: Person, mediator: Person, conversation: Conversation
) -> None:
    write(bruno, conversation, "Ce mot-là reste entre nous.")
    rude = write(anne, conversation, "Un mot blessant.")
    write(bruno, conversation, "Cette suite aussi.")
    reader = browser(bruno)
    page = reader.get(f"/report/letter/{rude.id}")
    assert "Message d’une conversation privée" in page.main
    reader.submit(page, with_field="words", reason="hurtful", words="C’est la troisième fois.")

    report = db.session.scalars(select(Report)).one()
    desk = browser(mediator)
    item, queue = desk.get(f"/moderation/{report.id}"), desk.get("/moderation")

    assert "Un mot blessant." in item.main
    assert "C’est la troisième fois." in item.main
    for kept in ("entre nous", "Cette suite", SECRET, "retour de mardi"):
        assert kept not in item.html + queue.html
    assert desk.get(f"/conversations/{conversation.id}").status == 404


def test_a_mediator_hides_a_reported_message_and_its_author_is_told_why(
    browser: OpenBrowser, deliver: Deliver, anne: Person, bruno: Person, mediator: Person, conversation: Conversation
) -> None:
    rude = write(anne, conversation, "Un mot blessant.")
    reader = browser(bruno)
    reader.submit(reader.get(f"/report/letter/{rude.id}"), with_field="words", reason="hurtful", words="")
    desk = browser(mediator)
    item = take(desk, db.session.scalars(select(Report)).one())
    desk.submit(item, with_field="decision", decision="hide", reason="Blessant pour la personne visée.")
    deliver()

    page = reader.get(f"/conversations/{conversation.id}")
    assert "Message masqué par la médiation." in page.main
    assert "Un mot blessant." not in page.html
    assert "Blessant pour la personne visée." in browser(anne).get(f"/conversations/{conversation.id}").main
    assert "dans « une conversation privée »" in browser(anne).get("/notices").main
    assert all("retour de mardi" not in words(mail) for mail in mails())


def test_a_socket_learns_that_something_changed_only_where_one_is(
    app: Flask,
    browser: OpenBrowser,
    deliver: Deliver,
    anne: Person,
    bruno: Person,
    outsider: Person,
    conversation: Conversation,
) -> None:
    def socket(reader: Browser) -> SocketIOTestClient:
        return socketio.test_client(app, namespace=LINE, flask_test_client=reader.client)

    writer, reader, number = actor(anne), actor(bruno), conversation.id
    browsers = browser(bruno), browser(outsider)
    inside, outside = map(socket, browsers)
    assert inside.emit("enter", {"conversation": number}, namespace=LINE, callback=True)["ok"]
    refused = outside.emit("enter", {"conversation": number}, namespace=LINE, callback=True)
    assert (refused["ok"], refused["status"]) == (False, 404)
    deliver()
    inside.get_received(LINE)

    write_message(writer, number, "Une suite à ne pas dire.")
    deliver()

    (told,) = inside.get_received(LINE)
    assert told["name"] == "changed"
    assert told["args"][0] == {"conversation": number, "last_number": 2}
    assert outside.get_received(LINE) == []

    leave_conversation(reader, number)
    deliver()
    assert [event["name"] for event in inside.get_received(LINE)] == ["enter_again"]
    write_message(writer, number, "Encore une suite.")
    deliver()
    assert inside.get_received(LINE) == []
