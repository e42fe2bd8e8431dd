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

from config import Settings
from forum.core import error_pages, policy
from forum.core.actor import Actor, current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import NotAllowed, NotFound, Refused
from forum.extensions import db, login_manager, socketio

Facts = Mapping[str, Any]
Answer = dict[str, Any]
SocketHandler = Callable[[Actor, Facts], Answer | None]
WholeHandler = Callable[..., Any]


log = structlog.get_logger("realtime")
_handlers: dict[tuple[str, str], WholeHandler] = {}
_permissions: dict[tuple[str, str], str] = {}


def init_app(app: Flask, settings: Settings) -> None:
    """Binds Socket.IO. Same-origin connections only, since nothing else is allowed by default."""
    socketio.init_app(
        app,
        async_mode="threading",
        message_queue=settings.redis_url or None,
        cookie=None,
        manage_session=False,
        max_http_buffer_size=200_000,
        ping_interval=20,
        ping_timeout=20,
    )
    for (namespace, event), handler in _handlers.items():  # a second application of one process has a server of its own
        socketio.on_event(event, handler, namespace=namespace)


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
            facts = sent[0] if sent and isinstance(sent[0], dict) else {}
            try:
                return handler(checked_actor(permission), facts)
            except Refused as refusal:
                answer = refused(refusal.status, refusal.message)
            except Exception as error:
                if event != "connect" and has_left(namespace):  # nobody waits for an answer any more
                    return None
                log.exception("socket event failed", event_name=event, error=type(error).__name__)
                answer = refused(500)
            finally:
                db.session.remove()
            if event == "connect":
                raise ConnectionRefusedError(answer["message"])
            return answer

        _handlers[namespace, event] = guarded
        _permissions[namespace, event] = permission
        if socketio.server is not None:
            socketio.on_event(event, guarded, namespace=namespace)
        return handler

    return register


def has_left(namespace: str) -> bool:
    """Whether the socket that sent the event at hand is gone meanwhile: a page that is left while it enters."""
    sid: str = request.sid  # type: ignore[attr-defined]
    return not socketio.server.manager.is_connected(sid, namespace)


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
