"""When each notice leaves by mail and by push: reckoned as it is told, and again when its reader's wishes change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from forum.core.events import on
from forum.core.jobs import soon
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.categories import Category, category_of
from forum.notices.delivery.moments import next_digest
from forum.notices.delivery.quiet import next_open_moment
from forum.notices.delivery.readers import Reader, readers
from forum.notices.delivery.run import deliver_due
from forum.notices.events import NoticesTold
from forum.notices.models import Notice, Rhythm


@on(NoticesTold, "delivery")
def plan_deliveries(events: Sequence[NoticesTold]) -> None:
    """Plans the mail and the push of what was told, and has what is due at once leave."""
    for told in events:
        plan(told.notice_ids, by_mail=told.by_mail)
    soon(deliver_due)


def plan(notice_ids: Sequence[int], *, by_mail: bool) -> None:
    """Plans the mail and the push of some notices that have no plan yet, by four statements, however many."""
    unplanned = (
        select(Notice.id, Notice.person_id, Notice.kind, Notice.reason)
        .where(Notice.id.in_(notice_ids), Notice.mail_rhythm == "", Notice.push_due_at.is_(None))
        .where(Notice.pushed_at.is_(None))
    )
    with transaction():
        found = db.session.execute(unplanned).all()
        people, moment = readers({row.person_id for row in found}), now()
        plans = []
        for row in found:
            reader, category = people[row.person_id], category_of(row.kind, row.reason)
            planned = plan_of(reader, category, reader.rhythm(category, by_mail=by_mail), moment)
            if any(planned.values()):
                plans.append({"id": row.id, **planned})
        if plans:
            db.session.execute(update(Notice), plans)


def plan_of(reader: Reader, category: Category, rhythm: Rhythm, moment: datetime) -> dict[str, Any]:
    """The columns of a notice that say when it leaves."""
    push_due = next_open_moment(reader.quiet, moment) if reader.push(category) else None
    if rhythm is Rhythm.NEVER:
        return {"mail_rhythm": "", "mail_due_at": None, "push_due_at": push_due}
    at_once = rhythm is Rhythm.AT_ONCE
    due = next_open_moment(reader.quiet, moment) if at_once else next_digest(rhythm, reader.quiet, moment)
    return {"mail_rhythm": rhythm.value, "mail_due_at": due, "push_due_at": push_due}


def plan_again(person_id: int) -> None:
    """Plans anew, in the transaction at hand, what still waits for a person whose wishes changed.

    What was to leave by itself because the matter called for it still does, unless the person wishes otherwise now.
    """
    waiting = or_(Notice.mail_due_at.is_not(None), Notice.push_due_at.is_not(None))
    groups = select(Notice.kind, Notice.reason, Notice.mail_rhythm).where(Notice.person_id == person_id, waiting)
    reader, moment = readers({person_id})[person_id], now()
    for kind, reason, rhythm in db.session.execute(groups.distinct()).all():
        category = category_of(kind, reason)
        wished = reader.rhythm(category, by_mail=rhythm == Rhythm.AT_ONCE)
        planned = plan_of(reader, category, wished, moment)
        same = Notice.kind == kind, Notice.reason == reason, Notice.mail_rhythm == rhythm
        mail = {"mail_rhythm": planned["mail_rhythm"], "mail_due_at": planned["mail_due_at"]}
        mine = update(Notice).where(Notice.person_id == person_id, *same)
        db.session.execute(mine.where(Notice.mail_due_at.is_not(None)).values(mail))
        push = {"push_due_at": planned["push_due_at"]}
        db.session.execute(mine.where(Notice.push_due_at.is_not(None)).values(push))
