"""Pushes to many sockets at once.

Socket.IO hands each push to a thread a socket, which wakes, frames the same bytes anew and writes them: in a room of
500, five hundred threads in each other's way, and in that of whoever speaks next. Here the frame is made once and
written by the thread that pushes. Where a socket does not take it at once, or something waits for it already, its own
thread does as before, in order.
"""

from __future__ import annotations

import queue
import socket
import threading
from contextlib import suppress
from typing import Any

from engineio import packet as engine_packet
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from socketio import Manager  # type: ignore[import-untyped]
from socketio import packet as socket_packet

DEFLATE = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
TEXT = 0x81
SHORT, MIDDLE = 126, 1 << 16
NOTHING = engine_packet.Packet(engine_packet.NOOP)
NOT_WAITING = 0x40
"""MSG_DONTWAIT of Linux."""
TCP_USER_TIMEOUT = 18
GONE_AFTER = 40_000
"""Milliseconds after which a network that takes nothing more of a socket is given up."""


class Waiting(queue.Queue[Any]):
    """What waits to be written to a socket, and how much of it is not written yet, taken or not."""

    def __init__(self) -> None:
        super().__init__()
        self.unwritten = 0

    def _put(self, item: Any) -> None:
        super()._put(item)
        self.unwritten += 1

    def written(self) -> None:
        """Notes that one that was taken is written."""
        with self.mutex:
            self.unwritten -= 1


class Line(SimpleWebSocketWSGI):
    """A WebSocket that others than its own thread may write to.

    What it receives is bounded as it comes, and nothing is deflated: messages are short, and what deflating
    remembers of each socket is not.
    """

    def __init__(self, handler: Any, server: Any) -> None:
        super().__init__(handler, server, max_message_size=server.max_http_buffer_size)
        self.connection = handler.__self__
        self.lock = threading.Lock()
        self.rest = b""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop(DEFLATE, None)
        carrier = environ.get("gunicorn.socket")
        if carrier is not None:
            carrier.setsockopt(socket.IPPROTO_TCP, TCP_USER_TIMEOUT, GONE_AFTER)
        self.connection.line = self
        return super().__call__(environ, start_response)

    def close(self) -> None:
        """Says goodbye and hangs up, whether or not the other side says it too: its threads are wanted by others."""
        super().close()
        self.hang_up()

    def hang_up(self) -> None:
        """Ends the connection as it is."""
        with suppress(OSError, AttributeError):
            self.ws.sock.shutdown(socket.SHUT_RDWR)

    def send(self, message: Any) -> None:
        """Writes what waited, after the rest of what was cut short."""
        with self.lock:
            rest, self.rest = self.rest, b""
            if rest:
                self.ws.sock.sendall(rest)
            super().send(message)
            self.connection.queue.written()

    def takes(self, frame: bytes) -> bool:
        """Writes a frame if the socket takes it at once and nothing waits before it; says whether it did."""
        if self.connection.queue.unwritten or not self.lock.acquire(blocking=False):
            return False
        try:
            if self.connection.queue.unwritten or self.connection.closed or self.rest or not self.ws.connected:
                return False
            sent = self.ws.sock.send(frame, NOT_WAITING)
            if sent < len(frame):
                self.rest = frame[sent:]
                self.connection.queue.put(NOTHING)  # wakes the socket's own thread, which writes the rest first
            return True
        except (OSError, AttributeError):  # it is full, gone, or not yet whole
            return False
        finally:
            self.lock.release()


def frame_of(text: str) -> bytes:
    """A text as a WebSocket's frame from a server (RFC 6455, 5.2)."""
    body = text.encode()
    if len(body) < SHORT:
        head = bytes((TEXT, len(body)))
    elif len(body) < MIDDLE:
        head = bytes((TEXT, 126)) + len(body).to_bytes(2, "big")
    else:
        head = bytes((TEXT, 127)) + len(body).to_bytes(8, "big")
    return head + body


class Crowds(Manager):
    """Socket.IO's manager, which frames once what is pushed to many."""

    def emit(self, event: str, data: Any, namespace: str, room: Any = None, **how: Any) -> None:
        """Pushes an event to those in a room, or to all of a namespace; as before where an answer is wanted."""
        room = how.get("to") or room
        if how.get("callback") is not None:
            super().emit(event, data, namespace, room=room, **{**how, "to": None})
            return
        facts = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        skipped = how.get("skip_sid")
        skipped = skipped if isinstance(skipped, list) else [skipped]
        made = self.server.packet_class(socket_packet.EVENT, namespace=namespace, data=[event, *facts])
        waiting = engine_packet.Packet(engine_packet.MESSAGE, made.encode())
        frame = frame_of(waiting.encode())
        sockets = self.server.eio.sockets
        for sid, connection in self.get_participants(namespace, room):
            line = getattr(sockets.get(connection), "line", None)
            if sid not in skipped and (line is None or not line.takes(frame)):
                self.server._send_eio_packet(connection, waiting)


def open_lines(server: Any) -> None:
    """Has a server's WebSockets be lines."""
    server.eio._async = {**server.eio._async, "websocket": Line, "queue": Waiting}
