"""People: who they are, how they come in, what they may do across the site."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.accounts import cli, documents, mail, policy, sessions, views  # noqa: F401
    from forum.accounts.professions import profession_words
    from forum.accounts.views import entrance, feeds, people, settings  # noqa: F401
    from forum.extensions import login_manager

    login_manager.init_app(app)
    app.jinja_env.filters["profession"] = profession_words
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.people)
