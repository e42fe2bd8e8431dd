"""Having what is due leave, a few at a time: every minute, right after somebody is told, or by command."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from forum.core import mailer
from forum.core.jobs import at_will, every, soon
from forum.core.models import now
from forum.notices.delivery.mailing import due_mails, send_mail
from forum.notices.delivery.outcomes import Outcome
from forum.notices.delivery.push.pushing import due_pushes, push

Due = TypeVar("Due")

AT_ONCE = 50
"""Taken from the list of what is due at a time."""
SLICE_SECONDS = 3.0
"""How long one job lasts: what waits behind it, the index and the bells, waits no longer."""
MOST_FAILURES = 3
"""In a row: the server is then taken to be away for all that is left."""
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Run:
    """What one run did.

    Args:
        ends_at: when it is to end, on the clock of `time.monotonic`; None for when nothing is due any more.
        is_unfinished: that moment came before.
    """

    ends_at: float | None = None
    mailed: int = 0
    pushed: int = 0
    failed: int = 0
    is_unfinished: bool = False

    def has_time(self) -> bool:
        """Whether to go on."""
        if self.ends_at is not None and time.monotonic() >= self.ends_at:
            self.is_unfinished = True
        return not self.is_unfinished


@every(minute="*")
@at_will
def deliver_due() -> None:
    """Has what is due leave, for a few seconds; where that is not enough, again once others had their turn."""
    if run(SLICE_SECONDS).is_unfinished:
        soon(deliver_due)


def run(seconds: float | None = None, *, early: bool = False, seen: Callable[[Run], object] | None = None) -> Run:
    """Has what is due leave.

    Each mail is taken, committed, written and handed over before the next, so that memory does not grow with their
    number, and so that a process that dies leaves one of them at most in doubt.

    Args:
        seconds: how long at most; None for as long as it takes.
        early: what waits for its hour leaves too, quiet time or not.
        seen: told after each mail.
    """
    done = Run(None if seconds is None else time.monotonic() + seconds)
    horizon = END_OF_TIME if early else now()
    for outcome in outcomes(done, lambda: due_pushes(horizon, AT_ONCE), lambda due: push(due, horizon, early=early)):
        done.pushed += outcome is Outcome.SENT
    with mailer.line() as line:
        for outcome in outcomes(
            done, lambda: due_mails(horizon, AT_ONCE), lambda due: send_mail(due, horizon, line, early=early)
        ):
            done.mailed += outcome is Outcome.SENT
            if seen is not None:
                seen(done)
    return done


def outcomes(done: Run, listed: Callable[[], Sequence[Due]], send: Callable[[Due], Outcome]) -> Iterator[Outcome]:
    """Sends what is due, list after list, until nothing is, time is over, or the server is away."""
    failures = 0
    while due := listed():
        for one in due:
            if not done.has_time():
                return
            outcome = send(one)
            failures = failures + 1 if outcome is Outcome.FAILED else 0
            done.failed += outcome is Outcome.FAILED
            yield outcome
            if failures == MOST_FAILURES:
                return
