"""Mediation cases: a third party organises, and recommends nothing; the parties find their own way."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, notices, jobs, commands and views."""
    from forum.mediation import events, models, notices, panels, policy, tasks  # noqa: F401
    from forum.mediation.cli import mediation
    from forum.mediation.views import bp

    app.register_blueprint(bp)
    app.cli.add_command(mediation)
