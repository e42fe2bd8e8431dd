"""Pinning a thread on top of its space, for good or until a day is over."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread
from forum.discussions.services.holding.changing import change_thread


def pin_thread(actor: Actor, thread_id: int, until: datetime | None = None, reason: str = "") -> Thread:
    """Keeps a thread on top of its space.

    Args:
        until: when it goes down again by itself; never, where none is given.
        reason: for the log, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "thread.pin".
        Invalid: that moment is over already, or the reason is too long.
    """
    if until is not None and until <= now():
        raise Invalid("until", _("Ce jour est passé : choisissez-en un à venir, ou laissez vide."))
    reason = checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id, "thread.pin")
        pinned_at = thread.pinned_at or now()
        return change_thread(actor, Act.PIN, thread, reason, pinned_at=pinned_at, pinned_until=until)


def unpin_thread(actor: Actor, thread_id: int) -> Thread:
    """Lets a thread go down its space again.

    Raises:
        NotFound, NotAllowed: see the rule "thread.pin".
    """
    with transaction():
        thread = take_thread(actor, thread_id, "thread.pin")
        return change_thread(actor, Act.UNPIN, thread, pinned_at=None, pinned_until=None)
