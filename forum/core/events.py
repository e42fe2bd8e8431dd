"""Domain events: facts in the past tense, and the outbox that delivers them.

A verb records an event in its own transaction; the event reaches its handlers after the commit, at least once,
in the order recorded, even when the process dies in between. So each handler may run twice without harm.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from sqlalchemy import delete, select, update

from forum.core import jobs
from forum.core.models import now
from forum.core.outbox import Delivery
from forum.core.transactions import after_commit, transaction
from forum.extensions import db

Event = TypeVar("Event", bound=type)
Handler = Callable[[Sequence[Any]], object]

LEASE = timedelta(seconds=60)
"""How long a delivery is held by who took it; after that it is taken for dead."""
LONGEST_WAIT = timedelta(hours=1)
BATCH = 200
MOST_FAILURES = 3
"""In a row: what a handler needs, such as the mail server, is then taken to be away for all of a batch."""

log = structlog.get_logger("outbox")
_events: dict[str, type] = {}
_handlers: dict[str, dict[str, Handler]] = defaultdict(dict)


def event(fact: Event) -> Event:
    """Registers a frozen dataclass of JSON-able values as a domain event.

    Raises:
        ValueError: another event has its name, by which the outbox keeps it.
    """
    if fact.__name__ in _events:
        raise ValueError(f"two events named {fact.__name__}: {_events[fact.__name__].__module__}, {fact.__module__}")
    _events[fact.__name__] = fact
    return fact


def on(fact: type, name: str) -> Callable[[Handler], Handler]:
    """Subscribes a handler, which is given all events of one kind that are due, oldest first.

    Args:
        fact: the event's class.
        name: what the handler does, unique among those of the event: "search", "notices". The outbox keeps it, so
            that what was recorded before a restart finds its handler after it.

    Raises:
        ValueError: another handler of the event has the name: one of the two would hear nothing.
    """
    key = f"{fact.__name__}:{name}"

    def subscribe(handler: Handler) -> Handler:
        known = _handlers[fact.__name__].get(key)
        if known is not None:
            raise ValueError(f"two handlers named {key}: {place_of(known)}, {place_of(handler)}")
        _handlers[fact.__name__][key] = handler
        return handler

    return subscribe


def place_of(handler: Handler) -> str:
    """Where a handler is written."""
    return f"{handler.__module__}.{getattr(handler, '__qualname__', type(handler).__qualname__)}"


def record(fact: Any) -> None:
    """Writes an event to the outbox, in the transaction at hand."""
    kind = type(fact).__name__
    for handler in _handlers[kind]:
        db.session.add(Delivery(event=kind, handler=handler, payload=asdict(fact)))
    after_commit("outbox", jobs.kick_outbox)


def deliver_outbox(seconds: float = math.inf) -> int:
    """Delivers what is due, until nothing is, or time is over: what is left is then asked for anew, behind other jobs.

    Args:
        seconds: how long at most, but for what is being handed over. A busy room records more meanwhile, without end.

    Returns:
        how many deliveries succeeded.
    """
    delivered, ends_at = 0, time.monotonic() + seconds
    while taken := take_due():
        for handler, deliveries in taken.items():
            delivered += hand_over(handler, deliveries)
        if time.monotonic() >= ends_at:
            jobs.kick_outbox()
            break
    return delivered


def release_leases() -> None:
    """Makes due again what a process that died had taken. For the start of the only process that delivers."""
    with transaction():
        db.session.execute(update(Delivery).where(Delivery.attempts == 0).values(due_at=now()))


def take_due() -> dict[str, list[Delivery]]:
    with transaction():
        due = (
            select(Delivery)
            .where(Delivery.due_at <= now())
            .order_by(Delivery.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        found = list(db.session.scalars(due))
        taken: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in found:
            delivery.due_at = now() + LEASE
            taken[delivery.handler].append(delivery)
    return taken


def hand_over(handler: str, deliveries: list[Delivery]) -> int:
    """Hands a handler its events: all at once, and each by itself where that fails, since one alone may be at fault.

    Returns:
        how many deliveries succeeded.
    """
    failure = hand(handler, deliveries)
    if failure is None:
        with transaction():
            db.session.execute(delete(Delivery).where(Delivery.id.in_([delivery.id for delivery in deliveries])))
        return len(deliveries)
    if len(deliveries) > 1:
        return hand_over_singly(handler, deliveries)
    log.error("delivery failed", handler=handler, delivery=deliveries[0].id, exc_info=failure)
    postpone(deliveries, repr(failure))
    return 0


def hand_over_singly(handler: str, deliveries: list[Delivery]) -> int:
    delivered = failures = 0
    for number, delivery in enumerate(deliveries):
        if failures == MOST_FAILURES:
            postpone(deliveries[number:], "", attempts=0)
            break
        succeeded = hand_over(handler, [delivery])
        delivered += succeeded
        failures = 0 if succeeded else failures + 1
    return delivered


def hand(handler: str, deliveries: list[Delivery]) -> Exception | None:
    """Runs a handler, and gives what it failed on: whatever that is, the other handlers go on."""
    known = _handlers[deliveries[0].event].get(handler)
    if known is None:
        return None  # its feature is gone since
    fact = _events[deliveries[0].event]
    try:
        known([fact(**delivery.payload) for delivery in deliveries])
    except Exception as failure:
        db.session.rollback()
        return failure
    return None


def postpone(deliveries: list[Delivery], error: str, attempts: int = 1) -> None:
    """Puts deliveries off, counting attempts that failed."""
    with transaction():
        for delivery in deliveries:
            later: dict[str, Any] = {"attempts": Delivery.attempts + attempts, "due_at": next_try(delivery.attempts)}
            if error:
                later["last_error"] = error
            db.session.execute(update(Delivery).where(Delivery.id == delivery.id).values(later))


def next_try(attempts: int) -> datetime:
    """When to try again: after 2 s, then twice as long each time, an hour at most."""
    return now() + min(timedelta(seconds=2) * 2 ** min(attempts, 12), LONGEST_WAIT)
