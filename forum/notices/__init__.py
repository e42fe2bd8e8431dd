"""What people are told, when and how."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, handlers, views and commands."""
    from forum.notices import delivery, live, models, policy, services, sockets, views  # noqa: F401
    from forum.notices.panels import watch_button

    app.jinja_env.globals["watch_button"] = watch_button
    app.register_blueprint(views.bp)
    delivery.register(app)
