"""The demonstration's people: accounts, roles, and the schools they belong to."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.accounts.passwords import hash_password
from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.core.events import record
from forum.demo.history import Happening
from forum.demo.texts import days_before
from forum.extensions import db
from forum.schools.events import MembershipAsked
from forum.schools.models import MembershipState, SchoolMembership
from forum.schools.services.membership import count_members

PASSWORD = "mediane-demo"  # noqa: S105  (known to all on purpose; never loaded in production)
FIRST_DAY = 75
"""How many days before today the first of them joined; the others came one a day."""


class People(dict[str, Person]):
    """The accounts, by the key that the data calls each of them by."""

    def __init__(self) -> None:
        super().__init__()
        self.actors: dict[str, Actor] = {}

    def actor(self, key: str) -> Actor:
        """The actor that a person is, looked up once: when all hold what they hold."""
        if key not in self.actors:
            self.actors[key] = actor_of(self[key])
        return self.actors[key]


def are_there() -> bool:
    """Says whether the demonstration was loaded: its people come with all the rest, in one transaction."""
    return db.session.scalar(select(Person.id).where(Person.email == "teacher@demo.example")) is not None


def hashed_password() -> str:
    """The hash that all of them share: hashing is slow on purpose, and once is enough."""
    return hash_password(PASSWORD)


def add_people(described: dict[str, dict[str, Any]], password_hash: str) -> People:
    """Adds the accounts, confirmed, with their roles of the site."""
    people = People()
    for number, (key, facts) in enumerate(described.items()):
        joined = days_before(FIRST_DAY - number % 20, "09:30")
        people[key] = Person(
            name=facts["name"],
            email=facts["email"],
            password_hash=password_hash,
            profession=facts["profession"],
            about=facts["about"],
            language=facts.get("language", "fr"),
            joined_at=joined,
            confirmed_at=joined,
        )
        db.session.add(people[key])
    db.session.flush()
    for key, facts in described.items():
        if "role" in facts:
            db.session.add(SiteRole(person_id=people[key].id, role=facts["role"], given_at=people[key].joined_at))
    return people


def add_memberships(described: dict[str, dict[str, Any]], people: People, schools: dict[str, int]) -> None:
    """Has people belong to their schools since they joined.

    That somebody was admitted is not recorded as an event: it is long past, and nobody is to be told of it now.
    """
    for key, facts in described.items():
        for uai in facts.get("schools", ()):
            is_referent = uai in facts.get("referent_of", ())
            admit(schools[uai], people[key].id, people[key].joined_at, is_referent=is_referent)


def requests(described: dict[str, dict[str, Any]], people: People, schools: dict[str, int]) -> list[Happening]:
    """Who asks to be admitted to a school, and still waits."""
    asked = days_before(1, "17:45")
    return [
        Happening(asked, partial(ask, schools[uai], people[key].id, facts["asks_words"], asked))
        for key, facts in described.items()
        for uai in facts.get("asks", ())
    ]


def admit(school_id: int, person_id: int, joined_at: datetime, *, is_referent: bool) -> None:
    membership = SchoolMembership(
        school_id=school_id,
        person_id=person_id,
        state=MembershipState.ADMITTED.value,
        is_referent=is_referent,
        asked_at=joined_at,
        admitted_at=joined_at,
    )
    db.session.add(membership)
    count_members(school_id, 1)


def ask(school_id: int, person_id: int, words: str, asked: datetime) -> None:
    db.session.add(SchoolMembership(school_id=school_id, person_id=person_id, words=words, asked_at=asked))
    record(MembershipAsked(school_id, person_id))
