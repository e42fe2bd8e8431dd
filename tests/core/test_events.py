"""Events reach their handlers after the commit, in order, at least once, whatever fails or dies in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, pairwise

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from forum.core import events
from forum.core.events import LEASE, LONGEST_WAIT, deliver_outbox, event, next_try, on, record, release_leases
from forum.core.models import now
from forum.core.outbox import Delivery
from forum.core.transactions import transaction
from forum.extensions import db


@event
@dataclass(frozen=True)
class BellRang:
    """Something that happened, for these tests alone."""

    number: int
    words: str = ""


@event
@dataclass(frozen=True)
class DoorOpened:
    """Something else that happened."""


class Away(Exception):
    """What a handler fails on."""


def ring(*numbers: int) -> None:
    with transaction():
        for number in numbers:
            record(BellRang(number))


def waiting() -> list[Delivery]:
    db.session.expire_all()
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def make_due() -> None:
    """Lets the time pass after which what failed or was held is tried again."""
    with transaction():
        db.session.execute(update(Delivery).values(due_at=now() - timedelta(seconds=1)))


def test_an_event_is_delivered_after_the_commit_and_only_then(app: Flask, heard: list[int]) -> None:
    with transaction():
        record(BellRang(1))
        db.session.flush()
        assert heard == []
    assert heard == []

    assert deliver_outbox() == 1
    assert heard == [1]
    assert waiting() == []
    assert deliver_outbox() == 0


def test_an_event_of_a_verb_that_was_undone_is_never_delivered(app: Flask, heard: list[int]) -> None:
    with pytest.raises(Away), transaction():
        record(BellRang(1))
        raise Away
    deliver_outbox()

    assert heard == []


def test_events_are_delivered_in_the_order_recorded(app: Flask, heard: list[int]) -> None:
    ring(3, 1)
    ring(2)
    ring(*range(10, 500))
    deliver_outbox()

    assert heard == [3, 1, 2, *range(10, 500)]


def test_an_event_carries_all_that_it_was_recorded_with(app: Flask, subscribe: Subscribe) -> None:
    found: list[BellRang] = []
    subscribe(found.extend)
    with transaction():
        record(BellRang(1, "« L’école » \U0001f514 <b>"))
    deliver_outbox()

    assert found == [BellRang(1, "« L’école » \U0001f514 <b>")]


def test_a_handler_that_fails_does_not_stop_the_others(app: Flask, heard: list[int], subscribe: Subscribe) -> None:
    subscribe(fail)
    ring(1, 2)

    assert deliver_outbox() == 2
    assert heard == [1, 2]
    assert [delivery.attempts for delivery in waiting()] == [1, 1]
    assert all("Away" in (delivery.last_error or "") for delivery in waiting())


def test_what_failed_is_tried_again_later_and_not_before(app: Flask, subscribe: Subscribe) -> None:
    handler = Flaky(failures=2)
    subscribe(handler)
    ring(1)
    deliver_outbox()
    deliver_outbox()
    assert handler.calls == 1

    make_due()
    deliver_outbox()
    assert handler.calls == 2
    make_due()
    deliver_outbox()

    assert handler.got == [1]
    assert waiting() == []


def test_one_event_that_cannot_be_handled_does_not_hold_up_the_rest(app: Flask, subscribe: Subscribe) -> None:
    got: list[int] = []

    def all_but_three(facts: Sequence[BellRang]) -> None:
        if any(fact.number == 3 for fact in facts):
            raise Away
        got.extend(fact.number for fact in facts)

    subscribe(all_but_three)
    ring(1, 2, 3, 4, 5)
    deliver_outbox()

    assert got == [1, 2, 4, 5]
    assert [delivery.payload["number"] for delivery in waiting()] == [3]


def test_a_handler_whose_server_is_away_is_not_asked_for_each_event(app: Flask, subscribe: Subscribe) -> None:
    handler = Flaky(failures=1_000)
    subscribe(handler)
    ring(*range(100))
    deliver_outbox()

    assert handler.calls < 10
    assert len(waiting()) == 100
    assert all(delivery.due_at > now() for delivery in waiting())


def test_what_a_handler_wrote_before_it_failed_is_undone(app: Flask, subscribe: Subscribe) -> None:
    def write_and_fail(facts: Sequence[BellRang]) -> None:
        with transaction():
            db.session.execute(delete(Delivery))
            raise Away

    subscribe(write_and_fail)
    ring(1)
    deliver_outbox()

    assert len(waiting()) == 1


def test_the_wait_grows_and_has_an_end() -> None:
    waits = [next_try(attempts) - now() for attempts in range(40)]

    assert timedelta(seconds=1) < waits[0] <= timedelta(seconds=2)
    assert all(later >= earlier - timedelta(seconds=1) for earlier, later in pairwise(waits))
    assert waits[-1] <= LONGEST_WAIT


def test_what_a_process_that_died_had_taken_is_delivered_when_its_lease_ends(app: Flask, heard: list[int]) -> None:
    ring(1, 2)
    assert events.take_due()  # and dies here
    deliver_outbox()
    assert heard == []
    assert all(now() < delivery.due_at <= now() + LEASE for delivery in waiting())

    make_due()
    deliver_outbox()
    assert heard == [1, 2]


def test_a_process_that_starts_alone_does_not_wait_for_the_lease(app: Flask, heard: list[int]) -> None:
    ring(1)
    events.take_due()
    release_leases()
    deliver_outbox()

    assert heard == [1]


def test_a_process_that_dies_after_the_handler_delivers_again(app: Flask, subscribe: Subscribe) -> None:
    got: list[int] = []

    def handle_and_die(facts: Sequence[BellRang]) -> None:
        got.extend(fact.number for fact in facts)
        if len(got) == 1:
            raise SystemExit

    subscribe(handle_and_die)
    ring(1)
    with pytest.raises(SystemExit):
        deliver_outbox()
    db.session.rollback()
    make_due()
    deliver_outbox()

    assert got == [1, 1]
    assert waiting() == []


def test_two_that_deliver_at_once_deliver_each_event_once(app: Flask, subscribe: Subscribe) -> None:
    lock = threading.Lock()
    got: list[int] = []

    def note(facts: Sequence[BellRang]) -> None:
        with lock:
            got.extend(fact.number for fact in facts)

    def deliver(_: int) -> int:
        with app.app_context():
            return deliver_outbox()

    subscribe(note)
    ring(*range(700))
    with ThreadPoolExecutor(4) as pool:
        delivered = sum(pool.map(deliver, range(4)))

    assert delivered == 700
    assert sorted(got) == list(range(700))
    assert waiting() == []


def test_a_delivery_whose_handler_is_gone_is_dropped(app: Flask, heard: list[int]) -> None:
    with transaction():
        db.session.add(Delivery(event="BellRang", handler="BellRang:removed", payload={"number": 1}))
        db.session.add(Delivery(event="NoSuchEvent", handler="NoSuchEvent:removed", payload={}))
    deliver_outbox()

    assert waiting() == []
    assert heard == []


def test_a_delivery_whose_facts_no_longer_fit_is_kept_and_stops_nothing(app: Flask, heard: list[int]) -> None:
    ring(1)
    with transaction():
        db.session.add(Delivery(event="BellRang", handler=waiting()[0].handler, payload={"gone": True}))
    ring(2)
    deliver_outbox()

    assert heard == [1, 2]
    assert [delivery.payload for delivery in waiting()] == [{"gone": True}]


def test_an_event_nobody_listens_to_leaves_nothing_behind(app: Flask) -> None:
    ring(1)

    assert waiting() == []


def test_two_handlers_of_an_event_cannot_have_one_name(app: Flask, subscribe: Subscribe) -> None:
    got: list[int] = []
    on(BellRang, "twice")(lambda facts: got.extend(fact.number for fact in facts))
    with pytest.raises(ValueError, match=r"BellRang:twice: .*test_events.*test_events\.fail"):
        on(BellRang, "twice")(fail)
    ring(1)
    deliver_outbox()

    assert got == [1], "the first is still heard"


def test_handlers_of_different_events_may_have_one_name(app: Flask, subscribe: Subscribe) -> None:
    on(BellRang, "same")(fail)
    on(DoorOpened, "same")(fail)

    assert list(events._handlers["DoorOpened"]) == ["DoorOpened:same"]


def test_two_events_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match="two events named BellRang"):
        event(type("BellRang", (), {}))


class Flaky:
    """A handler that fails so many times, then works."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0
        self.got: list[int] = []

    def __call__(self, facts: Sequence[BellRang]) -> None:
        self.calls += 1
        if self.calls <= self.failures:
            raise Away
        self.got.extend(fact.number for fact in facts)


def fail(facts: Sequence[BellRang]) -> None:
    raise Away


Handler = Callable[[Sequence[BellRang]], None]
Subscribe = Callable[[Handler], None]
_names = count(1)


@pytest.fixture
def subscribe() -> Iterator[Subscribe]:
    """Subscribes handlers for the time of a test."""

    def add(handler: Handler) -> None:
        on(BellRang, f"test-{next(_names)}")(handler)

    yield add
    events._handlers["BellRang"].clear()
    events._handlers["DoorOpened"].clear()


@pytest.fixture
def heard(subscribe: Subscribe) -> list[int]:
    """What a handler that works was given."""
    numbers: list[int] = []
    subscribe(lambda facts: numbers.extend(fact.number for fact in facts))
    return numbers
