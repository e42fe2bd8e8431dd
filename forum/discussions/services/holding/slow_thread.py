"""Slow mode: between two posts of the same person in a thread, some time passes."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread
from forum.discussions.services.holding.changing import change_thread

MINUTES = (0, 1, 5, 15, 60)
"""What a holder can choose; 0 where nobody waits."""


def slow_thread(actor: Actor, thread_id: int, minutes: int, reason: str = "") -> Thread:
    """Has each person wait between two posts in a thread; its holders never wait (`reply` sees to it).

    Args:
        minutes: one of `MINUTES`.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: minutes or reason can't be accepted.
    """
    if minutes not in MINUTES:
        raise Invalid("minutes", _("Choisissez une durée de la liste."))
    reason = checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id)
        return change_thread(actor, Act.SLOW, thread, reason, slow_seconds=minutes * 60)
