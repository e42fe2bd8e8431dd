"""Rooms: what members say to each other, live."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, panels, sockets and views."""
    from forum.chat import events, handlers, models, panels, policy, sockets  # noqa: F401
    from forum.chat.views import bp

    app.register_blueprint(bp)
