"""Those whom notices reach: where, in which language, when, and for what they wish it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import exists, select

from config import Settings
from forum.accounts.models import Person
from forum.extensions import db
from forum.notices.delivery.categories import DECISIONS, REST, Category
from forum.notices.delivery.holidays import holidays_of
from forum.notices.delivery.quiet import Quiet
from forum.notices.models import NoticePreference, PushSubscription, QuietHours, Rhythm, StoppedAddress


@dataclass(frozen=True)
class Wish:
    """What a person wishes for one category."""

    rhythm: Rhythm
    push: bool


@dataclass(frozen=True)
class Reader:
    """A person to reach.

    Args:
        person: who.
        quiet: when they are left in peace.
        chosen: what they wish for the categories that they chose something for.
        takes_mail: whether their address is confirmed and mail to it did not come back.
        takes_push: whether a browser of theirs takes web push.
    """

    person: Person
    quiet: Quiet
    chosen: Mapping[str, Wish]
    takes_mail: bool
    takes_push: bool

    def wish(self, category: Category) -> Wish:
        """What the person wishes for a category: what they chose, else its default."""
        return self.chosen.get(category.name) or Wish(category.rhythm, category.push)

    def rhythm(self, category: Category, *, by_mail: bool) -> Rhythm:
        """How soon a notice is mailed to the person.

        Args:
            category: the notice's.
            by_mail: whether the matter calls for a mail at once.
        """
        if category is DECISIONS or not self.takes_mail:
            return Rhythm.NEVER
        rhythm = self.wish(category).rhythm
        return self.rest if rhythm is Rhythm.AT_ONCE and category.is_graded and not by_mail else rhythm

    @property
    def rest(self) -> Rhythm:
        """How soon the person is mailed what graded categories do not mail at once: weekly, or never."""
        chosen = self.chosen.get(REST)
        return chosen.rhythm if chosen is not None else Rhythm.WEEKLY

    def push(self, category: Category) -> bool:
        """Whether a notice is pushed to the person."""
        return self.takes_push and (category is DECISIONS or self.wish(category).push)


def readers(ids: Collection[int]) -> dict[int, Reader]:
    """The people of these ids, by two statements, however many."""
    has_push = exists().where(PushSubscription.person_id == Person.id)
    is_stopped = exists().where(StoppedAddress.email == Person.email)
    people = (
        select(Person, QuietHours, has_push, is_stopped)
        .outerjoin(QuietHours, QuietHours.person_id == Person.id)
        .where(Person.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    chosen = wishes_of(ids)
    return {
        person.id: Reader(
            person,
            quiet_of(hours or default_hours(), person.timezone),
            chosen.get(person.id, {}),
            person.confirmed_at is not None and not stopped,
            push,
        )
        for person, hours, push, stopped in db.session.execute(people)
    }


def wishes_of(ids: Collection[int]) -> dict[int, dict[str, Wish]]:
    """What people chose, by one statement."""
    found: dict[int, dict[str, Wish]] = {}
    rows = select(NoticePreference).where(NoticePreference.person_id.in_(ids))
    for row in db.session.scalars(rows.execution_options(populate_existing=True)):
        found.setdefault(row.person_id, {})[row.category] = Wish(Rhythm(row.mail), row.push)
    return found


def default_hours() -> QuietHours:
    """When those who chose nothing are left in peace."""
    settings: Settings = current_app.config["SETTINGS"]
    return QuietHours(is_on=settings.quiet_hours, begins="19:00", ends="07:30", weekends=True, holiday_zone="")


def quiet_of(hours: QuietHours, timezone: str) -> Quiet:
    """A person's quiet time."""
    return Quiet(
        ZoneInfo(timezone),
        hours.is_on,
        time.fromisoformat(hours.begins),
        time.fromisoformat(hours.ends),
        hours.weekends,
        holidays_of(hours.holiday_zone),
    )
