"""Acts that change how a thread stands: what its row said before is kept, so that it can say so again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.core.actor import Actor
from forum.core.events import record
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Thread, ThreadAct
from forum.discussions.services.holding.acts import Act, touch_threads, write_down

MOMENTS = frozenset({"pinned_at", "pinned_until", "locked_at", "summary_at"})


def change_thread(actor: Actor, act: Act, thread: Thread, reason: str = "", **values: object) -> Thread:
    """Changes columns of a thread that is held, and writes the act down; the same values change nothing."""
    before = {name: getattr(thread, name) for name in values}
    if before == values:
        return thread
    facts = {"before": as_facts(before), "after": as_facts(values)}
    write_down(actor, act, thread, facts, reason)
    put(thread, values)
    return thread


def put_back(thread: Thread, act: ThreadAct) -> None:
    """Has a thread stand as it did before an act."""
    put(thread, from_facts(act.facts["before"]))


def put(thread: Thread, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(thread, name, value)
    touch_threads(thread)
    record(ThreadChanged(thread.id))


def as_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def from_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The values that `as_facts` kept."""
    return {
        name: datetime.fromisoformat(value) if name in MOMENTS and value else value for name, value in facts.items()
    }
