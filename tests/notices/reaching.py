"""Telling people by mail and push, to test with: what they wish, when they are left in peace, hours that pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from typing import Any

from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.preferences import keep_wishes
from forum.notices.delivery.readers import Wish
from forum.notices.models import Notice, QuietHours, Rhythm
from forum.notices.services import tell
from forum.notices.words import notice_words
from tests.accounts.factories import mails

_numbers = count(1)
TITLE = "Accueillir un élève exclu"


@notice_words("tests.said", "belonging")
def said(facts: Any) -> str:
    return f"{facts['who']} a écrit dans « {facts['title']} »."


@notice_words("tests.private", "conversations")
def private(facts: Any) -> str:
    return f"{facts['who']} dit : {facts['secret']}"


@notice_words("tests.judged", "decisions")
def judged(facts: Any) -> str:
    return f"Votre message est masqué : {facts['reason']}"


def told_of(
    person: Person,
    who: str = "Rose Petit",
    *,
    reason: str = "mention",
    thread: int = 1,
    title: str = TITLE,
    audience: str = "",
    by_mail: bool = False,
) -> str:
    """Tells a person that somebody wrote in a thread; gives what the notice is about."""
    about = f"post:{next(_numbers)}"
    tell(
        person.id,
        "tests.said",
        about,
        {"who": who, "title": title},
        f"/posts/{about[5:]}",
        by_mail=by_mail,
        about=about,
        topic=f"thread:{thread}" if thread else "",
        audience=audience,
        reason=reason,
    )
    return about


def wishes(person: Person, category: str, rhythm: Rhythm, *, push: bool = False) -> None:
    """Has a person wish something for one category."""
    with transaction():
        keep_wishes(person.id, {category: Wish(rhythm, push)})


def in_peace(person: Person, *, begun: timedelta = timedelta(hours=1), left: timedelta = timedelta(hours=1)) -> None:
    """Has a person be left in peace since a while, and for a while; their clock is that of the database."""
    moment = now()
    hours = QuietHours(
        person_id=person.id,
        is_on=True,
        begins=f"{moment - begun:%H:%M}",
        ends=f"{moment + left:%H:%M}",
        weekends=False,
    )
    with transaction():
        db.session.merge(hours)
        db.session.execute(update(Person).where(Person.id == person.id).values(timezone="UTC"))


def hours_pass() -> None:
    """Has the hour come for which mail and push wait."""
    past = now() - timedelta(minutes=1)
    with transaction():
        for column in (Notice.mail_due_at, Notice.push_due_at):
            db.session.execute(update(Notice).where(column.is_not(None)).values({column: past}))


def the_notice(about: str) -> Notice:
    """The one notice about something, as the database has it."""
    found = select(Notice).where(Notice.about == about).execution_options(populate_existing=True)
    return db.session.scalars(found).one()


def mails_to(person: Person) -> list[EmailMessage]:
    """The mails that a person got, oldest first."""
    return [mail for mail in mails() if mail["To"] == person.email]


Deliver = Callable[[], int]
