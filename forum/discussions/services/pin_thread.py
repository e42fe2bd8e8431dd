"""Pinning a thread on top of its space."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Thread
from forum.discussions.services.finding import find_thread


def pin_thread(actor: Actor, thread_id: int) -> Thread:
    """Keeps a thread on top of its space.

    Raises:
        NotFound, NotAllowed: see the rule "thread.pin".
    """
    return set_pin(actor, thread_id, pinned=True)


def unpin_thread(actor: Actor, thread_id: int) -> Thread:
    """Lets a thread go down its space again.

    Raises:
        NotFound, NotAllowed: see the rule "thread.pin".
    """
    return set_pin(actor, thread_id, pinned=False)


def set_pin(actor: Actor, thread_id: int, *, pinned: bool) -> Thread:
    with transaction():
        thread = find_thread(actor, thread_id)
        require(actor, "thread.pin", thread)
        thread.pinned_at = (thread.pinned_at or now()) if pinned else None
        touch("discussions", f"thread:{thread.id}", f"space:{thread.space_id}")
        record(ThreadChanged(thread.id))
    return thread
