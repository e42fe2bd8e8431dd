"""Proposals: polls and consent rounds put in a thread."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views, panels and jobs."""
    from forum.proposals import carrying, models, notices, panels, policy, tasks  # noqa: F401
    from forum.proposals.views import bp
    from forum.proposals.words import FILTERS

    app.jinja_env.filters.update(FILTERS)
    app.register_blueprint(bp)
