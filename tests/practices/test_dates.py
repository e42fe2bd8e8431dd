"""Dates as people write them: read where they can be, kept and shown as they were written in any case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.extensions import db
from forum.practices.dates import WrittenDate, read_date, year_of
from forum.practices.models import Sheet, SheetVersion
from tests.browsing import Browser

Open = Callable[..., Browser]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2014", (2014, None, None)),
        ("since 2014", (2014, None, None)),
        ("Depuis 2014", (2014, None, None)),
        ("09/02/2015", (2015, 2, 9)),
        ("9.2.2015", (2015, 2, 9)),
        ("09-02-15", (2015, 2, 9)),
        ("14/07/71", (1971, 7, 14)),
        ("2015-02-09", (2015, 2, 9)),
        ("2015-02", (2015, 2, None)),
        ("02/2015", (2015, 2, None)),
        ("9 février 2015", (2015, 2, 9)),
        ("1er août 2016", (2016, 8, 1)),
        ("septembre 2019", (2019, 9, None)),
        ("Sept. 2019", (2019, 9, None)),
        ("DÉCEMBRE 2019", (2019, 12, None)),
        ("February 9, 2015", (2015, 2, 9)),
        ("9th of February 2015", (2015, 2, None)),
        ("rentrée 2014", (2014, None, None)),
        ("2014-2015", (2014, None, None)),
        ("de 2014 à 2016", (2014, None, None)),
    ],
)
def test_a_date_is_read_as_it_is_written(written: str, read: tuple[int, int | None, int | None]) -> None:
    assert read_date(written) == WrittenDate(*read)


def test_numbers_are_read_day_first_unless_english_leaves_no_other_way() -> None:
    assert read_date("09/02/2015", "en") == WrittenDate(2015, 2, 9)
    assert read_date("02/23/2015", "en") == WrittenDate(2015, 2, 23)
    assert read_date("02/23/2015", "fr") is None


@pytest.mark.parametrize(
    "written", ["", "31/02/2015", "00/00/2015", "45/45/2015", "longtemps", "environ dix ans", "12345", "n° 20145"]
)
def test_what_is_no_date_is_read_as_none(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("31/02/2015", 2015),
        ("depuis toujours", None),
        ("vers 2009, ou 2010", 2009),
        ("2147483648", None),
        ("1850", None),
    ],
)
def test_a_sheet_is_found_by_the_year_that_is_written_even_where_the_day_is_none(
    written: str, year: int | None
) -> None:
    assert year_of(written) == year


@given(st.text(max_size=60))
def test_any_text_is_read_or_not_and_nothing_else(text: str) -> None:
    year = year_of(text)

    assert year is None or 1900 <= year <= 2099


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_every_day_of_the_calendar_is_read_in_numbers(day: date) -> None:
    assert read_date(day.strftime("%d/%m/%Y")) == WrittenDate(day.year, day.month, day.day)


@pytest.mark.parametrize(("start", "year"), [("09/02/2015", 2015), ("31/02/2015", 2015), ("il y a longtemps", None)])
def test_a_date_is_kept_and_shown_as_it_was_written(
    browser: Open, claire: Person, start: str, year: int | None
) -> None:
    member = browser(claire)

    member.submit(member.get("/practices/new"), with_field="title", title="Titre", start=start, end="jamais")

    assert db.session.query(SheetVersion).one().content["start"] == start
    assert db.session.get_one(Sheet, 1).year == year
    page = member.get("/practices/1-titre")
    assert start in page.main
    assert "jamais" in page.main
