"""What carries pushes between processes: Redis, through Socket.IO's own manager.

A push is no record: while Redis is away, those who are connected to another process than the one that pushes hear
nothing. So once it is back, each process asks its own people to come in again, and coming in closes the gap.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import structlog
from redis import Redis
from redis.exceptions import RedisError
from socketio import RedisManager  # type: ignore[import-untyped]

from forum.core.crowds import Crowds

CHANNEL = "mediane"
GAP = "gap "
"""What a process says which could not push for a while, with its own number."""
CONNECT_WAIT = 2.0
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0
"""Seconds between two attempts to hear again."""
QUIET = 10.0
"""Seconds without a push after which the connection is tried out."""

log = structlog.get_logger("realtime")


class Queue(RedisManager, Crowds):
    """Socket.IO's manager on Redis, which says when it hears again; what it hears, it pushes as `Crowds` does.

    Args:
        url: the Redis that the processes share.
        hears_again: run each time that pushes of other processes may have been missed.
    """

    def __init__(self, url: str, hears_again: Callable[[], object]) -> None:
        super().__init__(url, channel=CHANNEL, redis_options={"socket_connect_timeout": CONNECT_WAIT})
        self._hears_again = hears_again
        self._publishing = Redis.from_url(
            url, socket_connect_timeout=CONNECT_WAIT, socket_timeout=CONNECT_WAIT, health_check_interval=30
        )
        self._is_away = False
        self._lock = threading.Lock()

    def _publish(self, data: dict[str, object]) -> None:
        try:
            self._publishing.publish(self.channel, self.json.dumps(data))
        except RedisError as error:
            with self._lock:
                is_known, self._is_away = self._is_away, True
            if not is_known:
                log.warning("a push reached this process alone", error=type(error).__name__)
                self.server.start_background_task(self._tell_of_gap)

    def _tell_of_gap(self) -> None:
        """Tells the other processes, once they can hear it, that they missed something."""
        while True:
            time.sleep(LONGEST_WAIT / 2)
            with self._lock:
                self._is_away = False  # what fails from now on is told of by itself
            try:
                self._publishing.publish(self.channel, GAP + self.host_id)
            except RedisError:
                with self._lock:
                    if self._is_away:  # another does so now
                        return
                    self._is_away = True
            else:
                return

    def _redis_listen_with_retries(self) -> Iterator[dict[str, object]]:
        wait, has_missed = FIRST_WAIT, False
        while True:
            try:
                heard = Redis.from_url(
                    self.redis_url, socket_connect_timeout=CONNECT_WAIT, health_check_interval=QUIET
                ).pubsub()  # type: ignore[no-untyped-call]
                heard.subscribe(self.channel)
                while True:
                    message = heard.get_message(timeout=QUIET)
                    if message is None:
                        continue  # having waited, the connection is tried out
                    if message["type"] == "subscribe":
                        wait = FIRST_WAIT
                        if has_missed:
                            self._hears_again()
                        has_missed = True
                    elif str(message["data"], "utf-8", "replace").startswith(GAP):
                        if not str(message["data"], "utf-8").endswith(self.host_id):
                            self._hears_again()
                    else:
                        yield message
            except (RedisError, OSError) as error:
                log.warning("pushes of other processes are not heard", error=type(error).__name__, again_in=wait)
            time.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
