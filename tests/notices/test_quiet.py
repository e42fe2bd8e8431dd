"""When people are left in peace: evenings, weekends, holidays, across time zones and clocks that are put on or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.timezones import TIMEZONES
from forum.notices.delivery.holidays import NONE, holidays_of, zones
from forum.notices.delivery.moments import next_digest, period_of
from forum.notices.delivery.quiet import Quiet, next_open_moment
from forum.notices.models import Rhythm

PARIS = ZoneInfo("Europe/Paris")
SCHOOL_NIGHTS = Quiet(PARIS, True, time(19), time(7, 30), True)
DAILY, WEEKLY = Rhythm.DAILY, Rhythm.WEEKLY


def paris(day: str, clock: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=PARIS, fold=fold)


def opens(quiet: Quiet, day: str, clock: str) -> str:
    """When quiet time that holds at an hour of Paris ends, as Paris says it."""
    return f"{next_open_moment(quiet, paris(day, clock)).astimezone(PARIS):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("day", "clock", "opening"),
    [
        ("2026-11-25", "07:29", "Wed 25 07:30"),
        ("2026-11-25", "07:30", "Wed 25 07:30"),
        ("2026-11-25", "12:00", "Wed 25 12:00"),
        ("2026-11-25", "18:59", "Wed 25 18:59"),
        ("2026-11-25", "19:00", "Thu 26 07:30"),
        ("2026-11-25", "23:59", "Thu 26 07:30"),
        ("2026-11-26", "00:00", "Thu 26 07:30"),
        ("2026-11-27", "19:00", "Mon 30 07:30"),
        ("2026-11-28", "12:00", "Mon 30 07:30"),
        ("2026-11-29", "23:59", "Mon 30 07:30"),
    ],
)
def test_evenings_and_weekends_end_in_the_morning_of_the_next_working_day(day: str, clock: str, opening: str) -> None:
    assert opens(SCHOOL_NIGHTS, day, clock) == opening


def test_a_quiet_time_within_a_day_ends_on_that_day() -> None:
    lessons = Quiet(PARIS, True, time(8), time(17), False)

    assert opens(lessons, "2026-11-25", "08:00") == "Wed 25 17:00"
    assert opens(lessons, "2026-11-25", "07:59") == "Wed 25 07:59"
    assert opens(lessons, "2026-11-28", "12:00") == "Sat 28 17:00"


def test_a_weekend_alone_is_quiet_from_midnight_to_midnight() -> None:
    weekends = Quiet(PARIS, True, time(3), time(3), True)

    assert opens(weekends, "2026-11-27", "23:59") == "Fri 27 23:59"
    assert opens(weekends, "2026-11-28", "00:00") == "Mon 30 00:00"


def test_whoever_turned_it_off_is_reached_at_any_hour() -> None:
    night = paris("2026-11-28", "03:00")

    assert next_open_moment(Quiet(PARIS, False, time(19), time(7, 30), True), night) == night


def test_the_hours_are_those_of_the_reader() -> None:
    cayenne = Quiet(ZoneInfo("America/Cayenne"), True, time(19), time(7, 30), True)
    noumea = Quiet(ZoneInfo("Pacific/Noumea"), True, time(19), time(7, 30), True)
    moment = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    assert next_open_moment(cayenne, moment) == datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    assert next_open_moment(noumea, moment) == datetime(2026, 11, 25, 20, 30, tzinfo=UTC)


def test_holidays_of_the_chosen_zone_alone_are_quiet() -> None:
    zone_a = Quiet(PARIS, True, time(19), time(7, 30), True, holidays_of("A"))

    assert opens(zone_a, "2027-02-12", "20:00") == "Mon 01 07:30"
    assert opens(SCHOOL_NIGHTS, "2027-02-12", "20:00") == "Mon 15 07:30"
    assert opens(zone_a, "2026-07-04", "12:00") == "Tue 01 07:30"


def test_clocks_that_are_put_back_or_on_keep_the_night_on_the_wall() -> None:
    assert next_open_moment(SCHOOL_NIGHTS, paris("2026-10-25", "01:00")) == datetime(2026, 10, 26, 6, 30, tzinfo=UTC)
    assert next_open_moment(SCHOOL_NIGHTS, paris("2026-03-29", "01:00")) == datetime(2026, 3, 30, 5, 30, tzinfo=UTC)


def test_a_quiet_time_that_ends_within_the_hour_that_comes_twice_holds_both_times() -> None:
    owl = Quiet(PARIS, True, time(20), time(2, 30), False)

    assert next_open_moment(owl, paris("2026-10-25", "02:10")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert next_open_moment(owl, paris("2026-10-25", "02:10", fold=1)) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_quiet_time_that_ends_within_the_hour_that_is_left_out_ends_within_the_hour_after() -> None:
    owl = Quiet(PARIS, True, time(20), time(2, 30), False)
    found = next_open_moment(owl, paris("2026-03-29", "01:30"))

    assert datetime(2026, 3, 29, 1, 0, tzinfo=UTC) <= found <= datetime(2026, 3, 29, 2, 0, tzinfo=UTC)


quiets = st.builds(
    Quiet,
    st.sampled_from(TIMEZONES).map(ZoneInfo),
    st.booleans(),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.booleans(),
    st.sampled_from([NONE, *map(holidays_of, zones())]),
)
moments = st.integers(1_756_684_800, 1_830_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(quiets, moments)
def test_nobody_is_reached_in_quiet_time_nor_before_something_happened(quiet: Quiet, moment: datetime) -> None:
    found = next_open_moment(quiet, moment)

    assert found >= moment
    assert not quiet.holds(found)


@given(quiets, moments)
def test_nobody_waits_an_hour_longer_than_quiet_time_lasts(quiet: Quiet, moment: datetime) -> None:
    found = next_open_moment(quiet, moment)
    passed = moment
    while passed < found - timedelta(hours=1):
        assert quiet.holds(passed)
        passed += timedelta(minutes=17)


@given(quiets, moments, st.sampled_from([DAILY, WEEKLY]))
def test_a_digest_leaves_later_never_in_quiet_time_and_in_the_morning_where_it_can(
    quiet: Quiet, moment: datetime, rhythm: Rhythm
) -> None:
    found = next_digest(rhythm, quiet, moment)

    assert found > moment
    assert not quiet.holds(found)
    if not quiet.holds(found.astimezone(quiet.zone).replace(hour=8, minute=0, second=0, microsecond=0)):
        assert found.astimezone(quiet.zone).hour == 8


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        ("2026-11-25T07:59", "Wed 25 08:00"),
        ("2026-11-25T12:00", "Thu 26 08:00"),
        ("2026-11-27T12:00", "Mon 30 08:00"),
        ("2026-11-29T12:00", "Mon 30 08:00"),
    ],
)
def test_a_daily_digest_leaves_on_the_next_working_morning(told: str, leaves: str) -> None:
    moment = datetime.fromisoformat(told).replace(tzinfo=PARIS)

    assert f"{next_digest(DAILY, SCHOOL_NIGHTS, moment).astimezone(PARIS):%a %d %H:%M}" == leaves


def test_a_weekly_digest_leaves_on_monday_or_on_the_first_day_after_holidays() -> None:
    zone_c = Quiet(PARIS, True, time(19), time(7, 30), True, holidays_of("C"))
    wednesday, before_christmas = paris("2026-11-25", "12:00"), paris("2026-12-18", "12:00")

    assert next_digest(WEEKLY, SCHOOL_NIGHTS, wednesday) == paris("2026-11-30", "08:00")
    assert next_digest(WEEKLY, SCHOOL_NIGHTS, paris("2026-11-30", "07:00")) == paris("2026-11-30", "08:00")
    assert next_digest(WEEKLY, SCHOOL_NIGHTS, paris("2026-11-30", "08:00")) == paris("2026-12-07", "08:00")
    assert next_digest(WEEKLY, zone_c, before_christmas) == paris("2027-01-04", "08:00")


def test_a_digest_is_called_by_the_day_and_the_week_of_its_reader() -> None:
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)

    assert period_of(DAILY, SCHOOL_NIGHTS, moment) == "2027-01-01"
    assert period_of(WEEKLY, SCHOOL_NIGHTS, moment) == "2026-W53"


def test_the_table_of_holidays_is_what_the_ministry_published() -> None:
    assert zones() == ("A", "B", "C", "Corse")
    assert holidays_of("Z") == NONE
    for zone in ("A", "B", "C"):
        days = holidays_of(zone)
        assert {date(2026, 10, 17), date(2026, 11, 1), date(2026, 12, 25), date(2027, 7, 14)} <= days
        assert not {date(2026, 10, 16), date(2026, 11, 2), date(2026, 9, 1), date(2027, 1, 4)} & days
    winters = {zone: min(day for day in holidays_of(zone) if day >= date(2027, 1, 10)) for zone in "ABC"}
    assert winters == {"A": date(2027, 2, 13), "B": date(2027, 2, 20), "C": date(2027, 2, 6)}
