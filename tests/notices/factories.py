"""A school's space with those who belong to it, what one was told, and a bell that listens, to test with."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.core import audience
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.services import open_space
from forum.extensions import db, socketio
from forum.notices.models import Notice
from forum.notices.words import words_of
from forum.schools.events import MemberLeft
from forum.schools.models import MembershipState, School, SchoolMembership
from tests.browsing import Browser, apart

_numbers = count(1)


def make_school_space(*members: Person) -> Space:
    """The space of a new school, with those who belong to it."""
    with transaction():
        school = School(name="Collège des Ormeaux", slug=f"college-{next(_numbers)}", kind="collège")
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
    return open_space(school.name, audience.of_school(school.id), school_id=school.id)


def leave_school(person: Person, space: Space) -> None:
    """Ends somebody's membership of a space's school."""
    of_person = (SchoolMembership.person_id == person.id) & (SchoolMembership.school_id == space.school_id)
    with transaction():
        db.session.execute(update(SchoolMembership).where(of_person).values(state=MembershipState.ENDED.value))
        record(MemberLeft(space.school_id or 0, person.id))


def told(person: Person) -> list[tuple[str, str]]:
    """What a person was told, oldest first, and why: the sentence and the reason."""
    db.session.expire_all()
    found = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id)
    return [
        (words_of(notice.kind, notice.facts).replace("\u00a0", " "), notice.reason)
        for notice in db.session.scalars(found)
    ]


def reasons(person: Person) -> list[str]:
    """Why a person was told what they were, oldest first."""
    return [reason for _words, reason in told(person)]


class Bell:
    """The bell of one open page."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        self.client: SocketIOTestClient = apart(
            lambda: socketio.test_client(app, namespace="/notices", flask_test_client=browser.client)
        )

    @property
    def is_open(self) -> bool:
        return bool(self.client.is_connected("/notices"))

    def heard(self) -> Sequence[object]:
        """What was pushed since the last look: each event's name with its facts."""
        pushed = self.client.get_received("/notices")
        return [(each["name"], each["args"][0] if isinstance(each["args"], list) else each["args"]) for each in pushed]

    def close(self) -> None:
        if self.is_open:
            apart(lambda: self.client.disconnect("/notices"))
