"""Writing: what every composer needs, whatever is written there: drafts, files, mentions, quotations."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Binds the feature's policy, views and jobs."""
    from forum.writing import policy  # noqa: F401
    from forum.writing.services import erase_files  # noqa: F401
    from forum.writing.views import bp

    app.register_blueprint(bp)
