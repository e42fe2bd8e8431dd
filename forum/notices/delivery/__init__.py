"""How notices reach people outside of the site: by mail, by digest, by web push, each when the person wishes."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the handlers, views and commands of delivery."""
    from forum.notices.delivery import planning  # noqa: F401
    from forum.notices.delivery.cli import notices
    from forum.notices.delivery.views import bp, mail_events, preferences, push, unsubscribe  # noqa: F401

    app.register_blueprint(bp)
    app.cli.add_command(notices)
