"""How often things may be done: per address of the network for credentials, per person for writing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_babel import gettext as _
from limits import parse

from config import Settings
from forum.core.errors import TooMany
from forum.extensions import limiter


def init_app(app: Flask, settings: Settings) -> None:
    """Binds the limiter to memory, or to Redis where there are several processes."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    limiter.init_app(app)


def credentials_limit() -> Any:
    """The limit of every view that takes credentials or sends a link by mail; for POST alone."""
    rate: Callable[[], str] = lambda: f"{current_app.config['SETTINGS'].credentials_per_hour}/hour"  # noqa: E731
    return limiter.shared_limit(rate, scope="credentials", methods=["POST"])


def count_once(what: str, person_id: int, per_minute: int) -> None:
    """Counts one more of what a person writes.

    Args:
        what: "posts", "messages".
        person_id: whose.
        per_minute: how many a minute are accepted.

    Raises:
        TooMany: the person wrote that many in the last minute.
    """
    rate = parse(f"{per_minute}/minute")
    if not limiter.limiter.hit(rate, what, str(person_id)):
        free_at = limiter.limiter.get_window_stats(rate, what, str(person_id)).reset_time
        raise TooMany(
            _("Vous écrivez plus vite que l’espace ne peut suivre. Attendez une minute, puis réessayez."),
            seconds_until(free_at),
        )


def seconds_until_free() -> int:
    """How long until the limit that the request at hand ran into lets one more pass."""
    limit = limiter.current_limit
    return seconds_until(limit.reset_at) if limit is not None else 1


def seconds_until(moment: float) -> int:
    return max(1, int(moment - time.time()))
