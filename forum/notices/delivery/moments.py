"""When a digest leaves: in the morning of a day on which its reader may be reached."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from forum.notices.delivery.quiet import FURTHEST_DAYS, Quiet, next_open_moment
from forum.notices.models import Rhythm

MORNING = time(8)
MONDAY = 0


def next_digest(rhythm: Rhythm, quiet: Quiet, moment: datetime) -> datetime:
    """When the digest that tells what happened at a moment leaves.

    A daily one leaves on the next morning; a weekly one on the next Monday, or on the first day after it that is no
    holiday. Either waits for the end of the reader's quiet time.

    Args:
        rhythm: daily or weekly.
        quiet: the reader's quiet time.
        moment: aware; what is returned is later, and in UTC.
    """
    local = moment.astimezone(quiet.zone)
    first = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        first += timedelta(days=(MONDAY - first.weekday()) % 7)
    for days in range(FURTHEST_DAYS):
        day = first + timedelta(days=days)
        found = next_open_moment(quiet, morning_of(day, quiet))
        if found.astimezone(quiet.zone).date() == day:
            return found
    return next_open_moment(quiet, morning_of(first, quiet))  # whoever is reached at other hours alone


def morning_of(day: date, quiet: Quiet) -> datetime:
    return datetime.combine(day, MORNING, quiet.zone).astimezone(UTC)


def period_of(rhythm: Rhythm, quiet: Quiet, moment: datetime) -> str:
    """What the digest of a moment is called, so that one person gets it once: "2026-11-25", "2026-W48"."""
    day = moment.astimezone(quiet.zone).date()
    return day.isoformat() if rhythm is Rhythm.DAILY else f"{day:%G-W%V}"
