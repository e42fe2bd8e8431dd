"""People: who they are, how they come in, what they may do across the site."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.accounts import sessions  # noqa: F401
    from forum.extensions import login_manager

    login_manager.init_app(app)
