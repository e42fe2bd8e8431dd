"""What mediators do at the desk, and what people are then told."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes, policy

from sqlalchemy import select

from config import Settings
from forum.accounts.models import Person
from forum.extensions import db
from forum.moderation.holding import HELD
from forum.moderation.models import Report, Taking
from forum.notices.models import Notice
from forum.notices.words import words_of
from tests.browsing import Browser, Page


def take(desk: Browser, made: Report) -> Page:
    """Takes an item in hand, where that is still to be done; gives its page."""
    page = desk.get(f"/moderation/{made.id}")
    return desk.submit(page, "/take") if page.select('form[action$="/take"]') else page


def decide(desk: Browser, made: Report, decision: str, reason: str, answer: str = "") -> Page:
    """Opens an item, takes it in hand and decides on it."""
    page = take(desk, made)
    return desk.submit(page, with_field="decision", decision=decision, reason=reason, answer=answer)


def notices(person: Person) -> list[str]:
    """What a person was told about what they wrote or reported, oldest first."""
    found = db.session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))
    told = [words_of(notice.kind, notice.facts) for notice in found if notice.kind.startswith("moderation.")]
    return [" ".join(words.split()) for words in told]


def free() -> None:
    """Lets pass the time after which what is in hand is free again."""
    for taking in db.session.scalars(select(Taking)):
        taking.acted_at -= HELD + timedelta(seconds=1)
    db.session.commit()


def mails(settings: Settings, person: Person) -> list:  # type: ignore[type-arg]
    """The mails to a person, oldest first."""
    sent = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted((settings.data_dir / "mail").glob("*.eml"))
    ]
    return [mail for mail in sent if mail["To"] == person.email]
