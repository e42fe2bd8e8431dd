"""The home page and the standing pages, over all features; and what every page's frame shows."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the frame, the pages and the answers to machines that ask how the site is."""
    from forum.pages import frame, health, home, standing

    frame.init_app(app)
    app.register_blueprint(home.bp)
    app.register_blueprint(standing.bp)
    app.register_blueprint(health.bp)
