"""The keys of feed readers: a program that can't log in shows one in the address that it asks for.

A key names its person and a number of theirs (`FeedKey`), signed. Changing the number ends every address made with it.
"""

from __future__ import annotations

import hmac
import secrets

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select

from forum.accounts.models import FeedKey, Person
from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db

SALT = "accounts.feeds"


def change_feed_key(actor: Actor) -> str:
    """Gives the actor a new key; the one before, if there was one, opens nothing any more.

    Raises:
        NotAllowed: see the rule "account.settings".
    """
    with transaction():
        require(actor, "account.settings")
        kept = db.session.get(FeedKey, actor.person_id, populate_existing=True)
        if kept is None:
            kept = FeedKey(person_id=actor.person_id, nonce="")
            db.session.add(kept)
        kept.nonce, kept.made_at = secrets.token_hex(16), now()
    return sign(kept)


def feed_key(actor: Actor) -> str:
    """The actor's key; empty where none was made yet."""
    kept = db.session.get(FeedKey, actor.person_id)
    return sign(kept) if kept is not None else ""


def reader_of(key: str) -> Actor | None:
    """Whom a key lets in, with their rights of this moment; nobody if it is forged, ended or of a closed account."""
    try:
        person_id, nonce = signer().loads(key)
    except (BadData, ValueError, TypeError):
        return None
    query = select(Person, FeedKey.nonce).join(FeedKey, FeedKey.person_id == Person.id)
    found = db.session.execute(query.where(Person.id == person_id, Person.confirmed_at.is_not(None))).first()
    if found is None or not hmac.compare_digest(str(nonce), found[1]):
        return None
    return actor_of(found[0])


def sign(kept: FeedKey) -> str:
    return str(signer().dumps([kept.person_id, kept.nonce]))


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=SALT)
