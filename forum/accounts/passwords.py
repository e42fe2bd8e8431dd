"""Passwords: what is accepted, and how it is kept.

Nothing here touches the database, since hashing is slow on purpose.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from forum.core.errors import Invalid

SHORTEST = 10
LONGEST = 200
FEWEST_DIFFERENT = 4
COMMON = Path(__file__).parent / "common_passwords.txt"
# OWASP's first choice for argon2id. More memory each would let a few dozen logins at once fill a small machine.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Hashes a password with argon2id. Takes some 20 ms: to be called outside any transaction."""
    return HASHER.hash(composed(password))


def verify_password(kept: str | None, password: str) -> bool:
    """Says whether a password is the one that was hashed.

    Args:
        kept: the hash, or None where there is no such account; the work is the same, so that time tells nothing.
        password: what was typed.
    """
    try:
        HASHER.verify(kept or hash_of_nobody(), composed(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Says whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


def check_password(password: str, *, field: str = "password", address: str = "", name: str = "") -> None:
    """Lets pass a password that can be chosen.

    Args:
        password: what was typed.
        field: the form's field that holds it.
        address, name: the person's, which are the first things that somebody else would try.

    Raises:
        Invalid: it is too short, too long, or too easy to guess.
    """
    if len(password) < SHORTEST:
        raise Invalid(field, _("Ce mot de passe est trop court : %(least)d caractères au moins.", least=SHORTEST))
    if len(password) > LONGEST:
        raise Invalid(field, _("Ce mot de passe est trop long : %(most)d caractères au plus.", most=LONGEST))
    lowered = composed(password).lower().strip()
    of_person = {address, address.partition("@")[0], name.lower()}
    if lowered in common_passwords() or lowered in of_person or len(set(lowered)) < FEWEST_DIFFERENT:
        raise Invalid(
            field, _("Ce mot de passe est trop facile à deviner. Choisissez par exemple une phrase de quatre mots.")
        )


def composed(password: str) -> str:
    """The same letters whichever way a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password)


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that everyone tries first, in lower case; read when first needed."""
    return frozenset(COMMON.read_text(encoding="utf-8").split("\n")) - {""}


@cache
def hash_of_nobody() -> str:
    return HASHER.hash("the password of nobody")
