"""The digest: one mail that fits a screen, once a period, of what its reader did not read yet and may still see."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import delete, select

from forum.accounts.models import Person
from forum.core.events import deliver_outbox
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.delivery.run import run
from forum.notices.models import DigestSent, Notice, Rhythm
from forum.notices.services import mark_read, tell, withdraw
from tests.accounts.factories import mails, words
from tests.factories import make_person
from tests.notices.factories import leave_school, make_school_space
from tests.notices.reaching import TITLE, Deliver, hours_pass, mails_to, the_notice, told_of, wishes

WATCHED = "watch-space"


def lines(text: str) -> list[str]:
    """The lines that a digest tells, without its frame."""
    return [line[2:] for line in text.splitlines() if line.startswith("- ")]


def periods_of(person: Person) -> list[str]:
    return list(db.session.scalars(select(DigestSent.period).where(DigestSent.person_id == person.id)))


def test_what_one_watches_waits_for_the_digest_of_the_week(claire: Person, deliver: Deliver) -> None:
    about = told_of(claire, reason=WATCHED)
    deliver()
    waiting = the_notice(about)

    assert mails() == []
    assert waiting.mail_rhythm == "weekly"
    assert waiting.mail_due_at is not None
    assert waiting.mail_due_at > now()
    assert waiting.mail_due_at.isoweekday() == 1


def test_a_digest_tells_mentions_first_and_threads_by_their_number(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "mentions", Rhythm.WEEKLY)
    wishes(claire, "answers", Rhythm.WEEKLY)
    for number in range(3):
        told_of(claire, f"Omar {number}", reason=WATCHED, thread=2, title="Cour de récréation")
    told_of(claire, "Lou", reason=WATCHED, thread=3, title="Conseils d’élèves")
    told_of(claire, "Ève", reason="own-thread", thread=4, title="Ma question")
    told_of(claire, "Rose", reason="mention")
    deliver()
    hours_pass()
    deliver()
    [mail] = mails()

    assert mail["Subject"] == "Votre semaine sur Médiane"
    assert [line.replace("\u00a0", " ") for line in lines(words(mail))] == [
        f"Rose a écrit dans « {TITLE} ».",
        "Ève a écrit dans « Ma question ».",
        "Lou a écrit dans « Conseils d’élèves ».",
        "Cour de récréation (3 nouveautés)",
    ]
    headings = [line for line in words(mail).splitlines() if line in HEADINGS]
    assert headings == HEADINGS
    assert "Bonjour Claire Morvan," in words(mail, "html")
    assert mail["Message-ID"] == f"<digest-{claire.id}-{periods_of(claire)[0]}@127.0.0.1>"
    assert mail["List-Id"] == "<digest.127.0.0.1>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


HEADINGS = ["Mentions et citations", "Réponses dans vos discussions", "Ce que vous suivez"]


def test_a_digest_of_much_fits_a_screen_and_counts_the_rest(claire: Person, deliver: Deliver) -> None:
    for number in range(26):
        told_of(claire, f"Omar {number}", reason=WATCHED, thread=number + 1, title=f"Fil {number}")
    deliver()
    hours_pass()
    deliver()
    [mail] = mails()

    assert len(lines(words(mail))) == 12
    assert "Et 14 autres avis" in words(mail)
    assert "http://127.0.0.1:5000/notices" in words(mail)
    assert words(mail, "html").count("<li") == 12


def test_a_conversation_stands_in_a_digest_without_its_words(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "conversations", Rhythm.DAILY)
    for number in range(3):
        facts = {"who": "Omar Haddad", "secret": "le mot de passe"}
        tell(claire.id, "tests.private", f"it:{number}", facts, "/x", topic=f"conversation:{number}")
    deliver()
    hours_pass()
    deliver()
    [mail] = mails()

    assert lines(words(mail)) == ["Un nouveau message vous attend dans une conversation privée."]
    assert "Omar" not in words(mail) + words(mail, "html")
    assert mail["Subject"] == "Votre journée sur Médiane"


def test_what_was_read_withdrawn_or_went_out_of_sight_is_in_no_digest(
    claire: Person, yann: Person, deliver: Deliver
) -> None:
    space = make_school_space(claire, yann)
    read = told_of(claire, "Lue", reason=WATCHED)
    gone = told_of(claire, "Retirée", reason=WATCHED, thread=2)
    told_of(claire, "Cachée", reason=WATCHED, thread=3, audience=space.audience)
    told_of(claire, "Visible", reason=WATCHED, thread=4)
    deliver()
    mark_read(claire.id, [read])
    withdraw(gone)
    leave_school(claire, space)
    hours_pass()
    deliver()
    [mail] = mails()

    assert [line.split()[0] for line in lines(words(mail))] == ["Visible"]
    for word in ("Lue", "Retirée", "Cachée"):
        assert word not in words(mail) + words(mail, "html")


def test_a_digest_of_nothing_is_not_sent(claire: Person, deliver: Deliver) -> None:
    about = told_of(claire, reason=WATCHED)
    deliver()
    mark_read(claire.id, [about])
    hours_pass()
    deliver()

    assert mails() == []
    assert periods_of(claire) == []


def test_nobody_gets_two_digests_of_one_period(claire: Person, deliver: Deliver) -> None:
    told_of(claire, reason=WATCHED)
    deliver()
    hours_pass()
    deliver()
    later = told_of(claire, "Omar", reason=WATCHED)
    deliver()
    hours_pass()
    deliver()

    assert len(mails()) == 1
    waiting = the_notice(later)
    assert waiting.mailed_at is None
    assert waiting.mail_due_at is not None
    assert waiting.mail_due_at > now()
    a_period_passes()
    hours_pass()
    deliver()
    assert len(mails()) == 2
    assert "Omar" in words(mails()[1])
    assert "Rose" not in words(mails()[1])


def a_period_passes() -> None:
    """Has the next digest be of a period for which none left yet."""
    with transaction():
        db.session.execute(delete(DigestSent))


def test_the_digests_of_the_day_and_of_the_week_come_as_one_mail(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "mentions", Rhythm.DAILY)
    told_of(claire, "Rose")
    told_of(claire, "Omar", reason=WATCHED, thread=2)
    deliver()
    hours_pass()
    deliver()
    [mail] = mails()

    assert [line.split()[0] for line in lines(words(mail))] == ["Rose", "Omar"]
    assert len(periods_of(claire)) == 2


def test_a_digest_that_could_not_leave_is_sent_once_when_the_server_is_back(
    claire: Person, deliver: Deliver, app: Flask
) -> None:
    settings = app.config["SETTINGS"]
    told_of(claire, reason=WATCHED)
    deliver()
    hours_pass()
    nobody = {"mail_server": "127.0.0.1", "mail_port": 1, "mail_security": "none"}
    app.config["SETTINGS"] = settings.model_copy(update=nobody)
    try:
        deliver()
    finally:
        app.config["SETTINGS"] = settings
    assert periods_of(claire) == []
    hours_pass()
    deliver()
    deliver()

    assert len(mails()) == 1


def test_the_command_sends_what_is_due_and_says_how_much(claire: Person, yann: Person, command: FlaskCliRunner) -> None:
    for person in (claire, yann):
        told_of(person, reason=WATCHED)
    deliver_outbox()
    assert command.invoke(args=["notices", "digest"]).output == "0 mails, 0 pushes, 0 failed\n"
    hours_pass()
    result = command.invoke(args=["notices", "digest"])

    assert (result.exit_code, result.output) == (0, "2 mails, 0 pushes, 0 failed\n")


def test_what_waits_for_its_hour_leaves_early_when_asked(
    claire: Person, command: FlaskCliRunner, deliver: Deliver
) -> None:
    told_of(claire, reason=WATCHED)
    deliver()
    command.invoke(args=["notices", "digest", "--early"])
    assert len(mails()) == 1
    told_of(claire, "Omar", reason=WATCHED)
    deliver()
    hours_pass()
    deliver()

    assert [len(lines(words(mail))) for mail in mails()] == [1, 1]


def test_a_run_that_is_short_of_time_leaves_the_rest_for_the_next(app: Flask, deliver: Deliver) -> None:
    for _ in range(3):
        told_of(make_person())
    deliver_outbox()
    cut = run(0)

    assert (cut.mailed, cut.is_unfinished) == (0, True)
    assert run(30).mailed == 3


def test_a_digest_costs_the_same_statements_for_many_notices(
    claire: Person, yann: Person, deliver: Deliver, statements: list[str]
) -> None:
    counts = []
    for person, notices in ((claire, 2), (yann, 200)):
        for number in range(notices):
            told_of(person, f"Omar {number}", reason=WATCHED, thread=number % 40)
        deliver()
        hours_pass()
        statements.clear()
        run()
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 18


def test_any_order_of_telling_reading_and_running_mails_each_notice_once_at_most(
    claire: Person, yann: Person, deliver: Callable[[], int]
) -> None:
    chance = random.Random(4)
    told: list[tuple[Person, str]] = []
    for step in range(120):
        match chance.randrange(4):
            case 0 | 1:
                person = chance.choice([claire, yann])
                reason = chance.choice([WATCHED, "mention", "own-thread"])
                told.append((person, told_of(person, f"Auteur{step}.", reason=reason, thread=chance.randrange(3))))
            case 2 if told:
                person, about = chance.choice(told)
                mark_read(person.id, [about])
            case _:
                if chance.random() < 0.5:
                    hours_pass()
                if chance.random() < 0.2:
                    a_period_passes()
                deliver()
    a_period_passes()
    hours_pass()
    deliver()

    text = " ".join(words(mail) for mail in mails())
    mailed = db.session.scalars(select(Notice).where(Notice.mailed_at.is_not(None)))
    assert all(text.count(f"{notice.facts['who']} a écrit") <= 1 for notice in mailed)
    assert not db.session.scalars(select(Notice).where(Notice.mail_due_at < now() - timedelta(seconds=30))).all()
    assert len(mails_to(claire)) + len(mails_to(yann)) == len(mails()) > 10
