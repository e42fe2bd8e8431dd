"""Searches that members keep, and that tell them what is new."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, words, views and what is done by the clock."""
    from forum.saved_searches import models, notices, policy, tasks  # noqa: F401
    from forum.saved_searches.views import bp

    app.register_blueprint(bp)
