"""What is pushed to many is framed once, and reaches each of them whole and in order, also those who read slowly."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace

import engineio
import pytest
from engineio.exceptions import QueueEmpty
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket
from hypothesis import given
from hypothesis import strategies as some
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from forum.core.crowds import Line, frame_of, open_lines

LENGTHS = (0, 1, 125, 126, 127, 65_535, 65_536, 100_000)


@given(some.text(some.characters(exclude_categories=("Cs",))))
def test_a_frame_is_what_the_protocol_makes(text: str) -> None:
    assert frame_of(text) == bytes(Connection(ConnectionType.SERVER).send(TextMessage(data=text)))


@pytest.mark.parametrize("length", LENGTHS)
def test_a_frame_tells_its_length(length: int) -> None:
    text = "é" * (length // 2) + "x" * (length % 2)

    assert frame_of(text) == bytes(Connection(ConnectionType.SERVER).send(TextMessage(data=text)))


def test_who_reads_slowly_gets_all_of_it_in_order(ends: tuple[Line, socket.socket]) -> None:
    line, reader = ends
    sent = [f"4{number} " + "x" * 5_000 for number in range(200)]
    taken = 0

    for text in sent:
        if line.takes(frame_of(text)):
            taken += 1
        else:
            line.connection.queue.put(Packet(MESSAGE, text[1:]))

    assert 0 < taken < len(sent), "the socket was full at some time, and not from the start"
    threading.Thread(target=write_what_waits, args=(line,), daemon=True).start()
    heard = [text for text in texts(reader, len(sent) + 1) if text.startswith("4")]
    assert heard[: len(sent)] == sent


def test_nothing_is_written_past_what_waits(ends: tuple[Line, socket.socket]) -> None:
    line, _ = ends
    line.connection.queue.put(Packet(MESSAGE, "first"))
    line.connection.poll()  # taken, and not yet written

    assert not line.takes(frame_of("4second"))


def test_a_line_that_is_gone_takes_nothing(ends: tuple[Line, socket.socket]) -> None:
    line, reader = ends
    reader.close()
    line.takes(frame_of("4first"))

    assert not line.takes(frame_of("4second"))


def write_what_waits(line: Line) -> None:
    """What a socket's own thread does, until the socket is closed or nothing comes for long."""
    with suppress(QueueEmpty, OSError):
        while True:
            for packet in line.connection.poll():
                line.send(packet.encode())


def texts(reader: socket.socket, most: int) -> Iterator[str]:
    """The texts that come, one after the other."""
    peer = Connection(ConnectionType.CLIENT)
    reader.settimeout(0.5)
    found, begun = 0, ""
    while found < most:
        try:
            peer.receive_data(reader.recv(65_536))
        except TimeoutError:
            return
        parts = [event for event in peer.events() if isinstance(event, TextMessage)]
        for part in parts:
            begun += part.data
            if part.message_finished:
                found += 1
                yield begun
                begun = ""


@pytest.fixture
def ends() -> Iterator[tuple[Line, socket.socket]]:
    """A line on an open connection, and its other end."""
    server = engineio.Server(async_mode="threading", monitor_clients=False)
    open_lines(SimpleNamespace(eio=server))
    line = Line(Socket(server, "one")._websocket_handler, server)
    ours, theirs = socket.socketpair()
    line.ws = SimpleNamespace(sock=ours, connected=True, send=lambda text: ours.sendall(frame_of(text)))
    yield line, theirs
    ours.close()
    theirs.close()
