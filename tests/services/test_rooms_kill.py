"""What breaks under load costs nobody a word: a real-time process killed, Redis restarted with nothing left in it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from forum.extensions import db
from tests.services.processes import Cluster, cluster
from tests.services.talking import Listener, Talk, Talker
from tests.services.test_rooms_live import House

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
BACK_WITHIN = 15.0
"""Seconds for all to speak and hear again: a few, on a machine that does much else."""
LIFE = 0.6


def test_killed_processes_and_a_redis_that_restarts_or_hangs_lose_nothing(place: Place) -> None:
    with place.talk() as talk:
        talk.all_go_on(BACK_WITHIN)
        for process in place.several.realtime:
            process.kill()
            talk.all_go_on(BACK_WITHIN)
            process.launch()
            time.sleep(LIFE)  # how long all is well is a part of what is tried here

        place.several.redis.kill()
        said = talk.said
        talk_goes_on(talk, said + 5)
        place.several.redis.start()
        talk.all_go_on(BACK_WITHIN)

        place.several.redis.hold_still()
        talk_goes_on(talk, talk.said + 1)
        place.several.redis.go_on()
        talk.all_go_on(BACK_WITHIN)

        talk.check(place.house.room)


def talk_goes_on(talk: Talk, said: int) -> None:
    """Waits until so much was said: what is written needs no Redis."""
    until = time.monotonic() + BACK_WITHIN
    while talk.said < said:
        assert time.monotonic() < until, "nothing is said any more"
        time.sleep(0.02)


class Place:
    """A room that several processes serve, with people who talk in it."""

    def __init__(self, several: Cluster, house: House) -> None:
        self.several, self.house = several, house

    def talk(self) -> Talk:
        """Two who talk and four who listen, spread over the processes; one of each by long polls."""
        teacher, colleague, room = self.house.teacher, self.house.colleague, self.house.room
        talkers = [Talker(teacher, room, "a"), Talker(colleague, room, "b", "polling")]
        listeners = [Listener(teacher, room, f"c{number}") for number in range(3)]
        return Talk(talkers, [*listeners, Listener(colleague, room, "d", "polling")])


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with cluster(tmp_path_factory.mktemp("killed")) as (several, app):
        house = House(several, app)
        db.session.rollback()
        several.start()
        yield Place(several, house)
