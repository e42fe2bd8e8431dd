"""Messages go into the draft of a discussion, quoted and credited, where nobody reads them who is not in the room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Room
from forum.core import audience
from forum.core.errors import Invalid
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import open_space
from forum.extensions import db
from forum.writing.models import Draft
from tests.browsing import Browser
from tests.chat.factories import make_shared_room, say, told
from tests.discussions.factories import make_space
from tests.factories import actor
from tests.writing.asking import keep

OpenBrowser = Callable[[Person], Browser]
Deliver = Callable[[], int]


@pytest.fixture
def space(room: Room) -> Space:
    """The space of the room's school, among spaces that others read."""
    make_space("Ouvert à tous")
    make_space("Entre membres", audience.MEMBERS)
    return open_space("Collège des Ormeaux", room.audience, "Entre nous.", school_id=room.school_id)


def lift(person: Person, room: Room, space: Space, *messages: int) -> str:
    services.lift_messages(actor(person), room.id, messages, space.id)
    [draft] = db.session.scalars(select(Draft).where(Draft.person_id == person.id))
    return str(draft.fields["body"])


def test_messages_are_quoted_in_order_with_who_said_them(
    room: Room, space: Space, ines: Person, tanguy: Person
) -> None:
    first, second = say(ines, room, "On a essayé.\n\nDeux fois."), say(tanguy, room, "Et alors ?")

    body = lift(tanguy, room, space, second.id, first.id)

    assert body == (
        f"> [Inès Roche](/messages/{first.id})\u00a0:\n> On a essayé.\n>\n> Deux fois.\n\n"
        f"> [Tanguy Le Goff](/messages/{second.id})\u00a0:\n> Et alors ?\n\n"
    )


def test_by_the_page_the_draft_opens_and_those_quoted_are_told_once_it_is_published(
    browser: OpenBrowser, room: Room, space: Space, ines: Person, tanguy: Person, deliver: Deliver
) -> None:
    message = say(ines, room, "On a essayé.")
    writer = browser(tanguy)
    page = writer.get(f"/rooms/{room.id}/lift?pick={message.id}")
    assert page.texts("select[name=space] option") == ["Collège des Ormeaux"]

    composer = writer.submit(page, "/lift")
    assert "On a essayé." in composer.select("textarea[name=body]")[0].get_text()
    deliver()
    assert told(ines) == [], "a draft is nobody else's business"
    writer.submit(composer, with_field="body", title="Ce que nous avons essayé")
    deliver()

    thread = db.session.scalars(select(Thread)).one()
    assert thread.audience == room.audience
    assert f'href="/messages/{message.id}"' in db.session.scalars(select(Post)).one().html
    assert told(ines)[-1] == (
        "Tanguy Le Goff reprend ce que vous avez dit dans un salon, dans la discussion « Ce que nous avons essayé »."
    )


def test_what_was_begun_stands_above_what_is_lifted(
    browser: OpenBrowser, room: Room, space: Space, ines: Person
) -> None:
    keep(browser(ines), f"space:{space.id}", title="Mon titre", body="Mon début.")

    body = lift(ines, room, space, say(ines, room, "La suite.").id)

    assert body.startswith("Mon début.\n\n> [Inès Roche]")
    assert db.session.scalars(select(Draft)).one().fields["title"] == "Mon titre"


def test_what_is_said_in_a_room_is_shown_to_no_others(
    browser: OpenBrowser, room: Room, space: Space, ines: Person, tanguy: Person
) -> None:
    message = say(ines, room)
    for wider in db.session.scalars(select(Space).where(Space.id != space.id)).all():
        with pytest.raises(Invalid):
            services.lift_messages(actor(tanguy), room.id, [message.id], wider.id)
    shared = make_shared_room(ines, tanguy)

    assert "Aucun espace ne convient" in browser(tanguy).get(f"/rooms/{shared.id}/lift").main
    assert db.session.scalars(select(Draft)).all() == []


def test_what_can_t_be_lifted_is_refused_with_the_reason(
    browser: OpenBrowser, room: Room, space: Space, ines: Person, tanguy: Person, outsider: Person
) -> None:
    gone, elsewhere = say(ines, room, "Regrettable."), say(ines, make_shared_room(ines, outsider), "Ailleurs.")
    kept = say(ines, room, "Utile.")
    services.delete_message(actor(ines), room.id, gone.id)
    writer, url = browser(tanguy), f"/rooms/{room.id}/lift"

    nothing = writer.post(url, {"space": space.id})
    assert (nothing.status, "Choisissez au moins un message." in nothing.main) == (422, True)
    for other in (gone, elsewhere):
        refused = writer.post(url, {"space": space.id, "messages": [kept.id, other.id]})
        assert (refused.status, "ne peut plus être lu" in refused.main) == (422, True)
        assert refused.select(f"input[value='{kept.id}'][checked]")
    assert writer.post(url, {"space": "x", "messages": [kept.id]}).status == 422
    assert writer.post(url, {"space": space.id, "messages": list(range(31))}).status == 422
    assert "Regrettable" not in writer.get(url).html
    assert browser(outsider).get(url).status == 404
    assert db.session.scalars(select(Draft)).all() == []
