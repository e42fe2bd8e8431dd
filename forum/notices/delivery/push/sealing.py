"""Sealing what is pushed, so that the browser alone reads it and the service that carries it does not (RFC 8291)."""

from __future__ import annotations

import os
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forum.notices.delivery.push.keys import point_of

RECORD = 4096
"""Bytes of a record (RFC 8188): one holds all that is pushed."""
LONGEST = 3_000
"""Bytes that every service carries, with room for the seal."""
LAST = b"\x02"
"""What ends the last record."""


def seal(
    message: bytes,
    browser_point: bytes,
    secret: bytes,
    *,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Seals a message for one browser.

    Args:
        message: 3,000 bytes at most.
        browser_point: the browser's public key, 65 bytes ("p256dh").
        secret: what the browser gave with it, 16 bytes ("auth").
        own: a key for this message alone; made where none is given.
        salt: 16 bytes, likewise.

    Raises:
        ValueError: the browser's key is no point of the curve, or the message is too long.
    """
    if len(message) > LONGEST:
        raise ValueError("too long to be pushed")
    own = own or ec.generate_private_key(ec.SECP256R1())
    salt = salt or os.urandom(16)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser_point)
    own_point = point_of(own.public_key())
    both = b"WebPush: info\x00" + browser_point + own_point
    shared = derive(own.exchange(ec.ECDH(), browser), secret, both, 32)
    key = derive(shared, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derive(shared, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + struct.pack("!IB", RECORD, len(own_point)) + own_point
    return head + AESGCM(key).encrypt(nonce, message + LAST, None)


def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
