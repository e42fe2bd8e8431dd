"""Discussions: spaces, threads, posts."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.core.time_limits import is_within
    from forum.discussions import (  # noqa: F401
        claims,
        documents,
        facets,
        live,
        notices,
        offered,
        openings,
        panels,
        places,
        policy,
        quotations,
        sockets,
    )
    from forum.discussions.cli import discussions, spaces
    from forum.discussions.services.holding import ending  # noqa: F401
    from forum.discussions.views import bp

    app.jinja_env.tests["within"] = is_within
    app.register_blueprint(bp)
    app.cli.add_command(spaces)
    app.cli.add_command(discussions)
