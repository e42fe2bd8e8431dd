"""A room between schools: opened by anybody, entered by invitation, left at will, read by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person, Role
from forum.chat import services
from forum.chat.models import Room, RoomMember, RoomRole
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browsing import Browser
from tests.chat.factories import Socket, make_shared_room, say, told
from tests.factories import actor, make_person

OpenBrowser = Callable[[Person], Browser]
OpenSocket = Callable[[Person], Socket]


def only_shared() -> Room:
    return db.session.scalars(select(Room).where(Room.kind == "shared")).one()


def test_a_member_opens_a_room_and_invites_people_of_other_schools(
    browser: OpenBrowser, room: Room, ines: Person, outsider: Person
) -> None:
    opener = browser(ines)
    page = opener.get("/rooms/new")
    answer = opener.submit(
        page, with_field="name", name="Persévérance", purpose="La semaine d’avril.", people=f"@{outsider.handle}"
    )

    opened = only_shared()
    assert answer.status == 200
    assert opened.audience == audience.of_room(opened.id)
    assert told(outsider) == ["Inès Roche vous invite dans le salon « Persévérance »."]
    assert browser(outsider).get(f"/rooms/{opened.id}").status == 404, "an invitation opens nothing yet"


def test_who_accepts_reads_all_and_has_nothing_unread(browser: OpenBrowser, ines: Person, outsider: Person) -> None:
    opened = make_shared_room(ines, name="Persévérance")
    say(ines, opened, "Avant vous.")
    services.invite_people(actor(ines), opened.id, [outsider.handle or ""])
    guest = browser(outsider)

    page = guest.get(f"/rooms/{opened.id}/invitation")
    assert "Inès Roche vous invite" in page.main
    assert "Avant vous." not in page.html
    entered = guest.submit(page, "/accept")

    assert "Avant vous." in entered.main
    assert "Vous êtes dans le salon." in entered.text
    assert guest.get("/rooms").texts("ul.rows h3 a")[-1] == "Persévérance"
    assert "non lu" not in guest.get("/rooms").main
    assert told(outsider) == []
    assert guest.get(f"/rooms/{opened.id}/invitation").status == 404


def test_who_declines_is_not_asked_again_for_a_week(browser: OpenBrowser, ines: Person, outsider: Person) -> None:
    opened = make_shared_room(ines)
    services.invite_people(actor(ines), opened.id, [outsider.handle or ""])
    guest, holder = browser(outsider), browser(ines)
    guest.submit(guest.get(f"/rooms/{opened.id}/invitation"), "/decline")

    again = holder.submit(holder.get(f"/rooms/{opened.id}/people"), "/invitations", people=outsider.handle)
    assert again.status == 422
    assert "a décliné votre invitation il y a peu" in again.main
    assert again.select("[name=people]")[0]["value"] == outsider.handle
    with transaction():
        db.session.scalars(select(RoomMember).where(RoomMember.person_id == outsider.id)).one().left_at = (
            now() - timedelta(days=8)
        )
    later = holder.submit(holder.get(f"/rooms/{opened.id}/people"), "/invitations", people=outsider.handle)

    assert "L’invitation est partie." in later.text
    assert len(told(outsider)) == 1


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ("@personne-de-ce-nom", "Personne ne s’appelle « @personne-de-ce-nom » ici."),
        ("", "Dites qui vous invitez."),
        (" ".join(f"@x{number}" for number in range(31)), "30 personnes au plus à la fois."),
    ],
)
def test_what_is_no_invitation_is_refused_beside_its_field(
    people: str, words: str, browser: OpenBrowser, ines: Person
) -> None:
    opened = make_shared_room(ines)
    holder = browser(ines)

    answer = holder.submit(holder.get(f"/rooms/{opened.id}/people"), "/invitations", people=people)

    assert answer.status == 422
    assert words in answer.text
    assert db.session.scalar(select(func.count()).select_from(RoomMember)) == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "  ", "Donnez un nom au salon."),
        ("name", "x" * 81, "80 caractères au plus"),
        ("purpose", "x" * 201, "200 caractères au plus"),
        ("place", "school:999", "n’est pas"),
    ],
)
def test_a_room_that_can_t_be_opened_keeps_what_was_typed(
    field: str, typed: str, words: str, browser: OpenBrowser, ines: Person
) -> None:
    opener = browser(ines)

    given = {"name": "Un nom", "purpose": "Une ligne", field: typed}
    answer = opener.submit(opener.get("/rooms/new"), with_field="name", **given)

    assert answer.status == 422
    if field != "place":
        assert words in answer.text
    assert "Une ligne" in answer.html or field == "purpose"
    assert db.session.scalars(select(Room).where(Room.kind == "shared")).all() == []


def test_the_same_form_sent_twice_opens_one_room(browser: OpenBrowser, ines: Person) -> None:
    opener = browser(ines)
    page = opener.get("/rooms/new")

    for _ in range(2):
        assert opener.submit(page, with_field="name", name="Une fois").status == 200

    assert only_shared().name == "Une fois"


def test_only_holders_invite(ines: Person, tanguy: Person, outsider: Person, browser: OpenBrowser) -> None:
    opened = make_shared_room(ines, tanguy)

    answer = browser(tanguy).post(f"/rooms/{opened.id}/invitations", {"people": outsider.handle})

    assert answer.status == 403
    assert told(outsider) == []
    assert not browser(tanguy).get(f"/rooms/{opened.id}/people").select("form[action$='/invitations']")


def test_an_invitation_is_called_off(browser: OpenBrowser, ines: Person, outsider: Person) -> None:
    opened = make_shared_room(ines)
    services.invite_people(actor(ines), opened.id, [outsider.handle or ""])
    holder = browser(ines)

    holder.submit(holder.get(f"/rooms/{opened.id}/people"), "/call-off")

    assert told(outsider) == []
    assert browser(outsider).get(f"/rooms/{opened.id}/invitation").status == 404


def test_who_is_put_out_is_told_why_and_may_be_brought_back(browser: OpenBrowser, ines: Person, tanguy: Person) -> None:
    opened = make_shared_room(ines, tanguy, name="Persévérance")
    holder, url = browser(ines), f"/rooms/{opened.id}/people/{tanguy.id}/put-out"
    assert holder.submit(holder.get(url), with_field="reason", reason=" ").status == 422

    holder.submit(holder.get(url), with_field="reason", reason="Ce n’est pas le lieu.")

    assert told(tanguy) == ["Vous n’êtes plus dans le salon « Persévérance ». Motif : Ce n’est pas le lieu."]
    assert browser(tanguy).get(f"/rooms/{opened.id}").status == 404
    holder.submit(holder.get(f"/rooms/{opened.id}/acts"), "/undo")
    assert browser(tanguy).get(f"/rooms/{opened.id}").status == 200
    assert told(tanguy) == []


def test_a_room_is_never_left_without_somebody_to_hold_it(
    browser: OpenBrowser, ines: Person, tanguy: Person, outsider: Person
) -> None:
    opened = make_shared_room(ines, tanguy, outsider)
    leaver = browser(ines)

    leaver.submit(leaver.get(f"/rooms/{opened.id}/leave"), "/leave")
    holders = select(RoomMember.person_id).where(RoomMember.role == RoomRole.HOLDER.value)
    assert list(db.session.scalars(holders)) == [tanguy.id]
    services.leave_room(actor(tanguy), opened.id)
    services.leave_room(actor(outsider), opened.id)

    db.session.refresh(opened)
    assert opened.closed_at is not None


def test_no_role_of_the_site_opens_a_shared_room_or_shows_its_people(
    browser: OpenBrowser, ines: Person, socket: OpenSocket
) -> None:
    opened = make_shared_room(ines)
    say(ines, opened, "Entre nous.")
    for role in (Role.MEDIATOR, Role.ADMINISTRATOR):
        stranger = make_person(role=role)
        assert browser(stranger).get(f"/rooms/{opened.id}").status == 404
        assert browser(stranger).get(f"/rooms/{opened.id}/people").status == 404
        assert socket(stranger).send("enter", room=opened.id)["status"] == 404


def test_the_people_of_a_room_cost_the_same_however_many(
    app: Flask, browser: OpenBrowser, ines: Person, statements: list[str]
) -> None:
    opened = make_shared_room(ines)
    holder, costs = browser(ines), []
    url = f"/rooms/{opened.id}/people"
    holder.get(url)
    for _ in range(2):
        statements.clear()
        assert holder.get(url).status == 200
        costs.append(len(statements))
        for _number in range(5):
            services.invite_people(actor(ines), opened.id, [make_person().handle or ""])

    assert costs[0] == costs[1] <= 8
