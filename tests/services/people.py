"""People of a school's room, each with a page that one of several processes holds."""

from __future__ import annotations

import queue
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import socketio

from forum.accounts.models import Person
from forum.core.events import record
from forum.core.jobs import current_jobs
from forum.core.transactions import transaction
from forum.extensions import db
from forum.schools.events import MemberLeft
from forum.schools.models import MembershipState, SchoolMembership
from tests.factories import make_person
from tests.services.processes import Cluster
from tests.services.serving import Member, eventually
from tests.services.test_rooms_live import NAMESPACE, House, belonging


@dataclass
class Line:
    """One open page in the room: what it asks, and what it hears."""

    member: Member
    client: socketio.Client
    room: int
    heard: queue.Queue[tuple[str, dict[str, Any]]]

    @property
    def is_open(self) -> bool:
        return NAMESPACE in self.client.namespaces

    def ask(self, event: str, **facts: object) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.call(event, {"room": self.room, **facts}, namespace=NAMESPACE, timeout=10)
        return answer

    def hears(self, event: str, is_it: Any, patience: float = 10) -> dict[str, Any]:
        """Waits for a push; what came before it is forgotten."""
        found: list[dict[str, Any]] = []

        def came() -> bool:
            while not found and not self.heard.empty():
                name, facts = self.heard.get()
                if name == event and is_it(facts):
                    found.append(facts)
            return bool(found)

        eventually(came, f"{event} is not heard", patience)
        return found[0]

    def close(self) -> None:
        self.client.disconnect()


class Reader:
    """Somebody's browser, which opens pages of the room."""

    def __init__(self, member: Member) -> None:
        self.member = member

    def open(self, room: int, transport: str = "websocket", page: str = "one") -> Line:
        client = self.member.socket(transport, page)
        line = Line(self.member, client, room, queue.Queue())
        for event in ("message", "presence", "typing", "put_out", "session_over"):
            client.on(event, lambda facts, event=event: line.heard.put((event, facts)), namespace=NAMESPACE)
        assert line.ask("enter")["ok"]
        return line


class Apart:
    """Two people in the room, each with a page that another process holds."""

    def __init__(self, site: Site, transport: str, second: Person) -> None:
        self.site, self.transport, self.second = site, transport, second
        self.lines: list[Line] = []

    def __enter__(self) -> tuple[Line, Line]:
        first, second = (self.site.pages[process.port] for process in self.site.cluster.realtime)
        room = self.site.house.room
        self.lines.append(self.site.member(self.site.house.people[0]).open(room, self.transport, first))
        self.lines.append(self.site.member(self.second).open(room, self.transport, second))
        return self.lines[0], self.lines[1]

    def __exit__(self, *_: object) -> None:
        for line in self.lines:
            line.close()


class Site:
    """The cluster with a school and its room."""

    MOST_SOCKETS = 5

    def __init__(self, several: Cluster, app: Any) -> None:
        self.cluster, self.app = several, app
        self.house = House(several, app)
        self.pages: dict[int, str] = {}

    def find_pages(self) -> None:
        """Finds a page's number for each real-time process: nginx leads by it, and both have their share."""
        for number in range(64):
            client = self.house.teacher.socket("websocket", f"page{number}")
            for process in self.cluster.realtime:
                if self.cluster.connections(process):
                    self.pages[process.port] = f"page{number}"
            client.disconnect()
            for process in self.cluster.realtime:
                eventually(lambda process=process: not self.cluster.connections(process), "a socket stays open")
            if len(self.pages) == len(self.cluster.realtime):
                return
        raise AssertionError("nginx leads all pages to one process")

    def member(self, person: Person) -> Reader:
        return Reader(Member(self.cluster, self.app, person))

    def apart(self, transport: str, second: Person | None = None) -> Apart:
        return Apart(self, transport, second or self.house.people[1])

    def may_open(self, person: Person) -> bool:
        try:
            self.member(person).open(self.house.room, page=uuid.uuid4().hex).close()
        except socketio.exceptions.ConnectionError:
            return False
        return True

    def new_colleague(self, name: str) -> Person:
        person = make_person(name)
        with transaction():
            db.session.add(belonging(self.house.school, person))
        return person

    def leave_school(self, person: Person) -> None:
        with transaction():
            db.session.query(SchoolMembership).filter_by(person_id=person.id).one().state = MembershipState.ENDED.value
            record(MemberLeft(self.house.school.id, person.id))
        current_jobs().deliver()

    def headers(self, path: str) -> Any:
        with urlopen(f"{self.cluster.address}{path}", timeout=10) as answer:
            return answer.headers
