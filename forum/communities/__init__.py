"""Communities: people of different schools around a subject."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, views and commands."""
    from forum.communities import claims, events, policy  # noqa: F401
    from forum.communities.cli import communities
    from forum.communities.views import bp

    app.register_blueprint(bp)
    app.cli.add_command(communities)
