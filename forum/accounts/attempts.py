"""How often one e-mail address may be tried or written to, whether it has an account or not."""

from __future__ import annotations

import hashlib

from flask_babel import gettext as _
from limits import RateLimitItem, parse

from forum.core import ratelimits
from forum.core.errors import TooMany

LOGINS = parse("10/15 minutes")
MAILS = parse("5/hour")


def count_login(address: str) -> None:
    """Counts an attempt to log in; forgotten when it succeeds.

    Raises:
        TooMany: ten attempts failed in a quarter of an hour.
    """
    if not hit(LOGINS, "logins", address):
        raise TooMany(
            _("Trop d’essais pour cette adresse. Attendez un quart d’heure, ou choisissez un nouveau mot de passe."),
            wait(LOGINS, "logins", address),
        )


def forget_logins(address: str) -> None:
    """Forgets the attempts on an address whose holder just logged in."""
    ratelimits.forget(LOGINS, "logins", key_of(address))


def count_mail(address: str) -> None:
    """Counts a mail asked for an address, so that nobody's box is filled through us.

    Raises:
        TooMany: five were asked for in an hour.
    """
    if not may_mail(address):
        words = _("Plusieurs messages ont déjà été demandés pour cette adresse. Attendez une heure.")
        raise TooMany(words, wait(MAILS, "mails", address))


def may_mail(address: str) -> bool:
    """Counts a mail that nobody asked for outright, and says whether it may go."""
    return hit(MAILS, "mails", address)


def hit(rate: RateLimitItem, what: str, address: str) -> bool:
    return ratelimits.hit(rate, what, key_of(address))


def wait(rate: RateLimitItem, what: str, address: str) -> int:
    """Seconds until one more is accepted."""
    return ratelimits.seconds_left(rate, what, key_of(address))


def key_of(address: str) -> str:
    # Addresses that were merely tried are nobody's to keep, even for an hour in Redis.
    return hashlib.sha256(address.encode()).hexdigest()[:32]
