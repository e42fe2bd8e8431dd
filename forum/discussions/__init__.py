"""Discussions: spaces, threads, posts."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.discussions import documents, notices, openings, panels, policy  # noqa: F401
    from forum.discussions.cli import spaces
    from forum.discussions.views import bp

    app.register_blueprint(bp)
    app.cli.add_command(spaces)
