"""Locking a thread: it can be read, no longer written in."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread
from forum.discussions.services.holding.changing import change_thread


def lock_thread(actor: Actor, thread_id: int, reason: str) -> Thread:
    """Closes a thread to replies.

    Args:
        actor: one of its holders.
        thread_id: which.
        reason: shown at the foot of the thread, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "thread.lock".
        Invalid: the reason is missing or too long.
    """
    reason = checked_reason(reason, is_needed=True)
    with transaction():
        thread = take_thread(actor, thread_id, "thread.lock")
        locked_at = thread.locked_at or now()
        return change_thread(actor, Act.LOCK, thread, reason, locked_at=locked_at, lock_reason=reason)


def unlock_thread(actor: Actor, thread_id: int) -> Thread:
    """Opens a thread to replies again.

    Raises:
        NotFound, NotAllowed: see the rule "thread.lock".
    """
    with transaction():
        thread = take_thread(actor, thread_id, "thread.lock")
        return change_thread(actor, Act.UNLOCK, thread, locked_at=None, lock_reason="")
