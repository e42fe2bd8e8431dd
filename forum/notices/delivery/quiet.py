"""When a person is left in peace: evenings, weekends, school holidays, on the clock of their own time zone.

Everything here is reckoned from its arguments alone. What is held is mail and push, never what the site itself shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from forum.notices.delivery.holidays import NONE, Days

FURTHEST_DAYS = 100
"""How far to look for an open moment: the longest holidays are two months."""
SATURDAY = 5


@dataclass(frozen=True)
class Quiet:
    """A person's quiet time.

    Args:
        zone: the time zone that its hours are of.
        is_on: without it, no time is quiet.
        begins, ends: the hours between which each day is quiet, over midnight where the first is the later of the two.
        weekends: whether Saturdays and Sundays are quiet from midnight to midnight.
        holidays: the days that are quiet likewise.
    """

    zone: ZoneInfo
    is_on: bool
    begins: time
    ends: time
    weekends: bool
    holidays: Days = NONE

    def day_is_quiet(self, day: date) -> bool:
        """Whether all of a day is quiet."""
        return (self.weekends and day.weekday() >= SATURDAY) or day in self.holidays

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is quiet."""
        if not self.is_on:
            return False
        local = moment.astimezone(self.zone)
        clock = local.time()
        if self.begins <= self.ends:
            within = self.begins <= clock < self.ends
        else:
            within = clock >= self.begins or clock < self.ends
        return within or self.day_is_quiet(local.date())


def next_open_moment(quiet: Quiet, moment: datetime) -> datetime:
    """The first moment, from the given one on, at which a person may be reached.

    Quiet time ends at one of two hours of a day: at midnight, or when the night's does. Where a clock is put back, an
    hour comes twice and both count; where it is put forward over that hour, the person is reached within the hour
    after it.

    Args:
        quiet: the person's quiet time.
        moment: aware; what is returned is in UTC.
    """
    moment = moment.astimezone(UTC)
    if not quiet.holds(moment):
        return moment
    today = moment.astimezone(quiet.zone).date()
    for days in range(FURTHEST_DAYS):
        for found in ends_of_quiet(quiet, today + timedelta(days=days)):
            if found >= moment and not quiet.holds(found):
                return found
    return moment


def ends_of_quiet(quiet: Quiet, day: date) -> Iterator[datetime]:
    """The moments of a day at which quiet time may end, earliest first."""
    for clock in sorted({time(0), quiet.ends}):
        for fold in (0, 1):
            yield datetime.combine(day, clock, quiet.zone).replace(fold=fold).astimezone(UTC)
