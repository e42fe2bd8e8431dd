"""What is written in a case, sealed: each case has a key of its own, itself sealed under a key of the installation.

Without the key of the installation, rows and backups of the database hold nothing that can be read; once the sealed key
of a case is destroyed, nobody reads it any more (docs/decisions/sealed-cases.md). AES-GCM ties what is sealed to its
place: moved to another case, to another author, or from an aside into what all read, it no longer opens.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from flask_babel import gettext as _

from config import Settings, read_case_keys
from forum.core.errors import NotAllowed, Refused

KEY_BYTES, NONCE_BYTES = 32, 12
OF_DEVELOPMENT = b"mediation cases, outside production"

log = structlog.get_logger("mediation")


class SealBroken(Refused):
    """Something sealed does not open: its key is none of the installation's, or somebody altered it."""

    status = 503


@dataclass(frozen=True)
class Seal:
    """Seals and opens what is written in one case.

    Args:
        case_id: the case's number.
        key: its key, never kept otherwise than wrapped.
    """

    case_id: int
    key: bytes = field(repr=False)

    def close(self, words: str, place: str) -> str:
        """Seals words.

        Args:
            words: what was written.
            place: what they are and whose (`Entry.place`); to open them, the same must be said.
        """
        return encrypt(self.key, words.encode(), f"case:{self.case_id}:{place}")

    def open(self, sealed: str, place: str) -> str:
        """The words that were sealed at a place.

        Raises:
            SealBroken: they were sealed at another place, in another case, or were altered.
        """
        return decrypt(self.key, sealed, f"case:{self.case_id}:{place}").decode()


def new_seal(case_id: int) -> tuple[Seal, str]:
    """Makes the key of a case; gives what seals under it, and the wrapped key that the database keeps.

    Raises:
        NotAllowed: the site has no key of the installation yet.
    """
    seal = Seal(case_id, secrets.token_bytes(KEY_BYTES))
    return seal, wrap(seal)


def open_seal(case_id: int, wrapped: str) -> Seal:
    """Takes the key of a case out of what the database keeps.

    Raises:
        SealBroken: it was wrapped under a key that CASE_KEYS no longer names.
    """
    for key in installation_keys():
        try:
            return Seal(case_id, decrypt(key, wrapped, f"case-key:{case_id}"))
        except SealBroken:
            continue
    log.error("a case does not open: its key was wrapped under none of CASE_KEYS", case=case_id)
    raise SealBroken(_("Cette médiation ne peut pas être ouverte : une clé du site manque. L’administration le sait."))


def wrap(seal: Seal) -> str:
    """Seals the key of a case under the newest key of the installation."""
    return encrypt(installation_keys()[0], seal.key, f"case-key:{seal.case_id}")


def installation_keys() -> Sequence[bytes]:
    """The keys of the installation, the newest first; outside production, one is made of the key that signs.

    Raises:
        NotAllowed: production has none yet.
    """
    settings: Settings = current_app.config["SETTINGS"]
    given = read_case_keys(settings.case_keys)
    if given:
        return given
    if settings.is_production:
        log.error("CASE_KEYS: a key is needed before a mediation case is opened")
        raise NotAllowed(
            _("Les médiations ne sont pas encore ouvertes sur ce site : l’administration doit d’abord poser une clé.")
        )
    return [HKDF(SHA256(), KEY_BYTES, salt=None, info=OF_DEVELOPMENT).derive(settings.signing_key.encode())]


def encrypt(key: bytes, content: bytes, place: str) -> str:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, content, place.encode())).decode("ascii")


def decrypt(key: bytes, sealed: str, place: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(sealed)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError):
        raise SealBroken(_("Un texte de cette médiation ne peut plus être lu.")) from None
