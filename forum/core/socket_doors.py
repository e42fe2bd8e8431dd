"""What a socket may send: so much a second, and nothing that can't be read.

What is refused is answered where it asks for an answer, noted in the log once a connection and kind, and closes
nothing but the connection that goes on with it.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import structlog
from flask import current_app, request

from forum.core.crowds import Line
from forum.core.errors import Refused, TooMany
from forum.extensions import socketio

CONNECTION = "mediane.connection"
BURST = 3
"""Seconds' worth of events that may come at once: a page that comes back asks for several things."""
PATIENCE = 100
"""Events refused without a rest, after which a connection is closed."""
MAY_BE_UNOPENED = 6.0
"""Seconds after which a connection on which no namespace is open is closed."""
MOST_FACTS = 20
BINARY = ("5", "6")

log = structlog.get_logger("realtime")


@dataclass
class Connection:
    """What is remembered of a connection for as long as it is open.

    Args:
        number: its own, in all processes.
        left: how many events may come now.
        counted_at: when `left` was reckoned, in seconds of the monotonic clock.
        refused: how many events were refused since it last came to rest.
        noted: the kinds of refusals that the log knows.
        opened: what a socket was noted as, by its id.
    """

    number: str = field(default_factory=lambda: uuid.uuid4().hex)
    left: float = math.inf
    counted_at: float = field(default_factory=time.monotonic)
    refused: int = 0
    noted: set[str] = field(default_factory=set)
    opened: dict[str, tuple[int, Any]] = field(default_factory=dict)


def connection() -> Connection:
    """The connection that brought the event at hand."""
    return cast(Connection, request.environ.setdefault(CONNECTION, Connection()))


def count_event() -> None:
    """Counts one more event of the connection at hand.

    Raises:
        TooMany: they come faster than SOCKET_EVENTS_PER_SECOND; where that goes on, the connection is closed.
    """
    here, rate = connection(), current_app.config["SETTINGS"].socket_events_per_second
    now = time.monotonic()
    here.left = min(rate * BURST, here.left + (now - here.counted_at) * rate)
    here.counted_at = now
    if here.left == rate * BURST:  # it came to rest
        here.refused = 0
    if here.left >= 1:
        here.left -= 1
        return
    here.refused += 1
    note("too many events")
    if here.refused >= PATIENCE:  # several threads count at once, and none may be the one that meets it
        close_connection()
    raise TooMany


def note(kind: str, **facts: object) -> None:
    """Notes in the log what was refused, once a connection and kind."""
    here = connection()
    if kind not in here.noted:
        here.noted.add(kind)
        log.warning("socket event refused", why=kind, **facts)


def close_connection() -> None:
    """Closes the connection that brought the event at hand, whatever sockets it carries."""
    namespace, sid = request.namespace, request.sid  # type: ignore[attr-defined]
    close(socketio.server.manager.eio_sid_from_sid(sid, namespace))


def close(sid: str | None) -> None:
    """Ends a connection without waiting for who is at its other end."""
    found = socketio.server.eio.sockets.get(sid)
    if found is None or found.closed:
        return
    found.close(wait=False)
    line = getattr(found, "line", None)
    if line is not None:
        socketio.start_background_task(hang_up_soon, line)


def hang_up_soon(line: Line) -> None:
    """Leaves a moment for the last words; then hangs up on who does not read them."""
    socketio.sleep(1)
    line.hang_up()


def watch_unopened(server: Any) -> None:
    """Closes connections that open nothing, or have nothing open any more: each takes a place from others."""
    seen: dict[str, float] = {}
    while True:
        socketio.sleep(1)
        try:
            now, opened = time.monotonic(), with_something_open(server)
            seen = {sid: seen.get(sid, now) for sid in list(server.eio.sockets) if sid not in opened}
            for sid, since in seen.items():
                if now - since > MAY_BE_UNOPENED:
                    close(sid)
        except Exception:
            log.exception("connections are not looked after")


def with_something_open(server: Any) -> set[str]:
    """The connections on which a namespace is open."""
    manager = server.manager
    return {each for name in list(manager.get_namespaces()) for _, each in manager.get_participants(name, None)}


def facts_of(sent: tuple[Any, ...]) -> Mapping[str, Any]:
    """Reads what an event carries: a few facts by name, each a text, a number, yes or no, or nothing.

    Raises:
        Refused: it carries something else.
    """
    if not sent:
        return {}
    facts = sent[0]
    if len(sent) > 1 or not isinstance(facts, dict) or len(facts) > MOST_FACTS:
        raise Refused
    if not all(is_plain(name) and is_plain(value) for name, value in facts.items()):
        raise Refused
    return facts


def is_plain(value: object) -> bool:
    """Whether a value can be kept and shown as it is: numbers have an end, texts are whole characters."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, str):
        return not any("\ud800" <= sign <= "\udfff" for sign in value)
    return value is None or isinstance(value, int)


def guard(server: Any) -> None:
    """Puts the doors into a Socket.IO server.

    Its own way to disconnect waits until the other side has read all, in a thread that somebody who never reads would
    so keep for ever, with every packet that is too large or of no known kind.
    """
    server.eio.on("message", guard_packets(server.eio.handlers["message"]))
    server.eio.disconnect = close


def guard_packets(receive: Callable[[str, Any], object]) -> Callable[[str, Any], None]:
    """Wraps what Socket.IO does with each packet: one that can't be read ends the connection that sent it.

    Scripts of ours send none, and none that is binary, which would be gathered until all its pieces are there.
    """

    def guarded(eio_sid: str, packet: Any) -> None:
        try:
            if not isinstance(packet, str) or packet.startswith(BINARY):
                raise ValueError("a binary packet")
            receive(eio_sid, packet)
        except Exception as error:
            log.warning("packet refused", why=type(error).__name__)
            close(eio_sid)

    return guarded


def named(handler: Callable[..., Any], namespace: str) -> Callable[..., Any]:
    """Wraps what answers events of any name: Socket.IO leaves out the name where it is the asterisk itself."""

    def answer(*sent: Any) -> Any:
        has_name = (
            len(sent) > 1 and isinstance(sent[1], str) and socketio.server.manager.is_connected(sent[1], namespace)
        )
        return handler(*sent) if has_name else handler("*", *sent)

    return answer
