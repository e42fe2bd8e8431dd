"""Killing a process that writes: the index is sound, and holds all that was acknowledged."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from forum.search.engines.whoosh import WhooshEngine
from tests.search.factories import Shelf, document

pytestmark = [pytest.mark.services, pytest.mark.timeout(180)]
ROOT = Path(__file__).resolve().parents[2]
KILLS = 8
SECONDS_OF_LIFE = (0.02, 0.4)

WRITES = """
    number = first
    while True:
        engine.change("post", [number], lambda: [document(f"cornemuse {number}", id=number)])
        print(number, flush=True)
        number += 1
"""
REBUILDS = """
    known = [document(f"cornemuse {number}", id=number) for number in numbers]
    while True:
        everything = (("post", [each.id], [each]) for each in known)
        engine.rebuild(everything, lambda kind, ids: [each for each in known if each.id in ids])
        print("rebuilt", flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_a_sound_index_with_all_it_acknowledged(shelf: Shelf) -> None:
    acknowledged: list[int] = []
    chance = random.Random(3)
    for turn in range(KILLS):
        acknowledged += map(int, live_and_die(shelf.engine, WRITES, chance, first=1_000 * (turn + 1)))

        fresh = WhooshEngine(shelf.engine.folder.path)
        assert fresh.problem() == ""
        assert len(acknowledged) <= fresh.count()["post"] <= len(acknowledged) + turn + 1

    assert len(acknowledged) > KILLS
    found = {hit.id for hit in shelf.ask("cornemuse", size=10_000).hits}
    assert set(acknowledged) <= found
    assert len(found - set(acknowledged)) <= KILLS, "at most the one that was being written each time"
    shelf.put(document("biniou", id=1))
    assert shelf.find("biniou") == [1], "the lock went with the process"


def test_a_process_killed_while_it_rebuilds_leaves_the_index_that_served(engine: WhooshEngine) -> None:
    shelf = Shelf(engine, *(document(f"cornemuse {number}", id=number) for number in range(1, 201)))
    chance = random.Random(5)
    for turn in range(KILLS):
        live_and_die(engine, REBUILDS, chance, numbers=[number for _, number in shelf.rows])

        assert WhooshEngine(engine.folder.path).problem() == ""
        assert shelf.ask("cornemuse").total == 200 + turn
        shelf.put(document("cornemuse", id=1_000 + turn))
        assert not (engine.folder.path / "changed").exists(), "what it left is swept by the next change"
        assert len([each for each in engine.folder.path.iterdir() if each.is_dir()]) == 1
        shelf.rebuild()

    assert shelf.counts() == {"post": 200 + KILLS}


def live_and_die(engine: WhooshEngine, script: str, chance: random.Random, **names: object) -> list[str]:
    """Lets a process work for a moment and kills it; gives the lines it wrote in full."""
    code = "\n".join(
        [
            "from pathlib import Path",
            "from forum.search.engines.whoosh import WhooshEngine",
            "from tests.search.factories import document",
            f"engine = WhooshEngine(Path({str(engine.folder.path)!r}))",
            *(f"{name} = {value!r}" for name, value in names.items()),
            "print('ready', flush=True)",
            textwrap.dedent(script),
        ]
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(*SECONDS_OF_LIFE))  # how long it lives is what is tried here
        process.kill()
        return [line.strip() for line in process.stdout if line.endswith("\n")]
