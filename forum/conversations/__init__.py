"""Private conversations between a few members."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers and views."""
    from forum.conversations import live, notices, panels, places, policy, sockets  # noqa: F401
    from forum.conversations.views import bp

    app.register_blueprint(bp)
