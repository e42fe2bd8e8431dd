"""The mails of accounts, each in its reader's language. Links are signed as the mail is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from forum.accounts.events import AlreadyRegistered, ConfirmationAsked, ConfirmationDue, ResetAsked
from forum.accounts.links import Purpose, absolute, longest_seconds, make_token
from forum.accounts.models import Person
from forum.core import mailer
from forum.core.events import on
from forum.core.i18n import in_language
from forum.extensions import db


@on(ConfirmationDue, "mail")
def send_confirmations(events: Sequence[ConfirmationDue]) -> None:
    """Sends the confirming link to those who registered, and the other mail to those who confirmed meanwhile."""
    for person in people_of(event.person_id for event in events):
        send_confirmation(person)


@on(ConfirmationAsked, "mail")
def send_confirmations_again(events: Sequence[ConfirmationAsked]) -> None:
    """Sends the confirming link where the address has an account; nothing where it has none."""
    for person in people_at(event.address for event in events):
        send_confirmation(person)


@on(AlreadyRegistered, "mail")
def remind_of_account(events: Sequence[AlreadyRegistered]) -> None:
    """Tells the holder of an account that somebody registered with its address."""
    for person in people_of(event.person_id for event in events):
        send_reminder(person)


@on(ResetAsked, "mail")
def send_resets(events: Sequence[ResetAsked]) -> None:
    """Sends the link that resets the password where the address has an account; nothing where it has none."""
    for person in people_at(event.address for event in events):
        with in_language(person.language):
            link = absolute("accounts.reset", token=make_token(Purpose.RESET, person))
            minutes = longest_seconds(Purpose.RESET) // 60
            subject = _("Choisir un nouveau mot de passe")
            mailer.send(
                person.email, subject, "accounts/mail/reset", name=person.name, link=link, minutes=minutes, **home()
            )


def send_confirmation(person: Person) -> None:
    if person.confirmed_at is not None:
        send_reminder(person)
        return
    with in_language(person.language):
        link = absolute("accounts.confirm", token=make_token(Purpose.CONFIRM, person))
        hours = longest_seconds(Purpose.CONFIRM) // 3600
        subject = _("Confirmez votre adresse")
        mailer.send(person.email, subject, "accounts/mail/confirm", name=person.name, link=link, hours=hours, **home())


def send_reminder(person: Person) -> None:
    with in_language(person.language):
        mailer.send(
            person.email,
            _("Vous avez déjà un compte"),
            "accounts/mail/already",
            name=person.name,
            link=absolute("accounts.login"),
            reset_link=absolute("accounts.reset_request"),
            **home(),
        )


def home() -> dict[str, Any]:
    """What the foot of every mail shows."""
    return {"site": absolute("pages.about")}


def people_of(ids: Iterable[int]) -> list[Person]:
    return people(Person.id.in_(set(ids)))


def people_at(addresses: Iterable[str]) -> list[Person]:
    return people(Person.email.in_(set(addresses)))


def people(condition: ColumnElement[bool]) -> list[Person]:
    found = select(Person).where(condition).order_by(Person.id).execution_options(populate_existing=True)
    return list(db.session.scalars(found))
