"""Browsers that talk and listen through whatever breaks, as the room's page does."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import socketio
from sqlalchemy import select

from forum.chat.models import Message
from forum.extensions import db
from tests.services.serving import Member
from tests.services.test_rooms_live import NAMESPACE

LOST = (socketio.exceptions.SocketIOError, OSError, ValueError)
ANSWER_WAIT = 2.5
BETWEEN_TRIES = 0.1


class Browser:
    """A page of the room that opens its socket again whenever it is lost.

    Args:
        transports: tried in turn, as pages do.
    """

    def __init__(self, member: Member, room: int, page: str, transport: str = "websocket") -> None:
        self.member, self.room, self.page, self.transport = member, room, page, transport
        self.client: socketio.Client | None = None
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.live, daemon=True)

    def live(self) -> None:
        """Does what this browser does, until told to stop."""
        while not self.stop.is_set():
            try:
                if self.client is None:
                    self.come_in()
                self.act()
            except LOST:
                self.hang_up()
                self.stop.wait(BETWEEN_TRIES)
        self.hang_up()

    def come_in(self) -> None:
        self.client = self.member.socket(self.transport, self.page)
        self.client.on("disconnect", lambda *_: None, namespace=NAMESPACE)

    def act(self) -> None:
        raise NotImplementedError

    def ask(self, event: str, **facts: object) -> dict[str, Any]:
        assert self.client is not None
        if NAMESPACE not in self.client.namespaces:
            raise ConnectionError("the socket is lost")
        answer: dict[str, Any] = self.client.call(
            event, {"room": self.room, **facts}, namespace=NAMESPACE, timeout=ANSWER_WAIT
        )
        return answer

    def hang_up(self) -> None:
        client, self.client = self.client, None
        if client is not None:
            client.disconnect()


class Talker(Browser):
    """Says one message after the other; what is not acknowledged is said again under the same client id.

    Args:
        pause: seconds between two.
    """

    def __init__(self, member: Member, room: int, page: str, transport: str = "websocket", pause: float = 0.02) -> None:
        super().__init__(member, room, page, transport)
        self.pause = pause
        self.acknowledged: list[tuple[str, int]] = []
        self.pending: str | None = None

    def act(self) -> None:
        self.pending = self.pending or uuid.uuid4().hex
        answer = self.ask("say", client_id=self.pending, body=f"Message {self.pending}")
        if not answer["ok"]:
            raise ConnectionError(answer["message"])
        self.acknowledged.append((self.pending, answer["seq"]))
        self.pending = None
        self.stop.wait(self.pause)


class Listener(Browser):
    """Shows what is said: pushes as they come, and after each cut or gap what is caught up.

    `shown` is what its page shows, in the order of showing; `twice` what one socket was pushed more than once.
    """

    GAP_WAIT = 0.4

    def __init__(self, member: Member, room: int, page: str, transport: str = "websocket") -> None:
        super().__init__(member, room, page, transport)
        self.shown: list[tuple[int, str]] = []
        self.early: dict[int, str] = {}
        self.twice: list[int] = []
        self.wants_in = threading.Event()
        self.lock = threading.Lock()

    @property
    def last(self) -> int:
        return self.shown[-1][0] if self.shown else 0

    def come_in(self) -> None:
        super().come_in()
        assert self.client is not None
        pushed: Counter[int] = Counter()

        def message(said: dict[str, Any]) -> None:
            pushed[said["seq"]] += 1
            if pushed[said["seq"]] > 1:
                self.twice.append(said["seq"])
            self.take(said)

        self.client.on("message", message, namespace=NAMESPACE)
        self.client.on("enter_again", lambda facts: facts.get("room") and self.wants_in.set(), namespace=NAMESPACE)
        self.wants_in.set()

    def act(self) -> None:
        if self.wants_in.is_set():
            self.wants_in.clear()
            if not self.ask("enter")["ok"]:
                raise ConnectionError("not let in")
            self.catch_up()
        if self.client is None or NAMESPACE not in self.client.namespaces:
            raise ConnectionError("the socket is lost")
        self.wants_in.wait(self.GAP_WAIT)
        if self.early:
            self.catch_up()

    def catch_up(self) -> None:
        more = True
        while more:
            answer = self.ask("catch_up", after=self.last)
            for said in answer["messages"]:
                self.take(said)
            more = answer["more"]

    def take(self, said: dict[str, Any]) -> None:
        with self.lock:
            if said["seq"] > self.last:
                self.early[said["seq"]] = said["client_id"]
            while self.last + 1 in self.early:
                self.shown.append((self.last + 1, self.early.pop(self.last + 1)))


class Talk:
    """A few who talk and a few who listen, for as long as the block lasts."""

    def __init__(self, talkers: list[Talker], listeners: list[Listener]) -> None:
        self.talkers, self.listeners = talkers, listeners

    def __enter__(self) -> Talk:
        for each in (*self.listeners, *self.talkers):
            each.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (*self.talkers, *self.listeners):
            each.stop.set()
        for each in (*self.talkers, *self.listeners):
            each.thread.join(30)

    @property
    def said(self) -> int:
        return sum(len(talker.acknowledged) for talker in self.talkers)

    def all_go_on(self, patience: float) -> float:
        """Waits until every talker had another message acknowledged and every listener shows it; gives the seconds."""
        began = time.monotonic()
        before = [len(talker.acknowledged) for talker in self.talkers]
        until = began + patience

        def wait(holds: Callable[[], bool], complaint: str) -> None:
            while not holds():
                assert time.monotonic() < until, complaint
                time.sleep(0.02)

        for talker, count in zip(self.talkers, before, strict=True):
            wait(lambda talker=talker, count=count: len(talker.acknowledged) > count, "somebody can't speak")
        reached = max(talker.acknowledged[-1][1] for talker in self.talkers)
        for listener in self.listeners:
            wait(lambda listener=listener: listener.last >= reached, "somebody hears nothing")
        return time.monotonic() - began

    def stop_talking(self) -> None:
        for talker in self.talkers:
            talker.stop.set()
        for talker in self.talkers:
            talker.thread.join(30)

    def check(self, room: int, patience: float = 20.0) -> None:
        """All that was acknowledged is kept at its place, and each listener shows all of it once and in order."""
        self.stop_talking()
        db.session.rollback()
        kept = [(row.seq, row.client_id) for row in db.session.execute(every_message(room))]
        assert [seq for seq, _ in kept] == list(range(1, len(kept) + 1)), "a place is missing, or taken twice"
        assert len({client_id for _, client_id in kept}) == len(kept), "a message is there twice"
        places = {client_id: seq for seq, client_id in kept}
        for talker in self.talkers:
            assert all(places.get(client_id) == seq for client_id, seq in talker.acknowledged), (
                "an acknowledged one is lost"
            )
            seqs = [seq for _, seq in talker.acknowledged]
            assert seqs == sorted(seqs), "said in one order, kept in another"
        until = time.monotonic() + patience
        for listener in self.listeners:
            while listener.shown != kept and time.monotonic() < until:
                time.sleep(0.05)
            assert listener.shown == kept, f"shown: {len(listener.shown)}, said: {len(kept)}"
            assert listener.twice == [], "one socket was pushed a message twice"


def every_message(room: int) -> Any:
    return select(Message.seq, Message.client_id).where(Message.room_id == room).order_by(Message.seq)
