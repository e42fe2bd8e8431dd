"""Telling people: a notice in the site, and a mail where the matter calls for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from forum.accounts.links import absolute, on_site
from forum.accounts.models import Person
from forum.core import mailer
from forum.core.actor import Actor
from forum.core.events import event, on, record
from forum.core.i18n import in_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Notice
from forum.notices.words import words_of


@event
@dataclass(frozen=True)
class MailDue:
    """A notice that is also to be sent by mail."""

    notice_id: int


def tell(person_id: int, kind: str, key: str, facts: Mapping[str, Any], url: str, *, by_mail: bool = False) -> None:
    """Tells a person something, once, in the transaction at hand.

    Args:
        person_id: whom.
        kind: one whose words are registered (forum/notices/words.py).
        key: what makes telling it again the same notice: "post:12:hidden".
        facts: what the words need; JSON-able.
        url: where it leads, a path of the site.
        by_mail: sends a mail too.
    """
    with transaction():
        known = select(Notice.id).where(Notice.person_id == person_id, Notice.key == key)
        if db.session.scalar(known) is not None:
            return
        notice = Notice(person_id=person_id, kind=kind, key=key, facts=dict(facts), url=url)
        db.session.add(notice)
        db.session.flush()
        if by_mail:
            record(MailDue(notice.id))


def mark_all_read(actor: Actor) -> None:
    """Marks every notice of the actor as read."""
    with transaction():
        unread = update(Notice).where(Notice.person_id == actor.person_id, Notice.read_at.is_(None))
        db.session.execute(unread.values(read_at=now()))


@on(MailDue, "mail")
def send_mail(events: Sequence[MailDue]) -> None:
    """Sends the mails that are due, each in its reader's language."""
    for due in events:
        found = db.session.execute(
            select(Notice, Person).join(Person, Person.id == Notice.person_id).where(Notice.id == due.notice_id)
        ).first()
        if found is None:
            continue
        notice, person = found
        with in_language(person.language):
            words = words_of(notice.kind, notice.facts)
            if not words:
                continue
            link = on_site(notice.url)
            about = absolute("pages.about")
            mailer.send(person.email, words, "notices/mail/notice", person=person, words=words, link=link, site=about)
