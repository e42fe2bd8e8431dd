"""Connections that send what they are told to, whether it makes sense or not."""

from __future__ import annotations

import json
import time
from http.client import HTTPConnection
from typing import Any

import websocket

from tests.services.serving import Member
from tests.services.test_rooms_live import NAMESPACE

POLLING = "/socket.io/?EIO=4&transport=polling"


class Raw:
    """A connection that sends what it is told to, whether it makes sense or not.

    Args:
        origin: the site that its page says it is of.
        namespace: opened at once, unless empty.
        how: as for `websocket.create_connection`.
    """

    def __init__(self, member: Member, origin: str = "", namespace: str = NAMESPACE, **how: Any) -> None:
        headers = {"Cookie": member.cookie}
        address = f"ws://127.0.0.1:{member.server.port}/socket.io/?EIO=4&transport=websocket"
        how |= {"origin": origin} if origin else {"suppress_origin": True}
        self.line = websocket.create_connection(address, header=headers, timeout=10, **how)
        assert self.line.recv().startswith("0")
        if namespace:
            assert "sid" in self.open_rooms()

    def open_rooms(self) -> dict[str, Any]:
        """Opens the namespace of rooms; gives what is answered: a number, or why not."""
        self.send(f"40{NAMESPACE},")
        answer = self.receive(("40", "44"))
        facts: dict[str, Any] = json.loads(answer[answer.index(",") + 1 :])
        return facts

    def send(self, packet: str | bytes) -> bool:
        """Sends a packet; says whether the connection took it."""
        try:
            if isinstance(packet, bytes):
                self.line.send_binary(packet)
            else:
                self.line.send(packet)
        except (OSError, websocket.WebSocketException):
            return False
        return True

    def receive(self, kinds: tuple[str, ...]) -> str:
        while True:
            packet = self.line.recv()
            if not packet:
                raise ConnectionError("the server hung up")
            if packet == "2":
                self.line.send("3")
            elif packet.startswith(kinds):
                return str(packet)

    def answer(self) -> dict[str, Any]:
        packet = self.receive(("43",))
        facts: dict[str, Any] = json.loads(packet[packet.index("[") :])[0]
        return facts

    def ask(self, event: str, payload: str) -> dict[str, Any]:
        """Sends an event whose payload is JSON as it is written; gives its answer."""
        self.send(f"42{NAMESPACE},7[{json.dumps(event)},{payload}]")
        return self.answer()

    def enter(self, room: int) -> dict[str, Any]:
        return self.ask("enter", json.dumps({"room": room}))

    def push(self, event: str) -> dict[str, Any]:
        while True:
            packet = self.receive((f"42{NAMESPACE}",))
            name, facts = json.loads(packet[packet.index("[") :])
            if name == event:
                found: dict[str, Any] = facts
                return found

    def is_out(self, patience: float) -> bool:
        """Whether the server closes the namespace, within some seconds."""
        self.line.settimeout(patience)
        try:
            return bool(self.receive((f"41{NAMESPACE}",)))
        except websocket.WebSocketTimeoutException:
            return False

    def is_cut(self, patience: float) -> bool:
        """Whether the server hangs up, within some seconds."""
        until = time.monotonic() + patience
        self.line.settimeout(patience)
        try:
            while time.monotonic() < until:
                if self.line.recv() in ("", "1"):
                    return True
        except websocket.WebSocketTimeoutException:
            return False
        except (OSError, websocket.WebSocketException):
            return True
        return False

    def close(self) -> None:
        self.line.close()


def poll(member: Member, **headers: str) -> tuple[int, str]:
    return request(member, POLLING, "", **headers)


def request(member: Member, path: str, body: str, **headers: str) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", member.server.port, timeout=10)
    try:
        connection.request("POST" if body else "GET", path, body or None, {"Cookie": member.cookie, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (BrokenPipeError, ConnectionResetError):
        return 413, ""
    finally:
        connection.close()
