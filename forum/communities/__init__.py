"""Communities: people of different schools around a subject."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, jobs, views and commands."""
    from forum.communities import (  # noqa: F401
        audiences,
        claims,
        events,
        mail,
        notices,
        notices_facilitators,
        notices_members,
        policy,
        tasks,
    )
    from forum.communities.cli import communities
    from forum.communities.views import bp
    from forum.communities.words import admission_words

    app.jinja_env.filters["admission"] = admission_words
    app.register_blueprint(bp)
    app.cli.add_command(communities)
