"""What addresses and events say of days and places, read with care."""

from __future__ import annotations

from datetime import date

from flask import current_app, request

from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID

FIRST_YEAR, LAST_YEAR = 2000, 2999


def read_day(words: str) -> date | None:
    """A day, "2026-03-01"; None for what is none, or no day that anybody speaks of here."""
    try:
        day = date.fromisoformat(words) if len(words) == len("2026-03-01") else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def timezone_of(actor: Actor) -> str:
    """The time zone in which a person's days begin."""
    return actor.timezone or str(current_app.config["SETTINGS"].default_timezone)


def asked_number(name: str) -> int | None:
    """A number of the address at hand, from 1 up to the largest that a row can have; None for none such."""
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number <= LARGEST_ID else None
