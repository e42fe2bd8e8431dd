"""Measures a full room: so many people, so many messages a second, beside a bare Socket.IO server in the same run.

make bench-rooms
python -m tests.bench.rooms --people 100 --seconds 10 --idle 200
python -m tests.bench.rooms --rounds 200

The people are real Socket.IO clients in a process of their own. Each message must reach each of them once and in
order. With `--rounds`, instead: that many times, something of a site of several processes is killed, cut or restarted
while people talk (tests/bench/rounds.py).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from config import Settings
from forum import create_app
from forum.accounts.models import Login, Person
from forum.accounts.sessions import fingerprint
from forum.chat.models import Room
from forum.core import audience
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.models import MembershipState, School, SchoolMembership
from tests.bench.__main__ import ROOT, SECRET, served
from tests.browsing import Browser

TALKERS = 10
AIM = 1.3
"""How much longer than from the bare server a delivery may take."""


@dataclass(frozen=True)
class House:
    """A school's room and the cookies of its people."""

    room: int
    cookies: list[str]


def fill(settings: Settings, people: int) -> House:
    """Fills an empty database with a school of so many people, all of them logged in."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        with transaction():
            school = School(name="Collège", slug="college", kind="collège", sort_name="college")
            db.session.add(school)
            db.session.flush()
            room = Room(name="Collège", audience=audience.of_school(school.id), school_id=school.id)
            db.session.add(room)
            rows = [
                {"name": f"Camille Personne {number}", "email": f"personne{number}@example.org", "password_hash": "",
                 "confirmed_at": now(), "handle": f"personne-{number}"}
                for number in range(people)
            ]  # fmt: skip
            ids = list(db.session.scalars(insert(Person).returning(Person.id), rows))
            state, admitted = MembershipState.ADMITTED.value, now()
            db.session.execute(
                insert(SchoolMembership),
                [{"school_id": school.id, "person_id": each, "state": state, "admitted_at": admitted} for each in ids],
            )
            db.session.execute(
                insert(Login), [{"token_hash": fingerprint(f"session-{each}"), "person_id": each} for each in ids]
            )
            db.session.flush()
            room_id = room.id
        cookies = [cookie_of(Browser(app), f"session-{each}") for each in ids]
        db.session.remove()
        db.engine.dispose()
    return House(room_id, cookies)


def cookie_of(browser: Browser, token: str) -> str:
    browser.begin(token)
    cookie = browser.client.get_cookie("session")
    return f"session={cookie.value}" if cookie else ""


@contextmanager
def people(folder: Path, port: int, house: House, **how: object) -> Iterator[subprocess.Popen[str]]:
    """The process of those who talk and listen."""
    plan = folder / "plan.json"
    facts = {"address": f"http://127.0.0.1:{port}", "room": house.room, "talkers": TALKERS, **how}
    plan.write_text(json.dumps({"cookies": house.cookies, **facts}), encoding="utf-8")
    command = ["node", str(ROOT / "tests" / "bench" / "rooms.mjs"), str(plan)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def talk(folder: Path, port: int, house: House, seconds: float, per_second: float) -> dict[str, Any]:
    with people(folder, port, house, seconds=seconds, perSecond=per_second, idle=False) as process:
        found: dict[str, Any] = json.loads(process.communicate()[0])
        return found


def memory_of(port: int) -> int:
    """Kilobytes that the process which serves a port holds in memory: gunicorn's worker, found by its parent."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            command = (status.parent / "cmdline").read_text(errors="replace")
            if f"127.0.0.1:{port}" in command:
                lines = status.read_text(encoding="ascii", errors="replace").splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
        except OSError:
            continue  # it ended meanwhile
    return total


def idle(folder: Path, port: int, house: House) -> tuple[int, float]:
    """Opens connections that say nothing; gives how many, and kilobytes for each."""
    before = memory_of(port)
    with people(folder, port, house, seconds=0, perSecond=0, idle=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "open", "not all connections were opened"
        held = memory_of(port) - before
        process.communicate("go\n")
    return len(house.cookies), held / len(house.cookies)


def say(name: str, found: dict[str, Any], people_count: int) -> bool:
    """Prints a line of the table; says whether each message reached each person once and in order."""
    wanted = found["said"] * people_count
    whole = found["heard"] == wanted and not (found["misplaced"] or found["refused"] or found["cut"])
    cells = (
        name.ljust(8), f"{found['said']:6d}", f"{found['said'] / found['lasted']:6.1f}", f"{found['heard']:8d}",
        f"{wanted:8d}", f"{found['misplaced']:9d}", f"{found['p50']:7.1f}", f"{found['p99']:7.1f}",
        f"{found['longest']:8.1f}",
    )  # fmt: skip
    print("| " + " | ".join(cells) + " |")
    return whole


def load_now() -> str:
    return ", ".join(f"{each:.1f}" for each in os.getloadavg())


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--per-second", type=float, default=10.0, help="messages in the room, all together")
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--idle", type=int, default=1000, help="connections that say nothing")
    arguments.add_argument("--rounds", type=int, default=0, help="times that something breaks, instead of all this")
    options = arguments.parse_args()
    if options.rounds:
        from tests.bench.rounds import run

        return run(options.rounds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        threads = max(options.people, options.idle) + 200
        environment = {
            "APP_ENV": "test", "DATA_DIR": name, "SECRET_KEY": SECRET, "JOBS": "by-hand", "LOG_LEVEL": "ERROR",
            "DATABASE_URL": "", "REDIS_URL": "", "THREADS": str(threads), "MESSAGES_PER_MINUTE": "100000",
        }  # fmt: skip
        known = {key.lower(): value for key, value in environment.items()}
        house = fill(Settings(**known), max(options.people, options.idle))  # type: ignore[arg-type]
        crowd = House(house.room, house.cookies[: options.people])
        print(f"\n{options.people} people, {options.per_second:g} messages a second for {options.seconds:g} s;")
        print(f"{os.cpu_count()} cores, load before: {load_now()}; SQLite, one process\n")
        print("| server   |   said |  a sec |    heard |   wanted | misplaced |  p50 ms |  p99 ms |  longest |")
        print("|----------|--------|--------|----------|----------|-----------|---------|---------|----------|")
        with served("tests.bench.bare_rooms:app", environment) as port:
            bare = talk(folder, port, crowd, options.seconds, options.per_second)
        say("bare", bare, options.people)
        with served("wsgi:app", environment) as port:
            ours = talk(folder, port, crowd, options.seconds, options.per_second)
        whole = say("médiane", ours, options.people)
        p50, p99 = (ours[share] / bare[share] for share in ("p50", "p99"))
        print(f"\nOf the bare server's: p50 × {p50:.2f}, p99 × {p99:.2f} (aim: {AIM}). Load after: {load_now()}")
        with served("wsgi:app", environment) as port:
            idle(folder, port, House(house.room, house.cookies[:TALKERS]))  # what is made once a process
            count, each = idle(folder, port, House(house.room, house.cookies[: options.idle]))
        print(f"{count} idle connections: {each:.0f} kB of the server's memory each")
    if not whole:
        print("Not every message reached everybody once and in order.", file=sys.stderr)
    return 0 if whole else 1


if __name__ == "__main__":
    raise SystemExit(main())
