"""Real time: Socket.IO in threads of the web process, with Redis between processes where there are several."""

from __future__ import annotations

from flask import Flask

from config import Settings
from forum.extensions import socketio


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
