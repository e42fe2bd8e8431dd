"""Breaks something of a site of several processes while people talk, again and again; looks whether all is there."""

from __future__ import annotations

import random
import signal
import statistics
import tempfile
import time
from pathlib import Path

from forum.extensions import db
from tests.services.processes import Cluster, cluster
from tests.services.talking import Listener, Talk, Talker
from tests.services.test_rooms_live import House

BACK_WITHIN = 60.0
LIFE = (0.1, 0.8)
"""Seconds of peace between two rounds."""
KINDS = ("killed", "cut", "Redis")


def run(rounds: int) -> int:
    """Runs so many rounds and prints how long it took until all spoke and heard again.

    Raises:
        AssertionError: something acknowledged is lost, there twice or out of order, or people are not back in a minute.
    """
    chance = random.Random(7)
    took: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with tempfile.TemporaryDirectory() as name, cluster(Path(name)) as (several, app):
        house = House(several, app)
        db.session.rollback()
        several.start()
        with talk_in(house) as talk:
            talk.all_go_on(BACK_WITHIN)
            for number in range(1, rounds + 1):
                kind = KINDS[number % len(KINDS)]
                break_something(several, kind, chance)
                took[kind].append(talk.all_go_on(BACK_WITHIN))
                time.sleep(chance.uniform(*LIFE))
                if number % 10 == 0:
                    print(f"{number} rounds, {talk.said} messages acknowledged", flush=True)
            talk.check(house.room, BACK_WITHIN)
        print(
            f"\n{rounds} rounds, {talk.said} messages acknowledged: none lost, none twice, all in order for everybody."
        )
        for kind, seconds in took.items():
            if seconds:
                usual, most = statistics.median(seconds), max(seconds)
                print(f"  {kind}: {len(seconds)} times; all back in {usual:.1f} s, at most {most:.1f} s")
    return 0


def talk_in(house: House) -> Talk:
    """Three who talk and six who listen, a third of them by long polls."""
    teacher, colleague, room = house.teacher, house.colleague, house.room
    talkers = [Talker(teacher, room, "a"), Talker(colleague, room, "b"), Talker(colleague, room, "c", "polling")]
    listeners = [Listener(teacher, room, f"d{number}") for number in range(4)]
    return Talk(talkers, [*listeners, *(Listener(colleague, room, f"e{number}", "polling") for number in range(2))])


def break_something(several: Cluster, kind: str, chance: random.Random) -> None:
    """Kills a real-time process, all connections at once, or Redis; and starts it again."""
    if kind == "killed":
        process = chance.choice(several.realtime)
        process.kill()
        time.sleep(chance.uniform(0, 0.5))
        process.launch()
    elif kind == "cut":
        assert several.nginx.process is not None
        several.nginx.process.send_signal(signal.SIGTERM)
        several.nginx.process.wait(20)
        several.nginx.start()
    else:
        several.redis.kill()
        time.sleep(chance.uniform(0, 1.0))
        several.redis.start()
