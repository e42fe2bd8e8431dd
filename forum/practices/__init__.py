"""The practice library: sheets, the reader of reports, the editor."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.practices import documents, panels, policy  # noqa: F401
    from forum.practices.cli import practices
    from forum.practices.fields import opinion_words, value_slug
    from forum.practices.views import bp

    app.jinja_env.filters.update(opinion=opinion_words, value_slug=value_slug)
    app.register_blueprint(bp)
    app.cli.add_command(practices)
