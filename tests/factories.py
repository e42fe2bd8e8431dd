"""People to test with. Each feature's own factories stand beside its tests."""

from __future__ import annotations

from itertools import count

from argon2 import PasswordHasher

from forum.accounts.models import Login, Person, Role, SiteRole
from forum.accounts.sessions import actor_of, fingerprint
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db

PASSWORD = "une phrase de passe assez longue"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
_numbers = count(1)


def make_person(name: str = "", *, email: str = "", role: Role | None = None, **fields: object) -> Person:
    """A person whose address is confirmed.

    Args:
        name: invented where none is given.
        email: likewise.
        role: a role of the whole site.
        fields: any other column.
    """
    number = next(_numbers)
    with transaction():
        person = Person(
            name=name or f"Camille Personne {number}",
            email=email or f"personne{number}@example.org",
            password_hash=HASH,
            **{"confirmed_at": now(), **fields},
        )
        db.session.add(person)
        db.session.flush()
        if role is not None:
            db.session.add(SiteRole(person_id=person.id, role=role.value))
    return person


def actor(person: Person) -> Actor:
    """The actor that a person is, as of now."""
    return actor_of(person)


def open_session(person: Person) -> str:
    """Logs a person in somewhere, as the login page would; gives what the session's cookie holds."""
    token = f"session-{next(_numbers)}"
    with transaction():
        db.session.add(Login(token_hash=fingerprint(token), person_id=person.id))
    return token
