"""Schools and who belongs to them."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.schools import audiences, claims, documents, notices, policy  # noqa: F401
    from forum.schools.cli import schools
    from forum.schools.views import bp
    from forum.schools.words import kind_words

    app.jinja_env.filters["school_kind"] = kind_words
    app.register_blueprint(bp)
    app.cli.add_command(schools)
