"""How often things may be done: per address of the network for credentials, per person for writing."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, current_app
from flask_babel import gettext as _
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter, RateLimiter
from redis.exceptions import RedisError

from config import Settings
from forum.core.errors import TooMany
from forum.extensions import limiter

log = structlog.get_logger("ratelimits")
_alone = MovingWindowRateLimiter(MemoryStorage())


def init_app(app: Flask, settings: Settings) -> None:
    """Binds the limiter to memory, or to Redis where there are several processes."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    app.config["RATELIMIT_STRATEGY"] = "moving-window"
    if settings.redis_url:
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
        app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = True  # while Redis is away
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
    if not hit(rate, what, str(person_id)):
        raise TooMany(
            _("Vous écrivez plus vite que l’espace ne peut suivre. Attendez une minute, puis réessayez."),
            seconds_left(rate, what, str(person_id)),
        )


def hit(rate: RateLimitItem, *names: str) -> bool:
    """Counts one more, and says whether it may pass."""
    return bool(counted(lambda counter: counter.hit(rate, *names)))


def seconds_left(rate: RateLimitItem, *names: str) -> int:
    """Seconds until one more is accepted."""
    return seconds_until(counted(lambda counter: counter.get_window_stats(rate, *names)).reset_time)


def forget(rate: RateLimitItem, *names: str) -> None:
    """Counts from nothing again."""
    counted(lambda counter: counter.clear(rate, *names))


def counted(question: Callable[[RateLimiter], Any]) -> Any:
    """What the limiter answers; while Redis is away, each process counts for itself, so that writing goes on."""
    try:
        return question(limiter.limiter)
    except RedisError as error:
        log.warning("this process counts alone", error=type(error).__name__)
        return question(_alone)


def seconds_until_free() -> int:
    """How long until the limit that the request at hand ran into lets one more pass."""
    limit = limiter.current_limit
    return seconds_until(limit.reset_at) if limit is not None else 1


def seconds_until(moment: float) -> int:
    return max(1, int(moment - time.time()))
