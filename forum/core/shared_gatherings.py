"""Gatherings in Redis, which several processes see alike.

A place is a sorted set of names by the moment they end. What a process holds, it renews; where Redis is away, a process
sees what it holds itself, and puts it back when Redis is there again, even with nothing left in it.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable

import structlog
from flask import Flask
from redis import Redis
from redis.exceptions import RedisError

from forum.core.gatherings import LEASE, Gatherings

RENEWED = 6.0
"""Seconds between two renewals: two may be missed before anything ends."""
ANSWER_WAIT = 1.0
LEFT_ALONE = 2.0
"""Seconds for which a Redis that did not answer is not asked again, so that nobody waits for it twice."""
PREFIX = "mediane:gathering:"

log = structlog.get_logger("gatherings")
_after_renewal: list[Callable[[], object]] = []


def after_renewal(look: Callable[[], object]) -> Callable[[], object]:
    """Has a function run after each renewal, with the application: what ended by itself is noticed there."""
    _after_renewal.append(look)
    return look


class SharedGatherings(Gatherings):
    """Those of several processes.

    Args:
        url: the Redis that they share.
        app: the application that `after_renewal` looks with.
    """

    def __init__(self, url: str, app: Flask) -> None:
        self._redis = Redis.from_url(
            url, decode_responses=True, socket_timeout=ANSWER_WAIT, socket_connect_timeout=ANSWER_WAIT
        )
        self._app = app
        self._held: dict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._asked_again_at = 0.0
        self._renewing: threading.Thread | None = None

    def hold(self, place: str, name: str) -> None:
        with self._lock:
            self._held[place].add(name)
            if self._renewing is None:
                self._renewing = threading.Thread(target=self._renew_for_ever, daemon=True, name="gatherings")
                self._renewing.start()
        self.put(place, name, LEASE)

    def put(self, place: str, name: str, seconds: float) -> None:
        def add() -> None:
            with self._redis.pipeline(transaction=False) as line:
                line.zadd(PREFIX + place, {name: time.time() + seconds})
                line.expire(PREFIX + place, int(LEASE) + 1)
                line.execute()

        self._ask(add)

    def let_go(self, place: str, names: Iterable[str]) -> None:
        gone = list(names)
        with self._lock:
            self._held[place].difference_update(gone)
            if not self._held[place]:
                del self._held[place]
        if gone:
            self._ask(lambda: self._redis.zrem(PREFIX + place, *gone))

    def names(self, place: str) -> list[str]:
        found = self._ask(lambda: self._redis.zrangebyscore(PREFIX + place, time.time(), "+inf"))
        with self._lock:
            mine = set(self._held.get(place, ()))
        return list(mine | set(found)) if isinstance(found, list) else list(mine)

    def held(self) -> dict[str, set[str]]:
        with self._lock:
            return {place: set(names) for place, names in self._held.items()}

    def renew(self) -> None:
        """Says that this process lives, for all it holds."""
        held = self.held()

        def add() -> None:
            with self._redis.pipeline(transaction=False) as line:
                for place, names in held.items():
                    line.zadd(PREFIX + place, dict.fromkeys(names, time.time() + LEASE))
                    line.zremrangebyscore(PREFIX + place, "-inf", time.time())
                    line.expire(PREFIX + place, int(LEASE) + 1)
                line.execute()

        self._ask(add)
        with self._lock:  # what was let go meanwhile was put back by the renewal
            late = {place: names - self._held.get(place, set()) for place, names in held.items()}
        for place, names in late.items():
            if names:
                self._ask(lambda place=place, names=names: self._redis.zrem(PREFIX + place, *names))  # type: ignore[misc]

    def _renew_for_ever(self) -> None:
        while True:
            time.sleep(RENEWED)
            try:
                self.renew()
                with self._app.app_context():
                    for look in _after_renewal:
                        look()
            except Exception:
                log.exception("a renewal failed")

    def _ask(self, question: Callable[[], object]) -> object:
        """What Redis answers; nothing while it is away."""
        if time.monotonic() < self._asked_again_at:
            return None
        try:
            return question()
        except RedisError as error:
            self._asked_again_at = time.monotonic() + LEFT_ALONE
            log.warning("Redis does not answer; each process knows its own", error=type(error).__name__)
            return None
