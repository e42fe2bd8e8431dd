"""Reports, and what mediators do about them."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, notices and views."""
    from forum.moderation import events, models, notices, panels, policy  # noqa: F401
    from forum.moderation.views import bp

    app.register_blueprint(bp)
