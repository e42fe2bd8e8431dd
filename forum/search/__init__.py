"""Search: what is typed, documents, the engine. Knows no feature: they hand it their documents."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the engine, the page, the commands and what mends the index."""
    from forum.search import tasks  # noqa: F401
    from forum.search.cli import commands
    from forum.search.engines.whoosh import WhooshEngine
    from forum.search.views import bp

    app.extensions["search"] = WhooshEngine(app.config["SETTINGS"].data_dir / "search")
    app.register_blueprint(bp)
    app.cli.add_command(commands)
