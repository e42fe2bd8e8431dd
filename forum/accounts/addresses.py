"""E-mail addresses, each in one form only, so that one address is one account."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from forum.core.errors import Invalid

LONGEST = 254


def normalise(text: str) -> str:
    """The form in which an address is kept and looked for: NFC, no white space around, lower case, ASCII domain."""
    address = unicodedata.normalize("NFC", text).strip().lower()
    try:
        return read(address)
    except EmailNotValidError:
        return address


def check_address(text: str) -> str:
    """Gives the normalised form of an address that mail can be sent to.

    Raises:
        Invalid: it isn't written as an address is.
    """
    try:
        return read(unicodedata.normalize("NFC", text).strip().lower())
    except EmailNotValidError:
        raise Invalid(
            "email", _("Cette adresse n’est pas complète. Elle s’écrit comme prenom.nom@exemple.fr.")
        ) from None


def read(address: str) -> str:
    # No look-up of the domain: the mail of confirmation says better whether the address works, and an answer that
    # waited for a name server would tell one address from another.
    found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    return (found.ascii_email or found.normalized).lower()
