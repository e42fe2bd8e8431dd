"""The signed links of mails: confirming an address, resetting a password. Each holds until used, and not for long."""

from __future__ import annotations

import hashlib
import hmac
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer

from config import Settings
from forum.accounts.models import Person
from forum.core.errors import Refused
from forum.extensions import db


class Purpose(StrEnum):
    """What a link is for; a link of one purpose is worth nothing for another."""

    CONFIRM = "accounts.confirm"
    RESET = "accounts.reset"


class Expired(Refused):
    """A link that grew too old, was used, or was never made by us."""

    status = 410

    def __init__(self) -> None:
        super().__init__(_("Ce lien a expiré. Demandez-en un nouveau."))


def make_token(purpose: Purpose, person: Person) -> str:
    """Signs a link's token, bound to the present password, so that choosing another one ends it."""
    return str(signer(purpose).dumps([person.id, stamp(person)]))


def read_token(purpose: Purpose, token: str) -> Person:
    """Finds whom a link was sent to.

    Raises:
        Expired: it is too old, used or forged; or the address is already confirmed, where it was to confirm it.
    """
    try:
        person_id, stamped = signer(purpose).loads(token, max_age=longest_seconds(purpose))
    except (BadData, ValueError, TypeError):
        raise Expired from None
    person = db.session.get(Person, person_id, populate_existing=True)
    if person is None or not hmac.compare_digest(str(stamped), stamp(person)):
        raise Expired
    if purpose is Purpose.CONFIRM and person.confirmed_at is not None:
        raise Expired
    return person


def signer(purpose: Purpose, **options: Any) -> URLSafeTimedSerializer:
    """What signs and reads the tokens of a purpose."""
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=purpose.value, **options)


def longest_seconds(purpose: Purpose) -> int:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.confirmation_hours * 3600 if purpose is Purpose.CONFIRM else settings.reset_minutes * 60


def stamp(person: Person) -> str:
    return hashlib.sha256(person.password_hash.encode()).hexdigest()[:24]


def absolute(endpoint: str, **values: Any) -> str:
    """The whole address of a page, for mail, which is written outside any request."""
    return on_site(current_app.url_map.bind("").build(endpoint, values))


def on_site(path: str) -> str:
    """The whole address of a path of the site."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.address + path
