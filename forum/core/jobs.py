"""Jobs, run by Huey: in a thread of the web process, or in `flask worker` with Redis."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import structlog
from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer

from config import Settings

Work = Callable[[], object]
SLICE_SECONDS = 1.0
"""How long the outbox is delivered before other jobs have their turn."""
log = structlog.get_logger("jobs")
_periodic: list[tuple[Work, dict[str, str]]] = []
_wanted: dict[str, Work] = {}


def every(**when: str) -> Callable[[Work], Work]:
    """Has a function run by the clock, in UTC.

    Args:
        when: as in a crontab: `minute="0"`, `hour="*/6"`.
    """

    def register(work: Work) -> Work:
        _periodic.append((work, when))
        return work

    return register


def at_will(work: Work) -> Work:
    """Has a function run whenever `soon` asks for it, after what was asked for before."""
    _wanted[work.__name__] = work
    return work


class ThreadConsumer(Consumer):
    """A consumer that lives beside the web server's threads and leaves signals to the server."""

    def _set_signal_handlers(self) -> None:
        pass


@dataclass
class Jobs:
    """The jobs of one application."""

    app: Flask
    huey: Huey
    deliver: Callable[[], Any]
    run_wanted: Callable[[str], Any]
    within_app: Callable[[Work], Work]
    consumer: ThreadConsumer | None = None
    has_periodic: bool = False

    def start_thread(self) -> None:
        """Starts to run jobs in threads of this process, once."""
        if self.consumer is not None:
            return
        from forum.core.events import release_leases

        with self.app.app_context():
            release_leases()
        self.bind_periodic()
        # A fifth of a second at most between a commit and its delivery.
        self.consumer = ThreadConsumer(self.huey, workers=1, initial_delay=0.02, max_delay=0.2)
        self.consumer.start()
        self.deliver()

    def bind_periodic(self) -> None:
        """Has what features registered by `every` run by the clock, once; all are known when the process serves."""
        if self.has_periodic:
            return
        self.has_periodic = True
        for work, when in _periodic:
            self.huey.periodic_task(crontab(**when))(self.within_app(work))

    def run_worker(self) -> None:
        """Runs jobs until told to stop: what `flask worker` does."""
        self.bind_periodic()
        Consumer(self.huey, workers=2, initial_delay=0.02, max_delay=0.2).run()


def init_app(app: Flask, settings: Settings) -> None:
    """Prepares the jobs of an application; none runs before `start_thread` or `run_worker`."""
    if settings.redis_url:
        # Whoever writes waits for an answer no longer than this: the sweep delivers what is not asked for now.
        bounds = "socket_connect_timeout=2&socket_timeout=3"
        url = f"{settings.redis_url}{'&' if '?' in settings.redis_url else '?'}{bounds}"
        huey: Huey = RedisHuey("mediane", url=url, results=False)
    else:
        huey = SqliteHuey("mediane", filename=str(settings.data_dir / "jobs.db"), results=False)

    def within_app(work: Work) -> Work:
        def run() -> None:
            with app.app_context():
                work()

        run.__name__ = work.__name__
        return run

    def deliver_outbox() -> None:
        from forum.core.events import deliver_outbox as deliver_all

        with delivering:
            deliver_all(SLICE_SECONDS)

    delivering = threading.Lock()
    deliver = huey.task()(within_app(deliver_outbox))

    def run_by_name(name: str) -> None:
        with app.app_context():
            _wanted[name]()

    run_wanted = huey.task()(run_by_name)

    def sweep_outbox() -> None:
        deliver_outbox()

    huey.periodic_task(crontab())(within_app(sweep_outbox))
    jobs = app.extensions["jobs"] = Jobs(app, huey, deliver, run_wanted, within_app)

    @app.cli.command("worker")
    def worker() -> None:
        """Run jobs until told to stop, beside web processes started with JOBS=worker."""
        jobs.run_worker()


def current_jobs() -> Jobs:
    """The jobs of the application at hand."""
    return cast(Jobs, current_app.extensions["jobs"])


def kick_outbox() -> None:
    """Asks for the delivery of what was just committed; the sweep does it where asking fails."""
    if current_app.config["SETTINGS"].jobs == "by-hand":
        return
    try:
        current_jobs().deliver()
    except Exception as failure:  # said in a line: it comes with each message while the queue is away
        log.warning("the outbox waits for the sweep", error=str(failure))


def soon(work: Work) -> None:
    """Asks for a function registered by `at_will` to be run; by the clock alone where asking fails."""
    if current_app.config["SETTINGS"].jobs == "by-hand":
        return
    try:
        current_jobs().run_wanted(work.__name__)
    except Exception as failure:
        log.warning("a job waits for the clock", job=work.__name__, error=str(failure))
