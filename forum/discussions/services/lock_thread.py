"""Locking a thread: it can be read, no longer written in."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Thread
from forum.discussions.services.finding import find_thread

LONGEST_REASON = 200


def lock_thread(actor: Actor, thread_id: int, reason: str = "") -> Thread:
    """Closes a thread to replies.

    Args:
        actor: a mediator.
        thread_id: which.
        reason: shown at the foot of the thread, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "thread.lock".
        Invalid: the reason is too long.
    """
    reason = tidy_line(reason)
    if len(reason) > LONGEST_REASON:
        raise Invalid("reason", _("Ce motif est trop long : %(max)d caractères au plus.", max=LONGEST_REASON))
    return set_lock(actor, thread_id, locked=True, reason=reason)


def unlock_thread(actor: Actor, thread_id: int) -> Thread:
    """Opens a thread to replies again.

    Raises:
        NotFound, NotAllowed: see the rule "thread.lock".
    """
    return set_lock(actor, thread_id, locked=False, reason="")


def set_lock(actor: Actor, thread_id: int, *, locked: bool, reason: str) -> Thread:
    with transaction():
        thread = find_thread(actor, thread_id)
        require(actor, "thread.lock", thread)
        thread.locked_at = (thread.locked_at or now()) if locked else None
        thread.lock_reason = reason
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(ThreadChanged(thread.id))
    return thread
