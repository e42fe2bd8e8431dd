"""The time zones that a profile offers: where French-speaking schools are, the rest of the world aside."""

from __future__ import annotations

from babel.core import Locale, get_global
from babel.dates import get_timezone_location
from flask_babel import get_locale

TIMEZONES = (
    "Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Martinique", "America/Miquelon",
    "Indian/Mayotte", "Indian/Reunion", "Pacific/Gambier", "Pacific/Marquesas", "Pacific/Noumea", "Pacific/Tahiti",
    "Pacific/Wallis", "Africa/Abidjan", "Africa/Algiers", "Africa/Brazzaville", "Africa/Cairo", "Africa/Casablanca",
    "Africa/Dakar", "Africa/Kinshasa", "Africa/Tunis", "America/New_York", "America/Port-au-Prince",
    "America/Sao_Paulo", "America/Toronto", "Asia/Beirut", "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Shanghai",
    "Asia/Tokyo", "Atlantic/Reykjavik", "Australia/Sydney", "Europe/Athens", "Europe/Berlin", "Europe/Brussels",
    "Europe/Lisbon", "Europe/London", "Europe/Luxembourg", "Europe/Madrid", "Europe/Rome", "Europe/Zurich",
    "Indian/Antananarivo", "Indian/Mauritius", "UTC",
)  # fmt: skip


def timezone_choices(present: str) -> dict[str, str]:
    """Each time zone with the words for it, the first one first and the others by their words.

    Args:
        present: the person's own, offered even where it is not of the list.
    """
    names = TIMEZONES if present in TIMEZONES else (*TIMEZONES, present)
    first, *others = [(name, timezone_words(name)) for name in names]
    return dict([first, *sorted(others, key=lambda choice: choice[1])])


def timezone_words(name: str) -> str:
    """A time zone as the reader's language says it: « France (Paris) »."""
    if name == "UTC":
        return name
    locale = Locale.parse(get_locale() or "fr")
    territory = locale.territories.get(get_global("zone_territories").get(name, ""), "")
    city = get_timezone_location(name, locale=locale, return_city=True)
    return f"{territory} ({city})" if territory else city
