"""Rooms, those who are in them and what is said, to test with; and a socket such as scripts open."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from itertools import count
from typing import Any

from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Message, Room
from forum.communities.models import Community, CommunityMembership
from forum.core.events import deliver_outbox, record
from forum.core.models import now
from forum.core.policy import visible
from forum.core.transactions import transaction
from forum.extensions import db, socketio
from forum.notices.models import Notice
from forum.notices.words import words_of
from forum.schools.events import MemberLeft
from forum.schools.models import MembershipState, School, SchoolMembership
from tests.browsing import Browser, apart
from tests.factories import actor

_numbers = count(1)


def make_school_room(name: str = "Collège des Ormeaux", *members: Person) -> Room:
    """The room of a new school, with those who belong to it."""
    with transaction():
        school = School(name=name, slug=f"ecole-{next(_numbers)}", kind="collège")
        db.session.add(school)
        db.session.flush()
        for person in members:
            db.session.add(
                SchoolMembership(
                    school_id=school.id,
                    person_id=person.id,
                    state=MembershipState.ADMITTED.value,
                    admitted_at=now(),
                )
            )
    services.open_school_room(school.id)
    return db.session.scalars(select(Room).where(Room.school_id == school.id)).one()


def make_community_room(name: str = "Alternatives à l’exclusion", *members: Person, slug: str = "") -> Room:
    """The room of a new community, with those who belong to it."""
    with transaction():
        community = Community(name=name, slug=slug or f"communaute-{next(_numbers)}")
        db.session.add(community)
        db.session.flush()
        db.session.add_all(CommunityMembership(community_id=community.id, person_id=person.id) for person in members)
    services.open_community_room(community.id)
    return db.session.scalars(select(Room).where(Room.community_id == community.id)).one()


def make_shared_room(opener: Person, *members: Person, name: str = "Semaine de la persévérance") -> Room:
    """A room between schools, held by who opened it, with those who accepted to be in it."""
    room = services.open_shared_room(actor(opener), name, "La préparer ensemble", [one.handle or "" for one in members])
    for member in members:
        services.accept_invitation(actor(member), room.id)
    return room


def make_referent(person: Person, room: Room) -> None:
    """Has a member of a room's school be its referent, and so hold its rooms."""
    with transaction():
        held = select(SchoolMembership).where(
            SchoolMembership.person_id == person.id, SchoolMembership.school_id == room.school_id
        )
        db.session.scalars(held).one().is_referent = True


def say(
    person: Person, room: Room, body: str = "Bonjour à toutes et à tous.", *, reply_to: int | None = None
) -> Message:
    return services.say(actor(person), room.id, uuid.uuid4().hex, body, reply_to=reply_to)


def told(person: Person) -> list[str]:
    """What a person was told and sees still, in words, oldest first."""
    seen = visible(actor(person), Notice)
    notices = db.session.scalars(select(Notice).where(Notice.person_id == person.id, seen).order_by(Notice.id))
    return [words_of(notice.kind, notice.facts).replace("\u00a0", " ") for notice in notices]


def leave_school(person: Person, room: Room) -> None:
    """Ends somebody's membership of a room's school, and has it known."""
    with transaction():
        held = select(SchoolMembership).where(
            SchoolMembership.person_id == person.id, SchoolMembership.school_id == room.school_id
        )
        db.session.scalars(held).one().state = MembershipState.ENDED.value
        record(MemberLeft(room.school_id or 0, person.id))
    deliver_outbox()


class Socket:
    """One open page's socket."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        self.client: SocketIOTestClient = apart(
            lambda: socketio.test_client(app, namespace="/rooms", flask_test_client=browser.client)
        )

    @property
    def is_open(self) -> bool:
        return bool(self.client.is_connected("/rooms"))

    def send(self, event: str, facts: object = None, **more: object) -> dict[str, Any]:
        """Sends an event and gives its acknowledgement."""
        sent = more if facts is None else facts
        return apart(lambda: self.client.emit(event, sent, namespace="/rooms", callback=True))

    def received(self, event: str) -> list[Mapping[str, Any]]:
        """What was pushed since the last look, of one kind."""
        pushed = [each["args"] for each in self.client.get_received("/rooms") if each["name"] == event]
        return [args[0] if isinstance(args, list) else args for args in pushed]

    def close(self) -> None:
        if self.is_open:
            apart(lambda: self.client.disconnect("/rooms"))
