"""Dates as people write them in sheets: read where they can be, and kept as they were written in any case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from forum.practices.report.vocabulary import letters_of

EARLIEST, LATEST = 1900, 2099
PIVOT = 70
"""« 14/02/15 » is of 2015, « 14/02/71 » of 1971."""
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv january jan",
            "fevrier fevr fev february feb",
            "mars march mar",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil july jul",
            "aout august aug",
            "septembre sept september sep",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<year>(?:19|20)\d\d)"
NUMBERS = re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)?\d\d)(?!\d)")
ISO = re.compile(rf"(?<!\d){YEAR}-(?P<month>\d\d)(?:-(?P<day>\d\d))?(?!\d)")
IN_WORDS = re.compile(rf"(?:\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+)?\b(?P<name>{MONTH})\s+{YEAR}\b")
MONTH_FIRST = re.compile(rf"\b(?P<name>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{YEAR}\b")
MONTH_AND_YEAR = re.compile(rf"(?<![\d/.-])(?P<month>\d{{1,2}})/{YEAR}\b")
ALONE = re.compile(rf"(?<!\d){YEAR}(?!\d)")
LONGEST = 300


@dataclass(frozen=True)
class WrittenDate:
    """What could be read of a date: a year, and month and day where they were given."""

    year: int
    month: int | None = None
    day: int | None = None


def read_date(text: str, language: str = "fr") -> WrittenDate | None:
    """Reads a date as people write it: « 2014 », « depuis 2014 », « 09/02/2015 », « 9 février 2015 », « 2015-02-09 ».

    Args:
        text: a field of a sheet; of two dates, the first one counts.
        language: of the sheet. Numbers are read day first; in English, month first where the day can't be first.

    Returns:
        None where no date is in it, or one that no calendar has (« 31/02/2015 »).
    """
    given = text[:LONGEST]
    spelt = " ".join(letters_of(given).split())
    for pattern, where in ((ISO, given), (NUMBERS, given), (IN_WORDS, spelt), (MONTH_FIRST, spelt)):
        found = pattern.search(where)
        if found:
            return made_of(found.groupdict(), language)
    found = MONTH_AND_YEAR.search(given)
    if found:
        return made_of(found.groupdict(), language)
    found = ALONE.search(given)
    return WrittenDate(int(found["year"])) if found else None


def made_of(parts: dict[str, str | None], language: str) -> WrittenDate | None:
    year = whole_year(parts["year"] or "")
    name = parts.get("name")
    month = MONTHS[name] if name else int(parts.get("month") or 0) or None
    day = int(parts.get("day") or 0) or None
    if language == "en" and month and day and month > 12 >= day:
        day, month = month, day
    if month is None or (parts.get("day") and day is None):
        return None
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return WrittenDate(year, month, day)


def whole_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        year += 2000 if year < PIVOT else 1900
    return year


def year_of(text: str, language: str = "fr") -> int | None:
    """The year that a sheet is found by: that of its date, or the first that is written where it is no date."""
    read = read_date(text, language)
    if read is not None:
        return read.year
    found = ALONE.search(text[:LONGEST])
    return int(found["year"]) if found else None
