"""Communities: people of different schools around a subject."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.communities import models  # noqa: F401
