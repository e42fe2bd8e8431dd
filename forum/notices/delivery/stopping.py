"""Addresses that mail no longer goes to: it came back, or its reader complained of it.

The mail server says so (`/mail-events`), and signs what it says. Notices and digests stop; the mails that a person asks
for themselves, such as the link that resets a password, still go.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from config import Settings
from forum.accounts.addresses import normalise
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotAllowed, NotFound
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import StoppedAddress

WINDOW_SECONDS = 300
MOST_EVENTS = 1_000
LONGEST_ADDRESS = 254
BOUNCE, COMPLAINT = "bounce", "complaint"


@dataclass(frozen=True)
class MailEvent:
    """What the mail server says of an address.

    Args:
        kind: "bounce" or "complaint".
        address: as people's are kept.
        is_for_good: there is no such box; one that is full, or away, will be tried again.
    """

    kind: str
    address: str
    is_for_good: bool


def check_signature(body: bytes, timestamp: str, signature: str) -> None:
    """Checks who says what was sent to `/mail-events`: HMAC-SHA256 of the timestamp, a full stop and the body.

    Args:
        body: as it came.
        timestamp: seconds since 1970, signed with it, so that what was overheard is worth nothing later.
        signature: in hexadecimal.

    Raises:
        NotFound: no key was set, so that nobody may.
        NotAllowed: it is signed by somebody else, or too old.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.mail_events_key:
        raise NotFound
    made = signature_of(settings.mail_events_key, timestamp, body)
    is_ours = hmac.compare_digest(made.encode(), signature.encode("utf-8", "replace"))
    is_fresh = timestamp.isascii() and timestamp.isdigit() and abs(time.time() - int(timestamp)) <= WINDOW_SECONDS
    if not (is_ours and is_fresh):
        raise NotAllowed


def signature_of(key: str, timestamp: str, body: bytes) -> str:
    """What the mail server signs its report with."""
    return hmac.new(key.encode(), timestamp.encode("utf-8", "replace") + b"." + body, hashlib.sha256).hexdigest()


def read_events(body: bytes) -> Sequence[MailEvent]:
    """Reads a report: a JSON list of `{"type": "bounce", "address": "a@example.org", "hard": true}`.

    Raises:
        Invalid: it is none, or says something else.
    """
    try:
        report = json.loads(body)
    except (ValueError, RecursionError):
        report = None
    if not isinstance(report, list) or len(report) > MOST_EVENTS:
        raise Invalid("events", _("Une liste d’au plus 1 000 événements est attendue, en JSON."))
    return [read_event(event) for event in report]


def read_event(event: Any) -> MailEvent:
    known = event if isinstance(event, dict) else {}
    kind, address = known.get("type"), known.get("address")
    if kind not in (BOUNCE, COMPLAINT) or not isinstance(address, str) or not 0 < len(address) <= LONGEST_ADDRESS:
        raise Invalid("events", _("Chaque événement porte un type, « bounce » ou « complaint », et une adresse."))
    return MailEvent(kind, normalise(address), known.get("hard") is True)


def stop_addresses(events: Sequence[MailEvent]) -> int:
    """Has notices and digests go no more to the addresses that do not work or complained; again, it changes nothing.

    Returns:
        how many addresses are stopped that were not.
    """
    reasons = {event.address: event.kind for event in events if event.kind == COMPLAINT or event.is_for_good}
    if not reasons:
        return 0
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    rows = [{"email": email, "reason": reason, "since": now()} for email, reason in sorted(reasons.items())]
    stopped = make(StoppedAddress).values(rows).on_conflict_do_nothing().returning(StoppedAddress.email)
    with transaction():
        return len(list(db.session.scalars(stopped)))


def stopped_address(actor: Actor) -> StoppedAddress | None:
    """Why mail no longer goes to the actor, if it does not."""
    return db.session.scalar(select(StoppedAddress).where(StoppedAddress.email == actor.email))


def try_again(actor: Actor) -> None:
    """Has mail go to the actor's address again: they have seen to it, or wish it after all."""
    require(actor, "account.settings")
    with transaction():
        db.session.execute(delete(StoppedAddress).where(StoppedAddress.email == actor.email))
