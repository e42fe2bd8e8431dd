"""Pushes that come as often as something changes, and are wanted no oftener than once a second."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog
from flask import Flask, current_app

from forum.extensions import db, socketio

PACE = 1.0

log = structlog.get_logger("realtime")
_waiting: set[str] = set()
_lock = threading.Lock()


def at_pace(name: str, push: Callable[[], object]) -> None:
    """Has a push made within a second, once however often it is asked for meanwhile: it reads how things stand then.

    Args:
        name: what is pushed, and to which room.
    """
    with _lock:
        if name in _waiting:
            return
        _waiting.add(name)
    socketio.start_background_task(push_later, this_app(), name, push)


def push_later(app: Flask, name: str, push: Callable[[], object]) -> None:
    socketio.sleep(PACE)
    with _lock:
        _waiting.discard(name)
    within(app, push)


def within(app: Flask, push: Callable[[], object]) -> None:
    """Makes a push in a thread of its own: an error ends nothing but it."""
    with app.app_context():
        try:
            push()
        except Exception:
            log.exception("a push failed")
        finally:
            db.session.remove()


def this_app() -> Flask:
    """The application at hand, to work with in another thread."""
    return current_app._get_current_object()  # type: ignore[attr-defined]
