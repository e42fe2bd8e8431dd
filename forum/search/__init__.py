"""Search: what is typed, documents, the engine. Knows no feature: they hand it their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from config import Settings
    from forum.search.engine import Engine


def register(app: Flask) -> None:
    """Binds the engine, the page, the commands and what mends the index."""
    from forum.search import models, policy, tasks  # noqa: F401
    from forum.search.cli import commands
    from forum.search.views import bp
    from forum.search.views_synonyms import bp as synonyms

    app.extensions["search"] = engine_of(app, app.config["SETTINGS"])
    app.register_blueprint(bp)
    app.register_blueprint(synonyms)
    app.cli.add_command(commands)


def engine_of(app: Flask, settings: Settings) -> Engine:
    """The engine that the settings name; without a name, the one that goes with the database."""
    if settings.is_searched_by_postgresql:
        from forum.extensions import db
        from forum.search.engines.postgres import PostgresEngine

        with app.app_context():
            return PostgresEngine(db.engine)
    from forum.search.engines.whoosh import WhooshEngine

    return WhooshEngine(settings.data_dir / "search")
