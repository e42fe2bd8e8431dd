"""The key that our web push is signed with (VAPID, RFC 8292): made once, kept under DATA_DIR, or given as a setting.

Browsers tie a subscription to it: another key ends them all.
"""

from __future__ import annotations

import base64
import json
import time
from email.utils import parseaddr

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from flask import current_app

from config import Settings, write_once

FILE = "push-key.pem"
GOOD_FOR_SECONDS = 12 * 3600
"""Half of the day that a signature may be good for at most."""
EXTENSION = "push-key"


def private_key() -> ec.EllipticCurvePrivateKey:
    """The key of the application at hand, read once."""
    known: dict[str, ec.EllipticCurvePrivateKey] = current_app.extensions.setdefault(EXTENSION, {})
    if EXTENSION not in known:
        known[EXTENSION] = read_key(current_app.config["SETTINGS"])
    return known[EXTENSION]


def read_key(settings: Settings) -> ec.EllipticCurvePrivateKey:
    """Reads the key, made first where there is none.

    Raises:
        ValueError: what was given is no key of the curve P-256.
    """
    kept = settings.data_dir / FILE
    if not settings.push_key and not kept.exists():
        made = ec.generate_private_key(ec.SECP256R1())
        pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_once(kept, pem.decode("ascii"))
    found = load_pem_private_key((settings.push_key or kept.read_text(encoding="ascii")).encode(), password=None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{kept}: a private key of the curve P-256 is needed")
    return found


def public_key() -> str:
    """What browsers are given to subscribe with: the point of the key, uncompressed, in base64url."""
    return unpadded(point_of(private_key().public_key()))


def authorization(service: str) -> str:
    """Signs a request to a push service.

    Args:
        service: its origin: "https://updates.push.services.mozilla.com".
    """
    settings: Settings = current_app.config["SETTINGS"]
    claims = {
        "aud": service,
        "exp": int(time.time()) + GOOD_FOR_SECONDS,
        "sub": f"mailto:{parseaddr(settings.mail_from)[1]}",
    }
    parts = [
        unpadded(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    ]
    signed = private_key().sign(".".join(parts).encode(), ec.ECDSA(hashes.SHA256()))
    signature = b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(signed))
    return f"vapid t={'.'.join([*parts, unpadded(signature)])}, k={public_key()}"


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """The 65 bytes of a public key."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def unpadded(raw: bytes) -> str:
    """Bytes in base64url without its padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def from_unpadded(text: str) -> bytes:
    """The bytes of base64url, with or without its padding.

    Raises:
        ValueError: it is none.
    """
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
