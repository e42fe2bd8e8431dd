"""Ending mail: by the link that it carries, and by what the mail server says of an address."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from config import Settings
from forum.accounts.links import Purpose
from forum.accounts.links import make_token as make_other
from forum.accounts.models import Person
from forum.extensions import db
from forum.notices.delivery.categories import BY_NAME
from forum.notices.delivery.links import OF_DIGEST, Target, make_token
from forum.notices.delivery.readers import readers
from forum.notices.delivery.stopping import signature_of
from forum.notices.models import NoticePreference, Rhythm, StoppedAddress, WatchLevel
from forum.notices.watching import level_of, watch
from tests.accounts.factories import mails, words
from tests.browsing import Browser
from tests.notices.reaching import Deliver, hours_pass, in_peace, mails_to, the_notice, told_of, wishes

KEY = "what the mail server and we know"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def rhythm(person: Person, category: str) -> Rhythm:
    return readers({person.id})[person.id].wish(BY_NAME[category]).rhythm


def path_of(mail: Any) -> str:
    """Where the header of a mail says that it is ended."""
    return str(mail["List-Unsubscribe"]).strip("<>").removeprefix("http://127.0.0.1:5000")


def press(app: Flask, path: str, data: dict[str, str] | None = None) -> int:
    """Presses as a program of mail does: no cookie, no token, nothing before."""
    with app.test_client() as client:
        status = client.post(path, data=ONE_CLICK if data is None else data).status_code
    db.session.expire_all()
    return status


def test_one_press_without_a_session_ends_the_mails_of_a_category(
    app: Flask, claire: Person, yann: Person, deliver: Deliver
) -> None:
    told_of(claire)
    told_of(yann)
    deliver()
    [mail] = mails_to(claire)
    assert press(app, path_of(mail)) == 200
    told_of(claire, "Omar")
    told_of(claire, "Ève", reason="own-thread")
    told_of(yann, "Omar")
    deliver()

    assert [word for word in ("Omar", "Ève") if any(word in words(mail) for mail in mails_to(claire))] == ["Ève"]
    assert len(mails_to(yann)) == 2


def test_what_waited_to_leave_does_not_leave_after_it(app: Flask, claire: Person, deliver: Deliver) -> None:
    in_peace(claire)
    about = told_of(claire)
    deliver()
    press(app, f"/unsubscribe/{make_token(claire.id, Target('category', 'mentions'))}")

    assert the_notice(about).mail_due_at is None
    hours_pass()
    deliver()
    assert mails() == []


def test_the_link_of_a_watched_thread_ends_its_watch_alone(app: Flask, claire: Person, deliver: Deliver) -> None:
    watch(claire.id, "thread", 12, WatchLevel.ALL)
    watch(claire.id, "thread", 13, WatchLevel.ALL)
    wishes(claire, "watched", Rhythm.AT_ONCE)
    told_of(claire, reason="watch-thread", thread=12)
    deliver()
    [mail] = mails()
    assert "Ne plus suivre cette discussion" in words(mail)
    assert press(app, path_of(mail)) == 200

    assert (level_of(claire.id, "thread", 12), level_of(claire.id, "thread", 13)) == ("", "all")
    assert rhythm(claire, "watched") is Rhythm.AT_ONCE


def test_the_link_of_a_digest_ends_digests_and_leaves_what_is_mailed_at_once(
    app: Flask, claire: Person, deliver: Deliver
) -> None:
    told_of(claire, reason="watch-space")
    deliver()
    hours_pass()
    deliver()
    assert press(app, path_of(mails()[0])) == 200

    assert (rhythm(claire, "watched"), rhythm(claire, "reactions")) == (Rhythm.NEVER, Rhythm.NEVER)
    assert rhythm(claire, "mentions") is Rhythm.AT_ONCE


def test_the_link_of_a_digest_ends_what_mail_at_once_leaves_for_the_week_too(
    app: Flask, claire: Person, deliver: Deliver
) -> None:
    told_of(claire, reason="")
    deliver()
    hours_pass()
    deliver()
    waiting = told_of(claire, reason="", thread=2)
    deliver()
    press(app, path_of(mails()[0]))
    later = told_of(claire, reason="", thread=3)
    told_of(claire, reason="", thread=4, title="Une demande à décider", by_mail=True)
    deliver()

    assert [the_notice(about).mail_due_at for about in (waiting, later)] == [None, None]
    assert [mail["Subject"] for mail in mails()] == ["Votre semaine sur Médiane", "Une demande à décider"]


def test_looking_at_the_link_changes_nothing_and_its_page_has_a_button(claire: Person, visitor: Browser) -> None:
    path = f"/unsubscribe/{make_token(claire.id, Target('category', 'mentions'))}"
    page = visitor.get(path)

    assert page.status == 200
    assert "Mentions et citations" in page.main
    assert rhythm(claire, "mentions") is Rhythm.AT_ONCE
    done = visitor.submit(page, path)
    assert "C’est fait" in done.main
    assert rhythm(claire, "mentions") is Rhythm.NEVER


def test_pressing_again_changes_nothing(app: Flask, claire: Person) -> None:
    path = f"/unsubscribe/{make_token(claire.id, OF_DIGEST)}"
    for _ in range(2):
        assert press(app, path) == 200


def test_a_press_that_says_something_else_is_refused(app: Flask, claire: Person) -> None:
    path = f"/unsubscribe/{make_token(claire.id, Target('category', 'mentions'))}"

    assert press(app, path, {}) == 422
    assert press(app, path, {"List-Unsubscribe": "no"}) == 422
    assert rhythm(claire, "mentions") is Rhythm.AT_ONCE


def test_a_page_of_another_site_cannot_press(app: Flask, claire: Person) -> None:
    path = f"/unsubscribe/{make_token(claire.id, Target('category', 'mentions'))}"
    with app.test_client() as client:
        assert client.post(path, data=ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400


@pytest.mark.parametrize("target", ["category:everything", "thread:x", "digest:1", "account", "space:3"])
def test_a_link_can_end_only_what_such_links_end(app: Flask, claire: Person, target: str) -> None:
    kind, _, of = target.partition(":")

    assert press(app, f"/unsubscribe/{make_token(claire.id, Target(kind, of))}") == 404


@pytest.mark.parametrize("spoil", [lambda token: token[:-1], lambda token: "x" + token, lambda token: "a.b"])
def test_a_link_that_we_did_not_sign_ends_nothing(app: Flask, claire: Person, spoil: Callable[[str], str]) -> None:
    token = make_token(claire.id, Target("category", "mentions"))

    assert press(app, f"/unsubscribe/{spoil(token)}") == 404
    assert rhythm(claire, "mentions") is Rhythm.AT_ONCE


def test_a_link_of_another_purpose_ends_nothing(app: Flask, claire: Person) -> None:
    assert press(app, f"/unsubscribe/{make_other(Purpose.RESET, claire)}") == 404


@pytest.fixture
def keyed(app: Flask, settings: Settings) -> Iterator[None]:
    """The site as one whose mail server reports."""
    app.config["SETTINGS"] = settings.model_copy(update={"mail_events_key": KEY})
    yield
    app.config["SETTINGS"] = settings


def report(
    app: Flask, events: object, *, key: str = KEY, at: float | None = None, body: bytes | None = None
) -> tuple[int, Any]:
    """Reports as the mail server does."""
    sent = json.dumps(events).encode() if body is None else body
    timestamp = str(int(time.time() if at is None else at))
    headers = {
        "X-Mail-Events-Timestamp": timestamp,
        "X-Mail-Events-Signature": signature_of(key, timestamp, sent),
        "Accept": "application/json",
    }
    client: FlaskClient = app.test_client()
    answer = client.post("/mail-events", data=sent, headers=headers, content_type="application/json")
    db.session.expire_all()
    return answer.status_code, answer.get_json(silent=True)


def stopped() -> dict[str, str]:
    return {row.email: row.reason for row in db.session.scalars(select(StoppedAddress))}


def bounce(person: Person, **more: object) -> dict[str, object]:
    return {"type": "bounce", "address": person.email, "hard": True, **more}


@pytest.mark.usefixtures("keyed")
def test_an_address_that_does_not_work_gets_no_more_notices(
    app: Flask, claire: Person, yann: Person, deliver: Deliver
) -> None:
    assert report(app, [bounce(claire, address=f" {claire.email.upper()} ")]) == (200, {"stopped": 1})
    for person in (claire, yann):
        told_of(person)
        told_of(person, reason="watch-space", thread=2)
    deliver()
    hours_pass()
    deliver()

    assert (len(mails_to(claire)), len(mails_to(yann))) == (0, 2)


@pytest.mark.usefixtures("keyed")
def test_what_waited_for_an_address_that_stopped_meanwhile_does_not_leave(
    app: Flask, claire: Person, deliver: Deliver
) -> None:
    in_peace(claire)
    told_of(claire)
    told_of(claire, reason="watch-space", thread=2)
    deliver()
    report(app, [{"type": "complaint", "address": claire.email}])
    wake(claire)
    hours_pass()
    deliver()

    assert mails() == []


def wake(person: Person) -> None:
    in_peace(person, begun=timedelta(hours=3), left=timedelta(hours=-2))


@pytest.mark.usefixtures("keyed")
def test_a_complaint_stops_and_a_box_that_is_full_does_not(app: Flask, claire: Person, yann: Person) -> None:
    said = [{"type": "complaint", "address": claire.email}, bounce(yann, hard=False)]

    assert report(app, said) == (200, {"stopped": 1})
    assert stopped() == {claire.email: "complaint"}


@pytest.mark.usefixtures("keyed")
def test_a_report_that_comes_twice_is_one(app: Flask, claire: Person) -> None:
    assert report(app, [bounce(claire), bounce(claire)]) == (200, {"stopped": 1})
    assert report(app, [bounce(claire)]) == (200, {"stopped": 0})


def test_a_site_without_a_key_takes_no_report(app: Flask, claire: Person) -> None:
    assert report(app, [bounce(claire)], key="")[0] == 404
    assert stopped() == {}


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("options", [{"key": "another"}, {"at": 0}, {"at": 32503680000}])
def test_a_report_of_somebody_else_or_of_another_time_is_refused(
    app: Flask, claire: Person, options: dict[str, Any]
) -> None:
    assert report(app, [bounce(claire)], **options)[0] == 403
    assert report(app, [bounce(claire)], at=time.time() - 301)[0] == 403
    assert stopped() == {}


@pytest.mark.usefixtures("keyed")
def test_a_report_without_a_signature_or_with_another_body_is_refused(app: Flask, claire: Person) -> None:
    client = app.test_client()
    timestamp = str(int(time.time()))
    signed = {
        "X-Mail-Events-Timestamp": timestamp,
        "X-Mail-Events-Signature": signature_of(KEY, timestamp, b"[]"),
    }

    assert client.post("/mail-events", data=json.dumps([bounce(claire)])).status_code == 403
    assert client.post("/mail-events", data=json.dumps([bounce(claire)]), headers=signed).status_code == 403
    odd = {"X-Mail-Events-Timestamp": "-1", "X-Mail-Events-Signature": "é"}
    assert client.post("/mail-events", data=b"[]", headers=odd).status_code == 403
    assert stopped() == {}


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"\xff",
        b"[1]",
        b"[" * 5000,
        b'[{"type": "opened", "address": "a@example.org"}]',
        b'[{"type": "bounce"}]',
        b'[{"type": "bounce", "address": 3}]',
        b'[{"type": ["bounce"], "address": "a@example.org"}]',
        json.dumps([{"type": "bounce", "address": "a" * 300}]).encode(),
        json.dumps([{"type": "bounce", "address": "a@b.c"}] * 1001).encode(),
    ],
)
def test_a_report_that_cannot_be_read_is_refused_whole(app: Flask, body: bytes) -> None:
    assert report(app, None, body=body)[0] == 422
    assert stopped() == {}


@pytest.mark.usefixtures("keyed")
def test_mail_that_a_person_asks_for_still_reaches_a_stopped_address(
    app: Flask, claire: Person, visitor: Browser, deliver: Deliver
) -> None:
    report(app, [bounce(claire)])
    page = visitor.get("/account/reset")
    visitor.submit(page, "/account/reset", email=claire.email)
    deliver()

    assert [mail["Subject"] for mail in mails_to(claire)] == ["Choisir un nouveau mot de passe"]


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize(
    ("event", "said"), [({"type": "complaint"}, "signalé comme indésirable"), ({}, "nous est revenu")]
)
def test_a_person_is_told_that_their_address_is_stopped_and_can_have_mail_again(
    app: Flask,
    claire: Person,
    yann: Person,
    browser: Callable[..., Browser],
    deliver: Deliver,
    event: dict[str, object],
    said: str,
) -> None:
    report(app, [bounce(claire, **event), bounce(yann)])
    member = browser(claire)
    page = member.get("/account/notices")
    assert said in page.main
    page = member.submit(page, "/account/notices/mail-again")
    assert said not in page.main
    told_of(claire)
    deliver()

    assert len(mails_to(claire)) == 1
    assert list(stopped()) == [yann.email]


def test_wishes_that_a_link_changed_are_those_of_its_person_alone(app: Flask, claire: Person, yann: Person) -> None:
    press(app, f"/unsubscribe/{make_token(claire.id, OF_DIGEST)}")

    assert {row.person_id for row in db.session.scalars(select(NoticePreference))} == {claire.id}
    assert rhythm(yann, "watched") is Rhythm.WEEKLY
