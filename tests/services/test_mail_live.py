"""On the real server, what somebody is told is in the mail a moment later, with no clock to wait for."""

from __future__ import annotations

import time
import uuid
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from forum.core import audience
from forum.discussions.services import open_space, open_thread
from forum.extensions import db
from tests.factories import actor, make_person
from tests.services.serving import Member, Server, eventually

pytestmark = [pytest.mark.services]
SECONDS = 10
"""Less than a minute, after which the clock would do it."""


def test_an_answer_is_mailed_right_after_it_is_written(tmp_path: Path) -> None:
    server = Server(tmp_path, QUIET_HOURS="0")
    app = server.app()
    with app.app_context():
        db.create_all()
        asker, answerer = make_person("Claire Morvan", email="claire@example.org"), make_person("Yann Berthou")
        space = open_space("Climat scolaire", audience.PUBLIC)
        thread = open_thread(actor(asker), space.id, "Une question", "Que faire ?")
        thread_id, member = thread.id, Member(server, app, answerer)
        db.session.remove()
        db.engine.dispose()
    server.start()
    try:
        began = time.monotonic()
        status, _ = member.post(f"/threads/{thread_id}/reply", body="Ceci.", submission=uuid.uuid4().hex)
        eventually(lambda: any((tmp_path / "mail").glob("*.eml")), "no mail leaves")
        took = time.monotonic() - began
    finally:
        server.kill()
    [file] = (tmp_path / "mail").glob("*.eml")
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)

    assert status == 303
    assert took < SECONDS
    assert (mail["To"], mail["Subject"]) == ("claire@example.org", "Une question")
