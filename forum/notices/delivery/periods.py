"""Which digests a person got: one row a period, written before it leaves, so that nobody gets one twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.claiming import MAIL, take, take_no_more
from forum.notices.delivery.moments import next_digest, period_of
from forum.notices.delivery.readers import Reader
from forum.notices.models import DigestSent, Notice, Rhythm

DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)


@dataclass(frozen=True)
class Period:
    """A person's digest of a day or of a week: "2026-11-25", "2026-W48"."""

    person_id: int
    rhythm: Rhythm
    name: str


def take_digest(
    reader: Reader, moment: datetime, which: Iterable[ColumnElement[bool]], *, early: bool
) -> Sequence[Period]:
    """Takes a person's digest, in the transaction at hand: of the day, of the week, or both in one mail.

    What is due of a period whose digest the person got already waits for the next one.

    Args:
        reader: whose it is.
        moment: what was taken is known by it.
        which: the notices that are due.
        early: one more than those of the periods.

    Returns:
        the periods that it is of, the week's last.
    """
    taken, conditions = [], list(which)
    for rhythm in DIGESTS:
        of_rhythm = Notice.mail_rhythm == rhythm.value
        if not take(MAIL, moment, *conditions, of_rhythm):
            continue
        name = period_of(rhythm, reader.quiet, moment)
        period = Period(reader.person.id, rhythm, f"{name}+{moment:%H%M%S}" if early else name)
        if claim(period):
            taken.append(period)
        else:
            later = next_digest(rhythm, reader.quiet, moment)
            take_no_more(MAIL, later, MAIL.taken(reader.person.id, moment), of_rhythm)
    return taken


def claim(period: Period) -> bool:
    make = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    row = make(DigestSent).values(person_id=period.person_id, period=period.name, claimed_at=now())
    return db.session.execute(row.on_conflict_do_nothing().returning(DigestSent.period)).first() is not None


def forget_periods(periods: Sequence[Period]) -> None:
    """Forgets, in the transaction at hand, digests that could not leave."""
    db.session.execute(delete(DigestSent).where(are(periods)))


def note_periods(periods: Sequence[Period]) -> None:
    """Notes that digests left."""
    if periods:
        with transaction():
            db.session.execute(update(DigestSent).where(are(periods)).values(sent_at=now()))


def are(periods: Sequence[Period]) -> ColumnElement[bool]:
    rows = [(period.person_id, period.name) for period in periods]
    return tuple_(DigestSent.person_id, DigestSent.period).in_(rows)
