"""Taking what is due so that nobody else takes it too: committed before it leaves, given back where it could not.

A process that dies between the two leaves it taken: at most once (docs/decisions/mail-once.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice

LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Way:
    """A way by which notices leave: which columns say when they may, when they did, and how often they could not."""

    due_at: InstrumentedAttribute[datetime | None]
    left_at: InstrumentedAttribute[datetime | None]
    tries: InstrumentedAttribute[int]
    most_tries: int

    def taken(self, person_id: int, moment: datetime) -> ColumnElement[bool]:
        """The notices of a person that were taken at a moment."""
        return (Notice.person_id == person_id) & (self.left_at == moment)


MAIL = Way(Notice.mail_due_at, Notice.mailed_at, Notice.mail_tries, most_tries=48)
"""Given up after two days of trying."""
PUSH = Way(Notice.push_due_at, Notice.pushed_at, Notice.push_tries, most_tries=6)
"""Given up after an hour: what is pushed is of the moment."""


def take(way: Way, moment: datetime, *which: ColumnElement[bool]) -> int:
    """Takes what is unread of some notices, in the transaction at hand; what is read needs to leave no more.

    Returns:
        how many were taken; they are known by the moment (`Way.taken`).
    """
    change(way, {way.due_at: None}, *which, Notice.read_at.is_not(None))
    return change(way, {way.due_at: None, way.left_at: moment}, *which)


def give_back(way: Way, person_id: int, moment: datetime) -> None:
    """Gives back what was taken at a moment and could not leave: tried again later, and given up at last."""
    taken = way.taken(person_id, moment)
    with transaction():
        tries = db.session.scalar(select(way.tries).where(taken).order_by(way.tries.desc()).limit(1)) or 0
        later = now() + min(timedelta(minutes=1) * 2 ** min(tries, 6), LONGEST_WAIT)
        due = later if tries + 1 < way.most_tries else None
        values = {way.left_at: None, way.due_at: due, way.tries: way.tries + 1}
        db.session.execute(update(Notice).where(taken).values(values).execution_options(synchronize_session=False))


def take_no_more(way: Way, due_at: datetime, *which: ColumnElement[bool]) -> None:
    """Undoes the taking of some notices, in the transaction at hand: they wait until another moment."""
    back = update(Notice).where(*which).values({way.left_at: None, way.due_at: due_at})
    db.session.execute(back.execution_options(synchronize_session=False))


def put_off(way: Way, due_at: datetime | None, *which: ColumnElement[bool]) -> None:
    """Has some notices that wait leave later, or not at all."""
    with transaction():
        change(way, {way.due_at: due_at}, *which)


def change(way: Way, values: dict[Any, Any], *which: ColumnElement[bool]) -> int:
    changed = update(Notice).where(way.due_at.is_not(None), *which).values(values)
    result = cast(CursorResult[Any], db.session.execute(changed.execution_options(synchronize_session=False)))
    return result.rowcount
