"""Killing a run of digests half-way, again and again: nobody gets two, nobody is left out but for those in doubt."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from forum.accounts.models import Person
from forum.core.events import deliver_outbox
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import DigestSent, Notice
from forum.notices.services import tell_many
from tests.factories import HASH
from tests.services.serving import ROOT, Server, eventually

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
MEMBERS = 600
KILLS = 4


def test_a_run_that_is_killed_goes_on_and_mails_nobody_twice(members: Server, tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    for kill in range(1, KILLS + 1):
        process = start(members)
        wait_for_mails(folder, kill * MEMBERS // (KILLS + 2))
        assert process.poll() is None, "it was done before it could be killed"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert start(members).wait(120) == 0
    got = Counter(recipient(file) for file in folder.glob("*.eml"))

    assert set(got.values()) == {1}, "somebody got two"
    assert MEMBERS - KILLS <= len(got) <= MEMBERS
    in_doubt = db.session.scalar(select(func.count()).where(DigestSent.sent_at.is_(None))) or 0
    assert MEMBERS - len(got) <= in_doubt <= KILLS
    assert not db.session.scalar(select(func.count()).where(Notice.mail_due_at.is_not(None)))
    assert start(members).wait(60) == 0
    assert len(list(folder.glob("*.eml"))) == len(got)


def wait_for_mails(folder: Path, many: int) -> None:
    """Waits until that many left."""
    eventually(lambda: len(list(folder.glob("*.eml"))) >= many, "no mail leaves")


def start(server: Server) -> subprocess.Popen[bytes]:
    """Runs the command as a person at a terminal would, or a clock."""
    return subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "notices", "digest"],
        cwd=ROOT,
        env={**os.environ, **server.environment, "JOBS": "by-hand"},
        stdout=subprocess.DEVNULL,
    )


def recipient(file: Path) -> str:
    return str(message_from_bytes(file.read_bytes(), policy=policy.default)["To"])


def make_members(many: int) -> list[int]:
    """Members, by one statement."""
    rows = [
        {
            "name": f"Membre {number}",
            "sort_name": f"membre {number}",
            "handle": f"membre-{number}",
            "email": f"membre{number}@example.org",
            "password_hash": HASH,
            "confirmed_at": now(),
        }
        for number in range(many)
    ]
    with transaction():
        db.session.execute(insert(Person), rows)
    return list(db.session.scalars(select(Person.id).order_by(Person.id)))


def tell_each(people: list[int], threads: int) -> None:
    """Tells all of them of some threads that they watch, and has the hour of the digest come."""
    for thread in range(threads):
        facts = {"name": "Rose Petit", "title": f"Fil {thread}"}
        told = dict.fromkeys(people, "watch-space")
        tell_many(told, "thread.replied", f"post:{thread}", facts, f"/posts/{thread}", topic=f"thread:{thread}")
    deliver_outbox()
    with transaction():
        db.session.execute(update(Notice).values(mail_due_at=now() - timedelta(minutes=1)))


@pytest.fixture
def members(tmp_path: Path) -> Iterator[Server]:
    """A site whose members all have a digest due."""
    server = Server(tmp_path, QUIET_HOURS="0")
    app = server.app()
    with app.app_context():
        db.create_all()
        tell_each(make_members(MEMBERS), 5)
        db.session.rollback()
        yield server
        db.session.remove()
        db.engine.dispose()
