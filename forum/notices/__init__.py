"""What people are told, when and how."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.notices import models, policy, services, views  # noqa: F401

    app.register_blueprint(views.bp)
