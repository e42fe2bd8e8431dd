"""What whoever runs the site does to accounts, from the command line."""

from __future__ import annotations

from sqlalchemy import delete, select

from forum.accounts.addresses import check_address, normalise
from forum.accounts.events import PersonChanged
from forum.accounts.models import Person, Profession, Role, SiteRole
from forum.accounts.passwords import check_password, hash_password
from forum.core.changes import touch
from forum.core.errors import Conflict, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db


def add_person(address: str, name: str, profession: Profession, password: str) -> Person:
    """Adds an account that needs no confirming.

    Raises:
        Invalid: the address or the password can't be accepted.
        Conflict: the address has an account.
    """
    address = check_address(address)
    check_password(password, address=address, name=name)
    hashed = hash_password(password)
    with transaction():
        if db.session.scalar(select(Person.id).where(Person.email == address)) is not None:
            raise Conflict
        person = Person(email=address, name=name, profession=profession.value, password_hash=hashed, confirmed_at=now())
        db.session.add(person)
        db.session.flush()
        record(PersonChanged(person.id))
        touch("people")
    return person


def give_role(address: str, role: Role) -> bool:
    """Gives a role of the whole site; says whether that changed anything.

    Raises:
        NotFound: no account has the address.
    """
    with transaction():
        person_id = id_of(address)
        if db.session.get(SiteRole, (person_id, role.value)) is not None:
            return False
        db.session.add(SiteRole(person_id=person_id, role=role.value))
    return True


def take_role(address: str, role: Role) -> bool:
    """Takes a role back; says whether that changed anything.

    Raises:
        NotFound: no account has the address.
    """
    with transaction():
        held = delete(SiteRole).where(SiteRole.person_id == id_of(address), SiteRole.role == role.value)
        return db.session.execute(held.returning(SiteRole.role)).first() is not None


def id_of(address: str) -> int:
    person_id = db.session.scalar(select(Person.id).where(Person.email == normalise(address)))
    if person_id is None:
        raise NotFound
    return person_id
