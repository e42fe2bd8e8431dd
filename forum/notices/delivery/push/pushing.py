"""One person's push, from the moment that it is due to the moment that it left, as mail has it (mailing.py)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, select, update

from forum.core.i18n import in_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.categories import CONVERSATIONS, category_of
from forum.notices.delivery.claiming import PUSH, give_back, put_off, take
from forum.notices.delivery.outcomes import Outcome
from forum.notices.delivery.push.keys import from_unpadded, unpadded
from forum.notices.delivery.push.posting import Answer, Sealed, hand_over
from forum.notices.delivery.push.sealing import seal
from forum.notices.delivery.push.services import service_of
from forum.notices.delivery.quiet import next_open_moment
from forum.notices.delivery.readers import readers
from forum.notices.delivery.said import say, together
from forum.notices.models import Notice, PushSubscription
from forum.notices.policy import seen_by_their_people

MOST_SIGNS = 240
MOST_FAILURES = 20
"""In a row: the browser is then taken to be gone, though its service does not say so."""
log = structlog.get_logger("delivery")


@dataclass(frozen=True)
class DuePush:
    """A push that is due: what stands under a topic, or a notice that stands by itself."""

    person_id: int
    topic: str
    notice_id: int

    def notices(self, horizon: datetime) -> Iterable[ColumnElement[bool]]:
        """The notices that are told by it."""
        yield Notice.person_id == self.person_id
        yield Notice.push_due_at <= horizon
        yield Notice.topic == self.topic if self.topic else Notice.id == self.notice_id


def due_pushes(horizon: datetime, most: int) -> list[DuePush]:
    """What is due to be pushed, the longest due first."""
    waiting = (
        select(Notice.person_id, Notice.topic, Notice.id)
        .where(Notice.push_due_at <= horizon)
        .order_by(Notice.push_due_at, Notice.id)
        .limit(most)
    )
    rows = db.session.execute(waiting)
    return list(dict.fromkeys(DuePush(row.person_id, row.topic, 0 if row.topic else row.id) for row in rows))


def push(due: DuePush, horizon: datetime, *, early: bool = False) -> Outcome:
    """Pushes one thing that is due to all browsers of its person.

    It is tried again where a service asks for it and no browser took it: were it, a browser that did would show it
    twice.
    """
    moment = now()
    reader = readers({due.person_id})[due.person_id]
    opens_at = moment if early else next_open_moment(reader.quiet, moment)
    if opens_at > moment:
        put_off(PUSH, opens_at, *due.notices(horizon))
        return Outcome.HELD
    with transaction():
        if not take(PUSH, moment, *due.notices(horizon)):
            return Outcome.NOTHING
    with in_language(reader.person.language):
        message = message_of(due, moment)
    if message is None:
        db.session.commit()
        return Outcome.NOTHING
    rows = select(PushSubscription).where(PushSubscription.person_id == due.person_id)
    subscriptions = list(db.session.scalars(rows.execution_options(populate_existing=True)))
    db.session.commit()  # nothing is held of the database while the services take their time
    answers = {row.id: hand_to(row, message) for row in subscriptions}
    note(answers)
    given = set(answers.values())
    if Answer.LATER in given and Answer.TAKEN not in given:
        give_back(PUSH, due.person_id, moment)
        return Outcome.FAILED
    return Outcome.SENT if Answer.TAKEN in given else Outcome.NOTHING


def message_of(due: DuePush, moment: datetime) -> dict[str, str] | None:
    """What the browser shows, in the language at hand; nothing where all of it was read or went out of sight."""
    still = PUSH.taken(due.person_id, moment), Notice.read_at.is_(None), seen_by_their_people()
    newest = select(Notice, func.count().over()).where(*still).order_by(Notice.told_at.desc(), Notice.id.desc())
    found = db.session.execute(newest.limit(1).execution_options(populate_existing=True)).first()
    said = say(found[0]) if found is not None else None
    if found is None or said is None:
        return None
    notice, count = found
    category = category_of(notice.kind, notice.reason)
    if category.is_discreet:
        words = _("Un nouveau message") if category is CONVERSATIONS else _("Du nouveau pour vous")
        return {"title": "Médiane", "body": words, "url": notice.url, "tag": tag_of(due)}
    title, body = said.title or "Médiane", together(said, count)
    return {"title": title[:MOST_SIGNS], "body": body[:MOST_SIGNS], "url": notice.url, "tag": tag_of(due)}


def tag_of(due: DuePush) -> str:
    """What a newer message replaces an older one by, here and at the services: no sign of what it is about."""
    thing = f"{due.person_id} {due.topic} {due.notice_id}"
    return unpadded(hashlib.sha256(thing.encode()).digest()[:18])


def hand_to(row: PushSubscription, message: dict[str, str]) -> Answer:
    service = service_of(row.endpoint)
    if service is None:
        return Answer.GONE  # its service is listed no more
    body = seal(json.dumps(message, ensure_ascii=False).encode(), from_unpadded(row.p256dh), from_unpadded(row.auth))
    answer = hand_over(service, Sealed(body, message["tag"]))
    if answer in (Answer.LATER, Answer.REFUSED):
        log.warning("a push was not taken", service=service.origin, answer=answer.name)
    return answer


def note(answers: dict[int, Answer]) -> None:
    """Counts failures, and forgets the browsers that are gone."""
    if not answers:
        return
    by: dict[Answer, Sequence[int]] = {
        wanted: [id for id, answer in answers.items() if answer is wanted] for wanted in Answer
    }
    failed = PushSubscription.id.in_([*by[Answer.LATER], *by[Answer.REFUSED]])
    over = PushSubscription.id.in_(by[Answer.GONE]) | (failed & (PushSubscription.failures >= MOST_FAILURES))
    with transaction():
        db.session.execute(update(PushSubscription).where(PushSubscription.id.in_(by[Answer.TAKEN])).values(failures=0))
        db.session.execute(update(PushSubscription).where(failed).values(failures=PushSubscription.failures + 1))
        db.session.execute(delete(PushSubscription).where(over).execution_options(synchronize_session=False))
