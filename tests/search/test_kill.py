"""Killing a process that writes: the index is sound, and holds all that was acknowledged, whichever engine keeps it."""

from __future__ import annotations

import random
import subprocess
import time
from typing import Any

import pytest

from forum.search.engine import Engine
from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf, document, process

pytestmark = [pytest.mark.services, pytest.mark.timeout(180)]
KILLS = 5
SECONDS_OF_LIFE = (0.0, 0.35)
"""A commit takes some 30 ms, a rebuild of what is here 150."""

WRITES = """
    number = first
    print("ready", flush=True)
    while True:
        engine.change("post", [number], lambda: [document(f"cornemuse {number}", id=number)])
        print(number, flush=True)
        number += 1
"""
REBUILDS = """
    known = [document(f"cornemuse {number}", id=number) for number in numbers]
    print("ready", flush=True)
    while True:
        everything = (("post", [each.id], [each]) for each in known)
        engine.rebuild(everything, lambda kind, ids: [each for each in known if each.id in ids])
        print("rebuilt", flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_a_sound_index_with_all_it_acknowledged(
    shelf: Shelf, chance: random.Random
) -> None:
    acknowledged: list[int] = []
    for turn in range(KILLS):
        acknowledged += map(int, live_and_die(shelf.engine, WRITES, chance, first=1_000 * (turn + 1)))

        shelf.engine = fresh(shelf.engine)
        assert shelf.engine.problem() == ""
        assert len(acknowledged) <= shelf.counts().get("post", 0) <= len(acknowledged) + turn + 1

    assert acknowledged
    found = {hit.id for hit in shelf.ask("cornemuse", size=10_000).hits}
    assert set(acknowledged) <= found
    assert len(found - set(acknowledged)) <= KILLS, "at most the one that was being written each time"
    shelf.put(document("biniou", id=1))
    assert shelf.find("biniou") == [1], "the lock went with the process"


def test_a_process_killed_while_it_rebuilds_leaves_the_index_that_served(engine: Engine, chance: random.Random) -> None:
    shelf = Shelf(engine, *(document(f"cornemuse {number}", id=number) for number in range(1, 101)))
    for turn in range(KILLS):
        live_and_die(engine, REBUILDS, chance, numbers=[number for _, number in shelf.rows])

        assert fresh(engine).problem() == ""
        assert shelf.ask("cornemuse").total == 100 + turn
        shelf.put(document("cornemuse", id=1_000 + turn))
        if isinstance(engine, WhooshEngine):
            assert not (engine.folder.path / "changed").exists(), "what it left is swept by the next change"
            assert len([each for each in engine.folder.path.iterdir() if each.is_dir()]) == 1

    shelf.rebuild()
    assert shelf.counts() == {"post": 100 + KILLS}


def live_and_die(engine: Any, script: str, chance: random.Random, **names: object) -> list[str]:
    """Lets a process work for a moment and kills it; gives the lines it wrote in full."""
    with process(engine, script, stdout=subprocess.PIPE, **names) as working:
        assert working.stdout is not None
        assert working.stdout.readline() == b"ready\n"
        time.sleep(chance.uniform(*SECONDS_OF_LIFE))  # how long it lives is what is tried here
        working.kill()
        return [line.decode().strip() for line in working.stdout if line.endswith(b"\n")]


def fresh(engine: Any) -> Any:
    """The same index, as another process finds it."""
    return WhooshEngine(engine.folder.path) if isinstance(engine, WhooshEngine) else engine


@pytest.fixture
def chance() -> random.Random:
    """Other moments each time, which a failure tells of."""
    seed = random.SystemRandom().randrange(1_000_000)
    print("seed", seed)
    return random.Random(seed)
