"""One person's mail, from the moment that it is due to the moment that it left: taken, written, handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import ColumnElement, func, select

from forum.core.i18n import in_language
from forum.core.mailer import Line
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.claiming import MAIL, give_back, put_off, take
from forum.notices.delivery.digest import digest_mail
from forum.notices.delivery.envelopes import Envelope, notice_mail
from forum.notices.delivery.outcomes import Outcome
from forum.notices.delivery.periods import DIGESTS, Period, forget_periods, note_periods, take_digest
from forum.notices.delivery.quiet import next_open_moment
from forum.notices.delivery.readers import Reader, readers
from forum.notices.models import Notice, Rhythm
from forum.notices.policy import seen_by_their_people

MOST_IN_MAIL = 10
log = structlog.get_logger("delivery")


@dataclass(frozen=True)
class Due:
    """A mail that is due: a digest, what stands under a topic, or a notice that stands by itself."""

    person_id: int
    is_digest: bool
    topic: str = ""
    notice_id: int = 0

    def notices(self, horizon: datetime) -> Iterable[ColumnElement[bool]]:
        """The notices that are told by it."""
        yield Notice.person_id == self.person_id
        yield Notice.mail_due_at <= horizon
        if self.is_digest:
            yield Notice.mail_rhythm.in_(DIGESTS)
        else:
            yield Notice.mail_rhythm == Rhythm.AT_ONCE.value
            yield Notice.topic == self.topic if self.topic else Notice.id == self.notice_id


def due_mails(horizon: datetime, most: int) -> list[Due]:
    """What is due by mail, the longest due first."""
    waiting = (
        select(Notice.person_id, Notice.mail_rhythm, Notice.topic, Notice.id)
        .where(Notice.mail_due_at <= horizon)
        .order_by(Notice.mail_due_at, Notice.id)
        .limit(most)
    )
    found: dict[Due, None] = {}
    for person_id, rhythm, topic, notice_id in db.session.execute(waiting):
        if rhythm in DIGESTS:
            found[Due(person_id, True)] = None
        else:
            found[Due(person_id, False, topic, 0 if topic else notice_id)] = None
    return list(found)


def waiting_notices() -> int:
    """How many notices wait for the hour of their mail."""
    return db.session.scalar(select(func.count()).where(Notice.mail_due_at.is_not(None))) or 0


def send_mail(due: Due, horizon: datetime, line: Line, *, early: bool = False) -> Outcome:
    """Sends one mail that is due.

    Args:
        due: which.
        horizon: what is due until then goes with it.
        line: the connection to the server.
        early: without waiting for the end of quiet time.
    """
    moment = now()
    reader = readers({due.person_id})[due.person_id]
    opens_at = moment if early else next_open_moment(reader.quiet, moment)
    if not reader.takes_mail:
        put_off(MAIL, None, *due.notices(horizon))
        return Outcome.NOTHING
    if opens_at > moment:
        put_off(MAIL, opens_at, *due.notices(horizon))
        return Outcome.HELD
    periods: Sequence[Period] = ()
    with transaction():
        if due.is_digest:
            periods = take_digest(reader, moment, due.notices(horizon), early=early)
        elif not take(MAIL, moment, *due.notices(horizon)):
            return Outcome.NOTHING
    if due.is_digest and not periods:
        return Outcome.NOTHING
    try:
        with in_language(reader.person.language):
            envelope = write(due, reader, moment, periods)
            db.session.commit()  # nothing is held of the database while the server takes its time
            if envelope is not None:
                envelope.send(line)
    except Exception as failure:  # whatever it is, the mail of the others goes on
        db.session.rollback()
        log.error("a mail could not be sent", person=due.person_id, exc_info=failure)
        with transaction():
            forget_periods(periods)
            give_back(MAIL, due.person_id, moment)
        return Outcome.FAILED
    note_periods(periods)
    return Outcome.SENT if envelope is not None else Outcome.NOTHING


def write(due: Due, reader: Reader, moment: datetime, periods: Sequence[Period]) -> Envelope | None:
    if due.is_digest:
        return digest_mail(reader, moment, periods[-1])
    still = MAIL.taken(due.person_id, moment), Notice.read_at.is_(None), seen_by_their_people()
    newest = select(Notice, func.count().over()).where(*still).order_by(Notice.told_at.desc(), Notice.id.desc())
    found = db.session.execute(newest.limit(MOST_IN_MAIL).execution_options(populate_existing=True)).all()
    return notice_mail(reader, [row[0] for row in found], found[0][1]) if found else None
