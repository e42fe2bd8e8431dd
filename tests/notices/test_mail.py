"""The mail of notices: one a topic, when its reader may be reached, of what they may still see and did not read yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from forum.accounts.models import Person
from forum.core import audience
from forum.core.events import deliver_outbox
from forum.core.models import now
from forum.extensions import db
from forum.notices.delivery.claiming import MAIL, take
from forum.notices.models import Notice, Rhythm
from forum.notices.services import mark_read, tell, tell_many, withdraw
from tests.accounts.factories import mails, words
from tests.core.test_mailer import Postbox
from tests.factories import make_person
from tests.notices.factories import leave_school, make_school_space
from tests.notices.reaching import (
    TITLE,
    Deliver,
    hours_pass,
    in_peace,
    mails_to,
    the_notice,
    told_of,
    wishes,
)


def test_a_mention_is_mailed_at_once_with_where_it_stands_and_why(claire: Person, deliver: Deliver) -> None:
    about = told_of(claire)
    deliver()
    [mail] = mails()

    assert (mail["To"], mail["Subject"]) == (claire.email, TITLE)
    for text in (words(mail), words(mail, "html")):
        assert "Bonjour Claire Morvan," in text
        assert f"http://127.0.0.1:5000/posts/{about[5:]}" in text
        assert "Vous recevez ce courriel parce qu’on vous mentionne." in text
        assert "Ce courriel n’attend pas de réponse" in text
        assert "répondez sur le site." in text
        assert "http://127.0.0.1:5000/account/notices" in text
    assert f"Rose Petit a écrit dans « {TITLE} »." in words(mail)


def test_what_people_write_is_words_in_html_mail(claire: Person, deliver: Deliver) -> None:
    told_of(claire, "Rose <b>Petit</b>", title="Un <i>titre</i>")
    deliver()
    [mail] = mails()

    assert "Rose <b>Petit</b>" in words(mail)
    assert "Rose &lt;b&gt;Petit&lt;/b&gt;" in words(mail, "html")
    assert mail["Subject"] == "Un <i>titre</i>"


def test_a_mail_is_in_its_readers_language(app: Flask, deliver: Deliver) -> None:
    reader = make_person(language="en")
    told_of(reader)
    deliver()

    assert 'lang="en"' in words(mails()[0], "html")


def test_mails_on_one_thread_stand_together_and_can_be_sorted_and_ended(claire: Person, deliver: Deliver) -> None:
    first = told_of(claire, thread=12)
    deliver()
    told_of(claire, thread=12)
    told_of(claire, thread=13, reason="own-thread")
    deliver()
    one, again, other = mails()

    assert one["Message-ID"] == f"<notice-{the_notice(first).id}@127.0.0.1>"
    assert one["References"] == one["In-Reply-To"] == again["References"] == "<thread-12@127.0.0.1>"
    assert other["References"] == "<thread-13@127.0.0.1>"
    assert len({mail["Message-ID"] for mail in (one, again, other)}) == 3
    assert (one["List-Id"], other["List-Id"]) == ("<mentions.127.0.0.1>", "<answers.127.0.0.1>")
    assert one["List-Unsubscribe"].startswith("<http://127.0.0.1:5000/unsubscribe/")
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one["Auto-Submitted"] == "auto-generated"


def test_what_waited_on_one_thread_leaves_as_one_mail(claire: Person, deliver: Deliver) -> None:
    in_peace(claire)
    for who in ("Rose", "Omar", "Ève"):
        told_of(claire, who)
    told_of(claire, "Lou", thread=2, title="Une autre")
    deliver()
    assert mails() == []
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()
    together, other = mails()

    assert [line for line in words(together).splitlines() if "a écrit" in line] == [
        f"{who} a écrit dans « {TITLE} »." for who in ("Rose", "Omar", "Ève")
    ]
    assert other["Subject"] == "Une autre"
    assert "Lou" not in words(together)


def test_a_mail_of_a_hundred_on_one_thread_shows_the_newest_and_counts_the_others(
    claire: Person, deliver: Deliver
) -> None:
    for number in range(100):
        told_of(claire, f"Numéro {number}")
    deliver()
    [mail] = mails()

    assert words(mail).count("a écrit dans") == 10
    assert "Numéro 99" in words(mail)
    assert "Et 90 autres." in words(mail)


def test_quiet_time_holds_mail_and_not_the_bell(
    claire: Person, deliver: Deliver, browser: Callable[..., object]
) -> None:
    in_peace(claire)
    about = told_of(claire)
    deliver()

    assert mails() == []
    due = the_notice(about).mail_due_at
    assert due is not None
    assert timedelta(minutes=58) < due - now() <= timedelta(hours=1)
    assert "Rose Petit" in browser(claire).get("/notices").main  # type: ignore[operator]


def test_a_mail_that_is_due_when_quiet_time_began_meanwhile_waits_for_its_end(claire: Person, deliver: Deliver) -> None:
    """The server was down, or its reader travels: what was due in their day would arrive in their night."""
    in_peace(claire, begun=timedelta(hours=-1), left=timedelta(hours=2))
    about = told_of(claire)
    deliver_outbox()
    in_peace(claire)
    deliver()

    assert mails() == []
    due = the_notice(about).mail_due_at
    assert due is not None
    assert due > now() + timedelta(minutes=50)


def test_what_was_read_on_the_site_meanwhile_is_not_mailed(claire: Person, deliver: Deliver) -> None:
    in_peace(claire)
    about, kept = told_of(claire), told_of(claire, "Omar")
    deliver()
    mark_read(claire.id, [about])
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()
    [mail] = mails()

    assert "Rose" not in words(mail)
    assert "Omar" in words(mail)
    mark_read(claire.id, [kept])
    deliver()
    assert len(mails()) == 1


def test_what_was_withdrawn_before_it_left_is_not_mailed(claire: Person, deliver: Deliver) -> None:
    in_peace(claire)
    about = told_of(claire)
    deliver()
    withdraw(about)
    in_peace(claire, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()

    assert mails() == []


def test_whoever_left_a_school_gets_no_mail_of_what_its_members_see(
    claire: Person, yann: Person, deliver: Deliver
) -> None:
    space = make_school_space(claire, yann)
    for person in (claire, yann):
        in_peace(person)
        told_of(person, audience=space.audience)
    deliver()
    leave_school(claire, space)
    for person in (claire, yann):
        in_peace(person, begun=timedelta(hours=3), left=timedelta(hours=-2))
    hours_pass()
    deliver()

    assert (len(mails_to(claire)), len(mails_to(yann))) == (0, 1)


@pytest.mark.parametrize(
    ("kind", "topic", "hidden"),
    [("tests.private", "conversation:4", "mot de passe du portail"), ("tests.judged", "", "propos déplacés")],
)
def test_a_conversation_or_a_matter_of_mediation_is_announced_and_not_shown(
    claire: Person, deliver: Deliver, kind: str, topic: str, hidden: str
) -> None:
    facts = {"who": "Omar Haddad", "secret": hidden, "reason": hidden, "title": hidden}
    for number in range(2):
        tell(claire.id, kind, f"it:{number}", facts, "/notices", topic=topic, by_mail=True)
    deliver()

    for mail in mails():
        text = f"{mail['Subject']} {words(mail)} {words(mail, 'html')}"
        assert hidden not in text
        assert "Omar" not in text
    if kind == "tests.private":
        [mail] = mails()
        assert mail["Subject"] == "Un nouveau message vous attend dans une conversation privée."


def test_a_decision_of_mediation_is_left_to_the_mail_that_mediation_writes(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "moderation", Rhythm.AT_ONCE)
    tell(claire.id, "tests.judged", "it:1", {"reason": "x"}, "/notices", by_mail=True)
    deliver()

    assert mails() == []


@pytest.mark.parametrize(("by_mail", "rhythm"), [(True, "at_once"), (False, "weekly")])
def test_a_category_that_is_graded_mails_at_once_what_calls_for_it_alone(
    claire: Person, deliver: Deliver, by_mail: bool, rhythm: str
) -> None:
    about = told_of(claire, reason="", by_mail=by_mail)
    deliver()

    assert the_notice(about).mail_rhythm == rhythm
    assert len(mails()) == by_mail


def test_whoever_wishes_for_none_gets_none_and_has_nothing_waiting(claire: Person, deliver: Deliver) -> None:
    wishes(claire, "mentions", Rhythm.NEVER)
    about = told_of(claire)
    deliver()

    assert mails() == []
    assert the_notice(about).mail_due_at is None


def test_someone_who_did_not_confirm_their_address_gets_no_mail(app: Flask, deliver: Deliver) -> None:
    stranger = make_person(confirmed_at=None)
    told_of(stranger)
    deliver()

    assert mails() == []


def test_a_kind_that_nobody_speaks_for_any_more_is_not_mailed(claire: Person, deliver: Deliver) -> None:
    tell(claire.id, "tests.gone", "gone:1", {}, "/about", by_mail=True)
    deliver()

    assert mails() == []


def test_planning_for_five_hundred_people_takes_a_fixed_number_of_statements(app: Flask, statements: list[str]) -> None:
    counts = []
    for number, crowd in enumerate((5, 500)):
        people = [make_person() for _ in range(crowd)]
        tell_many(
            dict.fromkeys([person.id for person in people], "mention"),
            "tests.said",
            f"all:{number}",
            {"who": "Rose", "title": TITLE},
            "/about",
        )
        statements.clear()
        deliver_outbox()
        counts.append(len(statements))
        planned = select(func.count()).where(Notice.mail_rhythm == "at_once")
        assert db.session.scalar(planned) == (5, 505)[number]

    assert counts[0] == counts[1] <= 12


def test_a_server_that_is_away_has_mail_wait_and_leave_once_when_it_is_back(
    claire: Person, deliver: Deliver, postbox: Postbox
) -> None:
    postbox.refuses = b"451 come back later"
    about = told_of(claire)
    deliver()
    waiting = the_notice(about)

    assert (waiting.mailed_at, waiting.mail_tries) == (None, 1)
    assert waiting.mail_due_at is not None
    assert timedelta(seconds=30) < waiting.mail_due_at - now() < timedelta(minutes=2)
    deliver()
    assert the_notice(about).mail_tries == 1
    hours_pass()
    deliver()
    second = the_notice(about)
    assert second.mail_due_at is not None
    assert second.mail_due_at - now() > timedelta(seconds=90)
    postbox.refuses = b""
    hours_pass()
    deliver()
    deliver()

    assert [mail["Message-ID"] for mail in postbox.mails] == [f"<notice-{waiting.id}@127.0.0.1>"]
    assert the_notice(about).mailed_at is not None


def test_a_server_that_is_away_is_not_asked_for_each_of_many(
    claire: Person, deliver: Deliver, postbox: Postbox
) -> None:
    postbox.refuses = b"451 come back later"
    for number in range(20):
        told_of(claire, thread=number + 1)
    deliver()

    assert len([line for line in postbox.lines if line.upper().startswith("RCPT")]) == 3


def test_one_that_cannot_be_written_does_not_hold_up_the_others(claire: Person, deliver: Deliver) -> None:
    tell(claire.id, "tests.said", "broken", {}, "/about", reason="mention")
    told_of(claire)
    deliver()

    assert [mail["Subject"] for mail in mails()] == [TITLE]


def test_mail_that_cannot_leave_for_two_days_is_given_up(claire: Person, deliver: Deliver) -> None:
    tell(claire.id, "tests.said", "broken", {}, "/about", about="it:1", reason="mention")
    for _ in range(48):
        hours_pass()
        deliver()
    given_up = the_notice("it:1")

    assert (given_up.mail_tries, given_up.mail_due_at, given_up.mailed_at) == (48, None, None)


def test_what_was_taken_when_a_process_died_is_not_sent_again(claire: Person, deliver: Deliver) -> None:
    told_of(claire)
    deliver_outbox()
    take(MAIL, now(), Notice.person_id == claire.id)
    db.session.commit()
    deliver()

    assert mails() == []


def test_many_mails_go_over_one_connection(app: Flask, deliver: Deliver, postbox: Postbox) -> None:
    for _ in range(5):
        told_of(make_person())
    deliver()

    assert len(postbox.mails) == 5
    assert len([line for line in postbox.lines if line.upper().startswith("EHLO")]) == 1


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(
    app: Flask, deliver: Deliver, postbox: Postbox
) -> None:
    postbox.hangs_up_after_mail = True
    people = [make_person() for _ in range(3)]
    for person in people:
        told_of(person)
    deliver()

    assert sorted(postbox.recipients) == sorted(person.email for person in people)


@pytest.fixture
def postbox(app: Flask, settings: Settings) -> Iterator[Postbox]:
    """A server of mail, in place of the folder."""
    box = Postbox()
    given = {"mail_server": "127.0.0.1", "mail_port": box.port, "mail_security": "none"}
    app.config["SETTINGS"] = settings.model_copy(update=given)
    yield box
    app.config["SETTINGS"] = settings
    box.close()


def test_members_alone_are_mailed_of_what_members_see(claire: Person, deliver: Deliver) -> None:
    told_of(claire, audience=audience.MEMBERS)
    deliver()

    assert len(mails_to(claire)) == 1
