"""Coming in: registering, confirming the address.

Nobody learns from an answer, or from how long it takes, whether an address has an account: each verb does the same
work whichever it is, and what differs is in a mail that only the holder of the address reads.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.accounts import attempts
from forum.accounts.addresses import check_address, normalise
from forum.accounts.events import AlreadyRegistered, ConfirmationAsked, ConfirmationDue, PersonChanged
from forum.accounts.links import Expired, Purpose, read_token
from forum.accounts.models import Person, Profession
from forum.accounts.passwords import check_password, hash_password, verify_password
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db


def register(address: str, name: str, profession: str, password: str, *, language: str, timezone: str) -> None:
    """Makes an account to be confirmed; or tells the holder of the address that there is one already.

    An account that was never confirmed is made anew: whoever holds the address confirms what was written last, and
    the links of earlier mails are worth nothing any more.

    Raises:
        Invalid: the address or the password can't be accepted, whether or not the address is known.
        TooMany: too many mails were asked for the address.
    """
    address = check_address(address)
    check_password(password, address=address, name=name)
    attempts.count_mail(address)
    fields = {
        "name": name,
        "profession": Profession(profession).value,
        "password_hash": hash_password(password),
        "language": language,
        "timezone": timezone,
    }
    try:
        keep_registration(address, fields)
    except IntegrityError:
        keep_registration(address, fields)  # somebody registered the same address in between: now it is known


def keep_registration(address: str, fields: dict[str, str]) -> None:
    with transaction():
        person = db.session.scalar(select(Person).where(Person.email == address).with_for_update())
        if person is not None and person.confirmed_at is not None:
            record(AlreadyRegistered(person.id))
            return
        if person is None:
            person = Person(email=address, **fields)
            db.session.add(person)
        else:
            for column, value in fields.items():
                setattr(person, column, value)
        db.session.flush()
        record(ConfirmationDue(person.id))


def ask_confirmation(address: str) -> None:
    """Asks for the confirming link again.

    Raises:
        TooMany: too many mails were asked for the address.
    """
    address = normalise(address)
    attempts.count_mail(address)
    with transaction():
        record(ConfirmationAsked(address))


def confirm(token: str, password: str) -> Person:
    """Confirms the address to which a link was sent, for whoever chose the password.

    The mail proves who holds the address, the password who asked for the account: somebody who registers another's
    address with a password of their own gets no account out of its holder's following the link.

    Raises:
        Expired: the link is too old, used or forged.
        Invalid: it is not the password that was chosen; the link still holds.
    """
    person = read_token(Purpose.CONFIRM, token)
    attempts.count_login(person.email)
    chosen = person.password_hash
    db.session.commit()  # hashing takes its time: no connection is held meanwhile
    if not verify_password(chosen, password):
        raise Invalid(
            "password",
            _("Ce n’est pas le mot de passe choisi à l’inscription. S’il est perdu, choisissez-en un nouveau."),
        )
    attempts.forget_logins(person.email)
    pending = update(Person).where(
        Person.id == person.id, Person.confirmed_at.is_(None), Person.password_hash == chosen
    )
    with transaction():
        if not db.session.execute(pending.values(confirmed_at=now()).returning(Person.id)).first():
            raise Expired
        record(PersonChanged(person.id))
        touch("people")
    return person
