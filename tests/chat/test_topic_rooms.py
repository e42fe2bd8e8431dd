"""More rooms of a school or of a community: opened by who looks after them, for the same people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Room
from forum.chat.panels import room_of_school
from forum.core.errors import NotAllowed
from forum.core.events import record
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.events import MemberAdmitted, SchoolsChanged
from forum.schools.models import School
from tests.browsing import Browser
from tests.chat.factories import leave_school, make_referent, say
from tests.communities.factories import make_community, make_facilitator, make_member
from tests.factories import actor

OpenBrowser = Callable[[Person], Browser]


@pytest.fixture
def topic(room: Room, ines: Person) -> Room:
    """A second room of the school whose referent is Inès."""
    make_referent(ines, room)
    return services.open_topic_room(actor(ines), room.audience, "Stages de troisième", "Qui accueille qui")


def test_a_referent_opens_a_room_for_all_members_of_the_school(
    browser: OpenBrowser, room: Room, ines: Person, tanguy: Person, outsider: Person
) -> None:
    make_referent(ines, room)
    opener = browser(ines)
    page = opener.get(f"/rooms/new?place={room.audience}")
    assert page.select("select[name=place] option[selected]")[0]["value"] == room.audience

    opener.submit(page, with_field="name", name="Stages de troisième")

    opened = db.session.scalars(select(Room).where(Room.kind == "topic")).one()
    assert (opened.audience, opened.school_id) == (room.audience, room.school_id)
    assert browser(tanguy).get("/rooms").texts("ul.rows h3 a") == ["Collège des Ormeaux", "Stages de troisième"]
    assert browser(outsider).get(f"/rooms/{opened.id}").status == 404


def test_a_facilitator_opens_a_room_of_the_community(browser: OpenBrowser) -> None:
    community = make_community("Co-éducation")
    facilitator, member = make_facilitator(community), make_member(community)

    opened = services.open_topic_room(actor(facilitator), f"community:{community.id}", "Lectures")

    assert opened.community_id == community.id
    assert browser(member).get(f"/rooms/{opened.id}").status == 200
    with pytest.raises(NotAllowed):
        services.open_topic_room(actor(member), f"community:{community.id}", "La mienne")


@pytest.mark.parametrize("token", ["school:{id}", "school:999", "members", "public", "room:1", "school:x"])
def test_a_member_opens_no_room_for_others(token: str, browser: OpenBrowser, room: Room, tanguy: Person) -> None:
    member = browser(tanguy)
    place = token.format(id=room.school_id)

    page = member.get(f"/rooms/new?place={place}")
    assert [each["value"] for each in page.select("select[name=place] option")] == ["shared"]
    answer = member.submit(page, with_field="name", name="Un salon", place=place)

    assert answer.status == 422
    assert db.session.scalars(select(Room).where(Room.kind == "topic")).all() == []


def test_who_leaves_the_school_leaves_all_its_rooms(
    browser: OpenBrowser, topic: Room, room: Room, tanguy: Person
) -> None:
    assert browser(tanguy).get(f"/rooms/{topic.id}").status == 200

    leave_school(tanguy, room)

    for place in (topic, room):
        assert browser(tanguy).get(f"/rooms/{place.id}").status == 404


def test_a_school_s_new_name_is_its_first_room_s_alone(
    topic: Room, room: Room, ines: Person, deliver: Callable[[], int]
) -> None:
    with transaction():
        db.session.scalars(select(School).where(School.id == room.school_id)).one().name = "Nouveau nom"
        record(SchoolsChanged([room.school_id or 0]))
        record(MemberAdmitted(room.school_id or 0, ines.id))
    deliver()

    for place in (topic, room):
        db.session.refresh(place)
    assert (room.name, topic.name) == ("Nouveau nom", "Stages de troisième")
    assert len(db.session.scalars(select(Room).where(Room.school_id == room.school_id)).all()) == 2


def test_the_page_of_a_school_leads_its_members_to_all_its_rooms(
    app: Flask, topic: Room, room: Room, ines: Person, tanguy: Person, outsider: Person, statements: list[str]
) -> None:
    holder, member, stranger = actor(ines), actor(tanguy), actor(outsider)
    school_id = room.school_id or 0
    with app.test_request_context():
        statements.clear()
        shown = room_of_school(member, school_id)
        assert len(statements) == 1
        assert "Stages de troisième" in shown
        assert "Ouvrir un autre salon" not in shown
        assert "Ouvrir un autre salon" in room_of_school(holder, school_id)
        assert room_of_school(stranger, school_id) == ""


def test_a_closed_room_is_read_and_no_longer_written(
    browser: OpenBrowser, topic: Room, ines: Person, tanguy: Person
) -> None:
    say(tanguy, topic, "Avant de fermer.")
    holder = browser(ines)
    holder.submit(holder.get(f"/rooms/{topic.id}/settings"), "/close")

    page = browser(tanguy).get(f"/rooms/{topic.id}")
    assert "Avant de fermer." in page.main
    refused = browser(tanguy).post(f"/rooms/{topic.id}/messages", {"body": "Encore.", "client_id": "0" * 32})
    assert refused.status == 403
    assert "Ce salon est fermé" in refused.text
    holder.submit(holder.get(f"/rooms/{topic.id}/settings"), "/reopen")

    assert browser(tanguy).post(f"/rooms/{topic.id}/messages", {"body": "Encore.", "client_id": "0" * 32}).status == 200
