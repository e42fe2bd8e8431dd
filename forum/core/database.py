"""Binding the database: one engine, SQLite or PostgreSQL, and migrations."""

from __future__ import annotations

from typing import Any

from flask import Flask

from config import Settings
from forum.core import changes, outbox  # noqa: F401  (the tables of core itself)
from forum.core.transactions import prepare_sqlite
from forum.extensions import db, migrate


def init_app(app: Flask, settings: Settings) -> None:
    """Binds the engine and Alembic to an application. Nothing connects before the first statement."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations", render_as_batch=True, compare_type=True)
    if settings.is_sqlite:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with app.app_context():
            prepare_sqlite(db.engine)


def engine_options(settings: Settings) -> dict[str, Any]:
    # An error's words go to the log, and must hold nothing of what people write.
    common: dict[str, Any] = {"hide_parameters": True}
    if settings.is_sqlite:
        return {**common, "pool_size": min(settings.threads, 20), "max_overflow": settings.threads}
    # A server has so many connections for all processes: threads wait for one another's.
    return {**common, "pool_size": settings.database_connections, "max_overflow": 0, "pool_pre_ping": True}
