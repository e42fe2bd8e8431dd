"""Names that end by themselves, in memory and in the Redis that several processes share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.core import shared_gatherings
from forum.core.gatherings import Gatherings, GatheringsInMemory
from forum.core.shared_gatherings import SharedGatherings
from tests.services.processes import PrivateRedis
from tests.services.serving import eventually

pytestmark = pytest.mark.services
SHORT = 0.3


@pytest.fixture(params=["memory", "Redis"])
def gatherings(request: pytest.FixtureRequest) -> Gatherings:
    if request.param == "memory":
        return GatheringsInMemory()
    process: Callable[[], Gatherings] = request.getfixturevalue("process")
    return process()


def test_what_is_put_ends_by_itself_and_again_later(gatherings: Gatherings) -> None:
    gatherings.put("room", "Claire", SHORT)
    gatherings.put("room", "Tanguy", 30)
    gatherings.put("other", "Claire", 30)
    assert sorted(gatherings.names("room")) == ["Claire", "Tanguy"]

    eventually(lambda: gatherings.names("room") == ["Tanguy"], "a name does not end")

    gatherings.put("room", "Claire", 30)
    assert sorted(gatherings.names("room")) == ["Claire", "Tanguy"]
    assert gatherings.names("other") == ["Claire"]


def test_what_is_held_stays_until_it_is_let_go(gatherings: Gatherings) -> None:
    gatherings.hold("room", "Claire")
    gatherings.hold("room", "Claire")
    assert gatherings.held() == {"room": {"Claire"}}

    gatherings.let_go("room", ["Claire", "nobody"])

    assert gatherings.names("room") == []
    assert gatherings.held() == {}


def test_processes_see_the_same_names(process: Callable[[], SharedGatherings]) -> None:
    here, there = process(), process()
    here.hold("room", "Claire")
    there.hold("room", "Tanguy")

    for each in (here, there):
        assert sorted(each.names("room")) == ["Claire", "Tanguy"]
    there.let_go("room", ["Claire"])

    assert there.names("room") == ["Tanguy"]


def test_what_a_dead_process_held_ends_and_what_a_living_one_holds_does_not(
    process: Callable[[], SharedGatherings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_gatherings, "LEASE", SHORT)
    dead, living = process(), process()
    dead.hold("room", "Claire")
    living.hold("room", "Tanguy")

    def only_one_is_left() -> bool:
        living.renew()
        return living.names("room") == ["Tanguy"]

    eventually(only_one_is_left, "what a dead process held stays")


def test_without_redis_each_process_knows_its_own_and_puts_it_back_afterwards(
    process: Callable[[], SharedGatherings], redis: PrivateRedis
) -> None:
    here, there = process(), process()
    here.hold("room", "Claire")
    there.hold("room", "Tanguy")
    redis.kill()

    assert here.names("room") == ["Claire"]
    here.hold("room", "Rozenn")
    here.let_go("room", ["Claire"])
    here.put("typing", "Rozenn", 30)
    assert (here.names("room"), here.names("typing")) == (["Rozenn"], [])

    redis.start()

    def all_are_back() -> bool:
        for each in (here, there):
            each.renew()
        return sorted(here.names("room")) == sorted(there.names("room")) == ["Rozenn", "Tanguy"]

    eventually(all_are_back, "what is held is not put back")


@pytest.fixture
def redis() -> Iterator[PrivateRedis]:
    started = PrivateRedis()
    started.start()
    yield started
    started.kill()


@pytest.fixture
def process(redis: PrivateRedis) -> Callable[[], SharedGatherings]:
    """What one process more has of the gatherings that all share."""
    return lambda: SharedGatherings(redis.url, Flask("process"))
