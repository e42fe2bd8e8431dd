"""Rooms open by themselves, once, and their pages of school and community lead to them."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat.models import Room
from forum.chat.panels import room_of_community, room_of_school
from forum.communities.events import CommunityOpened
from forum.core import audience
from forum.core.actor import VISITOR
from forum.core.events import record
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.events import MemberAdmitted, SchoolsChanged
from forum.schools.models import School
from tests.chat.factories import make_community_room, make_school_room, say
from tests.factories import actor, make_person


def test_a_school_s_first_member_opens_its_room(app: Flask, deliver: Callable[[], int]) -> None:
    person = make_person()
    with transaction():
        school = School(name="Lycée Jean-Moulin", slug="lycee-jean-moulin", kind="lycée")
        db.session.add(school)
        db.session.flush()
        record(MemberAdmitted(school.id, person.id))
        record(MemberAdmitted(school.id, person.id))
    deliver()

    [room] = db.session.scalars(select(Room))
    assert (room.name, room.audience) == ("Lycée Jean-Moulin", audience.of_school(school.id))


def test_a_community_opens_with_its_room(app: Flask, deliver: Callable[[], int]) -> None:
    room = make_community_room("Co-éducation")
    with transaction():
        record(CommunityOpened(room.community_id or 0))
    deliver()

    assert [each.name for each in db.session.scalars(select(Room))] == ["Co-éducation"]


def test_a_room_is_named_as_its_school_is_today(app: Flask, deliver: Callable[[], int]) -> None:
    room = make_school_room("Ancien nom")
    with transaction():
        db.session.scalars(select(School)).one().name = "Nouveau nom"
        record(SchoolsChanged([room.school_id or 0]))
    deliver()

    db.session.refresh(room)
    assert room.name == "Nouveau nom"


def test_the_panel_of_a_school_shows_its_room_to_its_members_alone(
    app: Flask, room: Room, ines: Person, outsider: Person, statements: list[str]
) -> None:
    say(ines, room, "Le dernier mot.")
    member, stranger = actor(ines), actor(outsider)
    school_id = room.school_id or 0
    with app.test_request_context():
        statements.clear()
        shown = room_of_school(member, school_id)
        assert len(statements) == 1

        assert "Le dernier mot." in shown
        assert f"/rooms/{room.id}" in shown
        assert room_of_school(stranger, school_id) == ""
        assert room_of_school(VISITOR, school_id) == ""


def test_the_panel_of_a_community_shows_its_room_to_its_members_alone(app: Flask, ines: Person) -> None:
    room = make_community_room("Co-éducation", ines)
    with app.test_request_context():
        assert "Rien n’a encore été dit." in room_of_community(actor(ines), room.community_id or 0)
        assert room_of_community(actor(make_person()), room.community_id or 0) == ""
