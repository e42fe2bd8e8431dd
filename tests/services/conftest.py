"""A server whose limits are reached soon, to knock at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Login
from forum.core.transactions import transaction
from forum.extensions import db
from tests.factories import make_person
from tests.services.raw import Raw
from tests.services.serving import Member, Server
from tests.services.test_rooms_live import House, belonging

MOST_SOCKETS, PER_SECOND = 4, 20


class Doors:
    """A server whose limits are reached soon, with a school's room and its people."""

    def __init__(self, server: Server, app: Flask) -> None:
        self.server, self.app = server, app
        self.house = House(server, app)
        self.room, self.teacher, self.colleague = self.house.room, self.house.teacher, self.house.colleague
        self.last = self.house.people[0]

    def logged(self) -> list[dict[str, Any]]:
        """What the server logged about real time."""
        assert self.server.log is not None
        lines = [json.loads(line) for line in self.server.log.read_text().splitlines() if line.startswith("{")]
        return [line for line in lines if line.get("logger") == "realtime"]

    def newcomer(self, name: str) -> Member:
        """Somebody else of the school, logged in."""
        self.last = make_person(name)
        with transaction():
            db.session.add(belonging(self.house.school, self.last))
        return self.again()

    def again(self) -> Member:
        """The newcomer, logged in a second time."""
        return Member(self.server, self.app, self.last)

    def last_session(self) -> str:
        """What the newcomer's list of sessions calls the one begun last."""
        mine = select(Login.token_hash).where(Login.person_id == self.last.id)
        db.session.rollback()
        return db.session.scalars(mine.order_by(Login.began_at.desc())).first() or ""


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    limits = {"SOCKETS_PER_PERSON": str(MOST_SOCKETS), "SOCKET_EVENTS_PER_SECOND": str(PER_SECOND)}
    folder = tmp_path_factory.mktemp("doors")
    server = Server(folder, LOG_LEVEL="WARNING", **limits)
    server.log = folder / "server.log"
    app = server.app()
    with app.app_context():
        db.create_all()
        made = Doors(server, app)
        db.session.rollback()
        server.start()
        yield made
        server.kill()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def standing(doors: Doors) -> Iterator[Raw]:
    """A socket that is open while others knock."""
    raw = Raw(doors.teacher)
    yield raw
    raw.close()
