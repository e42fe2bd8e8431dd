"""The demonstration: accounts, schools, discussions and sheets to try Médiane with."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the demonstration's pages and its command. In production, this is not called."""
    from forum.demo import styleguide, views
    from forum.demo.cli import demo

    app.register_blueprint(views.bp)
    app.register_blueprint(styleguide.bp)
    app.cli.add_command(demo)
