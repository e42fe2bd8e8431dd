"""Asking a server for one page as fast as it answers, over a few connections kept open."""

from __future__ import annotations

import selectors
import socket
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """What a run gave.

    Args:
        per_second: answers a second.
        p50, p99: milliseconds from asking to the last byte.
        size: bytes of the body.
    """

    per_second: float
    p50: float
    p99: float
    size: int


class Connection:
    """One connection: asks, reads an answer to its end, asks again."""

    def __init__(self, address: tuple[str, int], request: bytes) -> None:
        self.socket = socket.create_connection(address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = request
        self.received = bytearray()
        self.wanted = -1
        self.began = 0.0

    def ask(self) -> None:
        self.received.clear()
        self.wanted = -1
        self.began = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Reads what came; says whether the answer is whole."""
        piece = self.socket.recv(262_144)
        if not piece:
            raise ConnectionError("the server hung up")
        self.received += piece
        if self.wanted < 0:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            self.wanted = end + 4 + body_length(bytes(self.received[:end]))
        return len(self.received) >= self.wanted


def body_length(head: bytes) -> int:
    status = int(head.split(b" ", 2)[1])
    if status != 200:
        raise ValueError(f"the page answered {status}")
    for line in head.split(b"\r\n")[1:]:
        name, value = line.split(b":", 1)
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError("an answer without its length")


def measure(port: int, path: str, cookie: str = "", *, seconds: float = 3.0, connections: int = 4) -> Measure:
    """Asks for one page again and again, after a moment to warm up."""
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: fr"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    open_ones = [Connection(("127.0.0.1", port), request) for _ in range(connections)]
    waiting = selectors.DefaultSelector()
    for connection in open_ones:
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.ask()
        while not connection.read():  # what is made once a process, such as templates, is not measured
            pass
    for connection in open_ones:
        connection.ask()
    started = time.perf_counter()
    warm, stop = started + seconds * 0.2, started + seconds * 1.2
    times: list[float] = []
    size = 0
    while (now := time.perf_counter()) < stop:
        for key, _ in waiting.select(timeout=1):
            connection: Connection = key.data
            if connection.read():
                done = time.perf_counter()
                if now > warm:
                    times.append(done - connection.began)
                size = len(connection.received) - connection.received.find(b"\r\n\r\n") - 4
                connection.ask()
    for connection in open_ones:
        connection.socket.close()
    times.sort()
    return Measure(
        per_second=len(times) / seconds,
        p50=times[len(times) // 2] * 1000,
        p99=times[min(len(times) - 1, int(len(times) * 0.99))] * 1000,
        size=size,
    )
