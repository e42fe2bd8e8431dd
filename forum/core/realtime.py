"""Real time: Socket.IO in threads of the web process, with Redis between processes where there are several.

A socket lives longer than a session may: so each event checks anew who sends it and what they may do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

import structlog
from flask import Flask, request
from flask_babel import gettext as _
from flask_socketio import ConnectionRefusedError as HandshakeRefused

from config import Settings
from forum.core import error_pages, gatherings, open_sockets, policy, socket_doors
from forum.core.actor import Actor, current_actor, current_session
from forum.core.addresses import LARGEST_ID
from forum.core.crowds import Crowds, open_lines
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.core.message_queue import Queue
from forum.extensions import db, login_manager, socketio

Facts = Mapping[str, Any]
Answer = dict[str, Any]
SocketHandler = Callable[[Actor, Facts], Answer | None]
WholeHandler = Callable[..., Any]


log = structlog.get_logger("realtime")
_handlers: dict[tuple[str, str], WholeHandler] = {}
_permissions: dict[tuple[str, str], str] = {}
_after_a_gap: list[Callable[[], object]] = []
LARGEST_PACKET = 200_000
"""Bytes of what a socket may send at once."""


def init_app(app: Flask, settings: Settings) -> None:
    """Binds Socket.IO. Same-origin connections only, since nothing else is allowed by default."""
    gatherings.init_app(app, settings)
    manager = Queue(settings.redis_url, lambda: call_again(app)) if settings.redis_url else Crowds()
    pages = app.wsgi_app
    socketio.init_app(
        app,
        async_mode="threading",
        cookie=None,
        manage_session=False,
        max_http_buffer_size=LARGEST_PACKET,
        ping_interval=20,
        ping_timeout=20,
        client_manager=manager,
    )
    if settings.process == "web":
        app.wsgi_app = pages  # type: ignore[method-assign]  # sockets are another process's: here one would hear half
    open_lines(socketio.server)
    socket_doors.guard(socketio.server)
    for (namespace, event), handler in _handlers.items():  # a second application of one process has a server of its own
        bind(namespace, event, handler)


def bind(namespace: str, event: str, handler: WholeHandler) -> None:
    socketio.on_event(event, handler, namespace=namespace)
    socketio.on_event("*", unknown_event, namespace=namespace)
    handlers = socketio.server.handlers[namespace]
    handlers["*"] = socket_doors.named(handlers["*"], namespace)


def start_serving() -> None:
    """Has a process that holds sockets hear the others before the first is open, and look after its own."""
    server = socketio.server
    if not server.manager_initialized:
        server.manager_initialized = True
        server.manager.initialize()
    server.start_background_task(socket_doors.watch_unopened, server)


def after_a_gap(call: Callable[[], object]) -> Callable[[], object]:
    """Has a function run in each process that may have missed pushes of others, to have its people come in again."""
    _after_a_gap.append(call)
    return call


def call_again(app: Flask) -> None:
    with app.app_context():
        for namespace in {namespace for namespace, _ in _handlers}:
            socketio.emit("enter_again", {}, namespace=namespace, ignore_queue=True)
        for call in _after_a_gap:
            call()


def on_socket(event: str, namespace: str, *, permission: str) -> Callable[[SocketHandler], SocketHandler]:
    """Registers what answers a Socket.IO event, and declares who may send it.

    The handler is given the actor, loaded anew for this event from the session of the handshake (an ended session
    is refused), and the event's facts; its answer is the acknowledgement. What a verb refuses is acknowledged as
    `{"ok": false, "status": 404, "message": …}` in the reader's language.

    Args:
        event: "say"; "connect" and "disconnect" are Socket.IO's own.
        namespace: "/rooms".
        permission: as for `requires`; one on an object is checked by the verb behind the event. `PUBLIC_PERMISSION`
            runs the handler whoever sends, which is right for "disconnect" alone.
    """

    def register(handler: SocketHandler) -> SocketHandler:
        @wraps(handler)
        def guarded(*sent: Any) -> Any:
            try:
                if event == "disconnect":
                    note_closed()
                    return handler(checked_actor(permission), {})
                socket_doors.count_event()
                if event == "connect":
                    note_open(checked_actor(permission), namespace)
                    db.session.rollback()  # a session that ended before its socket was noted is found over now
                    return handler(checked_actor(permission), {})
                return handler(checked_actor(permission), socket_doors.facts_of(sent))
            except Refused as refusal:
                answer = refused(refusal.status, refusal.message)
                if refusal.status == Refused.status:
                    socket_doors.note("malformed", event_name=event)
            except Exception as error:
                if event != "connect" and has_left(namespace):  # nobody waits for an answer any more
                    return None
                log.exception("socket event failed", event_name=event, error=type(error).__name__)
                answer = refused(500)
            finally:
                db.session.remove()
            if event == "connect":
                note_closed()
                raise HandshakeRefused(answer["message"])
            return answer

        _handlers[namespace, event] = guarded
        _permissions[namespace, event] = permission
        if socketio.server is not None:
            bind(namespace, event, guarded)
        return handler

    return register


def has_left(namespace: str) -> bool:
    """Whether the socket that sent the event at hand is gone meanwhile: a page that is left while it enters."""
    sid: str = request.sid  # type: ignore[attr-defined]
    return not socketio.server.manager.is_connected(sid, namespace)


def unknown_event(event: object, *sent: Any) -> Answer:
    """Answers an event that no feature registered."""
    try:
        socket_doors.count_event()
    except Refused as refusal:
        return refused(refusal.status, refusal.message)
    socket_doors.note("unknown event")
    return refused(404)


def note_open(actor: Actor, namespace: str) -> None:
    """Notes the socket that the event at hand opens."""
    sid: str = request.sid  # type: ignore[attr-defined]
    here = socket_doors.connection()
    opened = open_sockets.OpenSocket(here.number, current_session(), namespace, sid)
    open_sockets.note_open(actor.person_id, opened)
    here.opened[sid] = (actor.person_id, opened)


def note_closed() -> None:
    """Forgets the socket that the event at hand closes, whatever became of its session."""
    noted = socket_doors.connection().opened.pop(request.sid, None)  # type: ignore[attr-defined]
    if noted is not None:
        open_sockets.note_closed(*noted)


def checked_actor(permission: str) -> Actor:
    """The actor of the event at hand, whose session still stands.

    Raises:
        NotAllowed: the session is over, or the permission is of the whole site and not theirs.
    """
    login_manager._load_user()
    actor = current_actor()
    if permission == policy.PUBLIC_PERMISSION:
        return actor
    if not actor.is_signed_in:
        raise NotAllowed(_("Votre session est terminée. Connectez-vous de nouveau."))
    if policy.is_of_site(permission):
        policy.require(actor, permission)
    return actor


def refused(status: int, message: str = "") -> Answer:
    """The acknowledgement of what is not done."""
    return {"ok": False, "status": status, "message": message or error_pages.words_for(status)[1]}


def whole_number(facts: Facts, name: str) -> int:
    """Reads a number from an event's facts.

    Raises:
        NotFound: there is none, or one that no row can have.
    """
    value = facts.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST_ID:
        raise NotFound
    return value


def words(facts: Facts, name: str) -> str:
    """Reads a text from an event's facts: empty where there is none."""
    value = facts.get(name)
    return value if isinstance(value, str) else ""


def socket_permissions() -> dict[str, str]:
    """The permission that each socket event declares: `{"/rooms say": "message.say"}`."""
    return {f"{namespace} {event}": permission for (namespace, event), permission in sorted(_permissions.items())}
