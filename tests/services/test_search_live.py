"""The search of the real server: what is written is found within two seconds of its commit, by either engine."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.core import audience
from forum.discussions.models import Post
from forum.discussions.services import open_space, open_thread
from forum.extensions import db
from tests.factories import actor, make_person
from tests.services.serving import Member, Server, eventually

pytestmark = pytest.mark.services
FRESH = 2.0
"""Seconds from the answer to the one who wrote, which comes after the commit."""


def test_what_is_written_rewritten_or_taken_out_is_so_for_the_search_within_two_seconds(site: Site) -> None:
    for word, instead in (("cornemuse", "biniou"), ("bombarde", "vielle")):
        post_id = site.write(f"Une {word}.")
        eventually(lambda word=word: site.finds(word), f"« {word} » is not found in time", FRESH)

        site.change(post_id, "edit", body=f"Une {instead}.")
        eventually(lambda word=instead: site.finds(word), f"« {instead} » is not found in time", FRESH)
        assert not site.finds(word), "the words before went by the same commit"

        site.change(post_id, "delete")
        eventually(lambda word=instead: not site.finds(word), f"« {instead} » is still found", FRESH)


class Site:
    """A server with a thread to write in."""

    def __init__(self, server: Server, app: Flask) -> None:
        author = make_person("Nolwenn Le Goff")
        thread = open_thread(actor(author), open_space("Climat scolaire", audience.PUBLIC).id, "Bonjour", "Bonjour.")
        self.thread_id = thread.id
        self.member = Member(server, app, author)

    def write(self, body: str) -> int:
        """Answers in the thread; gives the id of the post."""
        status, _ = self.member.post(f"/threads/{self.thread_id}/reply", body=body, submission=uuid.uuid4().hex)
        assert status == 303
        db.session.rollback()
        return db.session.scalars(select(Post.id).order_by(Post.id.desc())).first() or 0

    def change(self, post_id: int, how: str, **fields: str) -> None:
        status, _ = self.member.post(f"/posts/{post_id}/{how}", **fields)
        assert status == 303

    def finds(self, word: str) -> bool:
        return "<mark>" in self.member.get(f"/search?q={word}")[1]


@pytest.fixture
def site(app: Flask, tmp_path: Path, database_url: str) -> Iterator[Site]:
    """A server on the run's database, emptied."""
    server = Server(tmp_path, DATABASE_URL=database_url)
    served = server.app()
    with served.app_context():
        db.create_all()
        made = Site(server, served)
        db.session.rollback()
        server.start()
        eventually(lambda: made.finds("bonjour"), "the index is not made")
        yield made
        server.kill()
        db.session.remove()
        db.engine.dispose()
