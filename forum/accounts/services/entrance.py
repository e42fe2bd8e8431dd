"""Logging in, and finding one's way back when the password is lost."""

from __future__ import annotations

from sqlalchemy import func, select, update

from forum.accounts import attempts
from forum.accounts.addresses import normalise
from forum.accounts.events import ConfirmationDue, PersonChanged, ResetAsked
from forum.accounts.links import Expired, Purpose, read_token
from forum.accounts.models import Person
from forum.accounts.passwords import check_password, hash_password, is_outdated, verify_password
from forum.accounts.sessions import end_logins
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db


def identify(address: str, password: str) -> Person | None:
    """Finds who holds an address and a password; nobody, after the same work, where either is wrong.

    An account that was not confirmed is nobody's yet; with the right password, the link is sent again.

    Raises:
        TooMany: too many attempts on this address failed, known or not.
    """
    address = normalise(address)
    attempts.count_login(address)
    person = db.session.scalar(select(Person).where(Person.email == address))
    db.session.commit()  # hashing takes its time: no connection is held meanwhile
    if not verify_password(person.password_hash if person is not None else None, password) or person is None:
        return None
    if person.confirmed_at is None:
        if attempts.may_mail(address):
            with transaction():
                record(ConfirmationDue(person.id))
        return None
    attempts.forget_logins(address)
    if is_outdated(person.password_hash):
        replace_hash(person, hash_password(password))
    return person


def replace_hash(person: Person, hashed: str) -> None:
    """Keeps a hash of the same password made with today's parameters, unless the password changed meanwhile."""
    same = update(Person).where(Person.id == person.id, Person.password_hash == person.password_hash)
    with transaction():
        db.session.execute(same.values(password_hash=hashed))


def ask_reset(address: str) -> None:
    """Asks for the link with which another password can be chosen.

    Raises:
        TooMany: too many mails were asked for the address.
    """
    address = normalise(address)
    attempts.count_mail(address)
    with transaction():
        record(ResetAsked(address))


def reset_password(token: str, password: str) -> None:
    """Chooses another password by a link: ends every session, and confirms the address, since the mail arrived.

    Raises:
        Expired: the link is too old, used or forged.
        Invalid: the password can't be accepted; the link still holds.
    """
    person = read_token(Purpose.RESET, token)
    check_password(password, address=person.email, name=person.name)
    address, before = person.email, person.password_hash
    db.session.commit()
    hashed = hash_password(password)
    unchanged = update(Person).where(Person.id == person.id, Person.password_hash == before)
    chosen = unchanged.values(password_hash=hashed, confirmed_at=func.coalesce(Person.confirmed_at, now()))
    with transaction():
        if not db.session.execute(chosen.returning(Person.id)).first():
            raise Expired
        end_logins(person.id)
        record(PersonChanged(person.id))
        touch("people")
    attempts.forget_logins(address)
