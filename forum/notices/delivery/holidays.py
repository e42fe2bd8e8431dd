"""The days of school holidays in France, by zone, from the project's own table (forum/notices/school_holidays.csv).

The table holds the calendars of 2025-2026 and 2026-2027 that the ministry published for the zones A, B and C
(education.gouv.fr, « Calendrier scolaire »), and that of Corsica for 2025-2026; Corsica and the territories overseas
decide their own. A row's last day is the one before lessons begin again; the summer ends with August, since no school
begins before September. The rows of later years are added by hand.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).resolve().parents[1] / "school_holidays.csv"
Days = frozenset[date]
NONE: Days = frozenset()


def holidays_of(zone: str) -> Days:
    """The days of holidays of a zone; none for a zone that the table does not know."""
    return table().get(zone, NONE)


def zones() -> tuple[str, ...]:
    """The zones that the table knows, in its order."""
    return tuple(table())


@cache
def table() -> dict[str, Days]:
    days: dict[str, set[date]] = defaultdict(set)
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
            days[row["zone"]].update(first + timedelta(days=day) for day in range((last - first).days + 1))
    return {zone: frozenset(found) for zone, found in days.items()}
