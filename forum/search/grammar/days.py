"""The days that may be typed: « 2025 », « 2025-01 », « 15/01/2025 », « hier »."""

from __future__ import annotations

import re
from datetime import date, timedelta

from forum.core.models import now
from forum.search.analysis import fold

YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?", re.ASCII)
DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})", re.ASCII)
"""As it is written in France, and in Britain: 05/01 is in January."""
DAYS_AGO = {"hier": 1, "yesterday": 1, "aujourd'hui": 0, "aujourdhui": 0, "today": 0}


def day_of(typed: str, today: date | None = None) -> date | None:
    """The day that is meant: the first of a year or of a month; none where it is no day.

    Args:
        typed: with the year first or last, or a word for today or yesterday.
        today: the reader's; that of Greenwich if nothing is said.
    """
    ago = DAYS_AGO.get(fold(typed).replace("’", "'"))
    if ago is not None:
        return (today or now().date()) - timedelta(days=ago)
    found = YEAR_FIRST.fullmatch(typed) or DAY_FIRST.fullmatch(typed)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return None
