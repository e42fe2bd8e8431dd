"""The practice library: sheets, the reader of reports, the editor."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.practices import (  # noqa: F401  # noqa: F401
        claims,
        documents,
        notices,
        notices_quotations,
        notices_transpositions,
        notices_watched,
        notices_watching,
        notices_writing,
        panels,
        policy,
        search_facets,
        tasks,
        tasks_quotations,
        tasks_transpositions,
    )
    from forum.practices.cli import practices
    from forum.practices.fields import opinion_words, value_slug
    from forum.practices.views import bp

    app.jinja_env.filters.update(opinion=opinion_words, value_slug=value_slug)
    app.register_blueprint(bp)
    app.cli.add_command(practices)
    tasks.register(app)
