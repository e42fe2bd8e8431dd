"""Files of a message are seen by those in its room, and what one began to write there waits for them."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable

from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.chat import services
from forum.chat.models import Message, Room
from forum.extensions import db
from forum.writing.models import Draft
from tests.browsing import Browser
from tests.chat.factories import leave_school, make_shared_room, say
from tests.core.test_uploads import picture
from tests.factories import actor, make_person
from tests.writing.asking import bring, keep, status_of

OpenBrowser = Callable[[Person], Browser]


def with_a_picture(browser: OpenBrowser, person: Person, room: Room) -> tuple[Message, str]:
    """A message that shows a picture, and the picture's address."""
    file = bring(browser(person), picture("PNG")).get_json()
    return say(person, room, f"La cour : {file['markdown']}"), file["url"]


def test_a_picture_is_seen_in_the_room_and_nowhere_else(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    message, url = with_a_picture(browser, ines, room)

    assert f'src="{url}"' in message.html
    assert status_of(browser(tanguy), url) == 200
    assert status_of(browser(outsider), url) == 404
    assert status_of(browser(make_person(role=Role.MEDIATOR)), url) == 404


def test_who_left_finds_the_files_no_more(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    _, url = with_a_picture(browser, ines, room)
    leave_school(tanguy, room)
    assert status_of(browser(tanguy), url) == 404

    shared = make_shared_room(ines, outsider)
    _, there = with_a_picture(browser, ines, shared)
    assert status_of(browser(outsider), there) == 200
    services.put_out(actor(ines), shared.id, outsider.id, "Ce n’est pas le lieu.")

    assert status_of(browser(outsider), there) == 404


def test_the_files_of_a_message_go_with_it(browser: OpenBrowser, room: Room, ines: Person, tanguy: Person) -> None:
    message, url = with_a_picture(browser, ines, room)
    services.hide_message(actor(make_person(role=Role.MEDIATOR)), message.id, "Une personne s’y reconnaît.")

    assert status_of(browser(tanguy), url) == 404
    assert status_of(browser(make_person(role=Role.MEDIATOR)), url) == 200, "who judges it sees it"
    services.restore_message(actor(make_person(role=Role.MEDIATOR)), message.id)
    services.delete_message(actor(ines), room.id, message.id)
    assert status_of(browser(tanguy), url) == 404


def test_without_scripts_a_file_goes_with_the_form(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person
) -> None:
    writer = browser(ines)
    sent = {"body": "La cour.", "client_id": uuid.uuid4().hex, "files": (io.BytesIO(picture("PNG")), "cour.png")}
    assert writer.post(f"/rooms/{room.id}/messages", sent).status == 200

    message = db.session.scalars(select(Message)).one()
    assert 'src="/files/' in message.html
    wrong = {"body": "Le plan.", "client_id": uuid.uuid4().hex, "files": (io.BytesIO(b"MZ"), "plan.exe")}
    refused = writer.post(f"/rooms/{room.id}/messages", wrong)
    assert refused.status == 422
    assert "Le plan." in refused.html
    assert len(db.session.scalars(select(Message)).all()) == 1


def test_a_file_of_somebody_else_is_not_taken_along(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    theirs = bring(browser(outsider), picture("PNG")).get_json()

    say(ines, room, theirs["markdown"])

    assert status_of(browser(tanguy), theirs["url"]) == 404


def test_what_one_began_to_write_waits_until_it_is_sent(
    browser: OpenBrowser, room: Room, ines: Person, outsider: Person
) -> None:
    writer, place = browser(ines), f"room:{room.id}"
    assert keep(writer, place, body="Je voulais dire").status_code == 200
    assert keep(browser(outsider), place, body="Moi aussi").status_code == 403

    [shown] = writer.get(f"/rooms/{room.id}").select("textarea[name=body]")
    assert shown.get_text().strip() == "Je voulais dire"
    assert "Message dans le salon « Collège des Ormeaux »" in writer.get("/drafts").text
    say(ines, room, "Je voulais dire bonjour.")

    assert db.session.scalars(select(Draft)).all() == []
