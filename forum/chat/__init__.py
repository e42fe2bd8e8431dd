"""Rooms: what members say to each other, live."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, panels, sockets and views."""
    from forum.chat import (  # noqa: F401
        audiences,
        claims,
        composing,
        documents,
        events,
        handlers,
        models,
        notices,
        panels,
        places,
        policy,
        quotables,
        sockets,
        unread,
        upkeep,
    )
    from forum.chat.views import bp

    app.register_blueprint(bp)
