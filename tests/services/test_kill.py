"""Killing the server under load: what was acknowledged is there once, in order, and can be found."""

from __future__ import annotations

import random
import re
import threading
import time
import uuid
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

import pytest
import socketio
from flask import Flask
from sqlalchemy import select

from forum.chat.models import Message
from forum.core import audience
from forum.discussions.models import Post, Thread
from forum.discussions.services import open_space, open_thread
from forum.extensions import db
from tests.factories import actor
from tests.services.serving import Member, Server, eventually
from tests.services.test_rooms_live import NAMESPACE, House

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
KILLS = 10
SECONDS_OF_LIFE = (0.4, 1.2)


@pytest.mark.parametrize("transport", ["websocket"])
def test_what_was_acknowledged_survives_ten_kills(site: Site, transport: str) -> None:
    talker, writer = Talker(site, transport), Writer(site)
    chance = random.Random(7)
    for _ in range(KILLS):
        site.server.start()
        stop = threading.Event()
        threads = [threading.Thread(target=stream.run, args=(stop,)) for stream in (talker, writer)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(*SECONDS_OF_LIFE))  # how long the server lives is what is tried here
        site.server.kill()
        stop.set()
        for thread in threads:
            thread.join(60)
    site.server.start()

    assert len(talker.acknowledged) > KILLS
    assert len(writer.acknowledged) > KILLS
    messages_are_once_and_in_order(site, talker)
    posts_are_once_and_in_order(site, writer)
    every_post_is_found(site, writer)


def messages_are_once_and_in_order(site: Site, talker: Talker) -> None:
    rows = db.session.execute(
        select(Message.seq, Message.client_id, Message.source).where(Message.room_id == site.house.room)
    ).all()
    by_client = {row.client_id: row for row in rows}
    assert len(by_client) == len(rows), "a message is there twice"
    assert sorted(row.seq for row in rows) == list(range(1, len(rows) + 1)), "a place is missing"
    for client_id, seq, body in talker.acknowledged:
        assert (by_client[client_id].seq, by_client[client_id].source) == (seq, body)
    seqs = [seq for _, seq, _ in talker.acknowledged]
    assert seqs == sorted(seqs), "said in one order, kept in another"


def posts_are_once_and_in_order(site: Site, writer: Writer) -> None:
    rows = db.session.execute(select(Post.number, Post.source).where(Post.thread_id == site.thread_id)).all()
    sources = [row.source for row in sorted(rows)]
    assert len(set(sources)) == len(sources), "a post is there twice"
    places = [sources.index(body) for body in writer.acknowledged]
    assert places == sorted(places), "written in one order, kept in another"


def every_post_is_found(site: Site, writer: Writer) -> None:
    words = [re.findall(r"mot\w+", body)[0] for body in writer.acknowledged]

    def all_found() -> bool:
        return all("<mark>" in site.reader.get(f"/search?q={word}")[1] for word in words[-3:] + words[:3])

    eventually(all_found, "what was acknowledged is not found")
    for word in words:
        assert "<mark>" in site.reader.get(f"/search?q={word}")[1], word


class Talker:
    """Says one message after the other; what is not acknowledged is said again under the same client id."""

    def __init__(self, site: Site, transport: str) -> None:
        self.site, self.transport = site, transport
        self.acknowledged: list[tuple[str, int, str]] = []
        self.pending: tuple[str, str] | None = None

    def run(self, stop: threading.Event) -> None:
        client: socketio.Client | None = None
        while not stop.is_set():
            try:
                client = client or self.site.house.teacher.socket(self.transport)
                self.say_one(client)
            except (socketio.exceptions.SocketIOError, OSError, ValueError):
                client = self.hang_up(client)
        self.hang_up(client)

    def say_one(self, client: socketio.Client) -> None:
        if self.pending is None:
            self.pending = (uuid.uuid4().hex, f"Message {uuid.uuid4().hex}")
        client_id, body = self.pending
        facts = {"room": self.site.house.room, "client_id": client_id, "body": body}
        answer = client.call("say", facts, namespace=NAMESPACE, timeout=2)
        assert answer["ok"], answer
        self.acknowledged.append((client_id, answer["seq"], body))
        self.pending = None

    def hang_up(self, client: socketio.Client | None) -> None:
        if client is not None:
            client.disconnect()


class Writer:
    """Writes one reply after the other; what is not answered is sent again as the same submission."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.acknowledged: list[str] = []
        self.pending: tuple[str, str] | None = None

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            if self.pending is None:
                self.pending = (uuid.uuid4().hex, f"Un post avec mot{uuid.uuid4().hex[:12]}")
            submission, body = self.pending
            try:
                status, _ = self.site.writer.post(
                    f"/threads/{self.site.thread_id}/reply", body=body, submission=submission
                )
            except (OSError, HTTPException):
                continue
            if status == 303:
                self.acknowledged.append(body)
                self.pending = None


class Site:
    """A server to be killed, with a room and a thread."""

    def __init__(self, server: Server, app: Flask) -> None:
        self.server = server
        self.house = House(server, app)
        author = self.house.people[0]
        space = open_space("Climat scolaire", audience.PUBLIC)
        thread: Thread = open_thread(actor(author), space.id, "Sous la charge", "Premier message.")
        self.thread_id = thread.id
        self.writer = self.house.colleague
        self.reader: Member = self.house.outsider


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    server = Server(tmp_path)
    app = server.app()
    with app.app_context():
        db.create_all()
        found = Site(server, app)
        db.session.rollback()
        yield found
        server.kill()
        db.session.remove()
        db.engine.dispose()
