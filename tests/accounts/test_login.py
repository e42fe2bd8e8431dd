"""Logging in and out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from forum.accounts.models import Login, Person, Profession
from forum.accounts.passwords import is_outdated, verify_password
from forum.accounts.services.administration import add_person
from forum.core.i18n import COOKIE
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db, limiter
from tests.browsing import Browser, Page
from tests.factories import PASSWORD, make_person


def test_a_member_logs_in_and_lands_where_they_were_going(visitor: Browser) -> None:
    person = make_person()
    page = visitor.get("/people?q=rose")
    assert page.url == "/login"
    page = visitor.submit(page, "/login", email=person.email, password=PASSWORD, follow=False)

    assert page.status == 303
    assert page.response.headers["Location"] == "/people?q=rose"


def test_where_one_was_going_outlives_a_wrong_password(visitor: Browser) -> None:
    person = make_person()
    page = visitor.submit(visitor.get("/login?next=/people"), "/login", email=person.email, password="faux")
    assert page.status == 422
    assert "ne vont pas ensemble" in page.main
    page = visitor.submit(page, "/login", email=person.email, password=PASSWORD)

    assert page.url == "/people"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "x"])
def test_nobody_is_led_to_another_site(visitor: Browser, target: str) -> None:
    page = visitor.get("/login", query_string={"next": target})
    assert "evil" not in str(page.form("/login"))
    page = log_in(visitor, make_person(), next=target)

    assert "evil" not in page.response.headers["Location"]
    assert page.response.headers["Location"].startswith("/")


def test_the_session_is_a_new_one_after_logging_in(visitor: Browser) -> None:
    visitor.get("/login")
    before = visitor.client.get_cookie("session")
    log_in(visitor, make_person())
    after = visitor.client.get_cookie("session")

    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert after.http_only
    assert after.same_site == "Lax"


def test_a_hash_made_with_other_parameters_is_made_again(visitor: Browser) -> None:
    person = make_person()
    assert is_outdated(person.password_hash)
    log_in(visitor, person)

    db.session.expire_all()
    kept = db.session.get_one(Person, person.id).password_hash
    assert not is_outdated(kept)
    assert verify_password(kept, PASSWORD)


def test_accents_are_the_same_however_the_keyboard_composes_them(visitor: Browser) -> None:
    person = add_person("rose@college.example", "Rose", Profession.OTHER, "étés à la forêt")

    assert log_in(visitor, person, password="e\u0301te\u0301s a\u0300 la fore\u0302t").status == 303


def test_logging_in_forgets_the_failures_before(visitor: Browser) -> None:
    person = make_person()
    for _ in range(9):
        log_in(visitor, person, password="faux")
    assert log_in(visitor, person).status == 303
    visitor.post("/logout")

    assert [log_in(visitor, person, password="faux").status for _ in range(10)] == [422] * 10


def test_logging_out_ends_the_session_for_good(browser: Callable[..., Browser]) -> None:
    member = browser(make_person())
    cookie = member.client.get_cookie("session")
    assert cookie is not None
    page = member.post("/logout")
    assert page.url == "/login"
    assert "La connexion de cet appareil est terminée." in page.text
    assert logins() == 0

    stolen = browser()
    stolen.client.set_cookie("session", cookie.value)
    assert stolen.get("/account").url == "/login"


def test_logging_out_needs_a_token(browser: Callable[..., Browser]) -> None:
    member = browser(make_person())

    assert member.post("/logout", {"csrf_token": "wrong"}).status == 400
    assert member.get("/logout").status == 405
    assert logins() == 1


def test_logging_in_needs_a_token(visitor: Browser) -> None:
    assert log_in(visitor, make_person(), csrf_token="wrong").status == 400
    assert logins() == 0


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "x" * 5000, "' OR 1=1 --", "a@b@c", "\u202e"])
def test_whatever_is_typed_as_an_address_is_answered_calmly(visitor: Browser, typed: str) -> None:
    page = visitor.submit(visitor.get("/login"), "/login", email=typed, password="\x00" * 300)

    assert page.status == 422


def test_a_session_that_is_too_old_is_over(browser: Callable[..., Browser], settings: Settings) -> None:
    member = browser(make_person())
    with transaction():
        login = db.session.scalars(select(Login)).one()
        login.began_at = now() - timedelta(days=settings.session_days, minutes=1)

    assert member.get("/account").url == "/login"


def test_logging_in_sweeps_away_the_sessions_that_grew_too_old(visitor: Browser, settings: Settings) -> None:
    person = make_person()
    with transaction():
        old = now() - timedelta(days=settings.session_days, minutes=1)
        db.session.add(Login(token_hash="old", person_id=person.id, began_at=old))
    log_in(visitor, person)

    assert logins() == 1


def test_every_view_that_takes_credentials_shares_one_limit_by_network_address(
    app: Flask, visitor: Browser, settings: Settings
) -> None:
    strict = settings.model_copy(update={"credentials_per_hour": 3})
    app.config["SETTINGS"] = strict
    try:
        statuses = [
            visitor.submit(visitor.get(url), url, email="x@college.example", password="y").status
            for url in ("/login", "/register", "/account/reset", "/account/resend")
        ]
    finally:
        app.config["SETTINGS"] = settings
        limiter.reset()

    assert statuses == [422, 422, 200, 429]


def test_the_language_chosen_before_logging_in_does_not_change_the_profile(visitor: Browser) -> None:
    visitor.client.set_cookie(COOKIE, "en")
    person = make_person(language="fr")
    visitor.submit(visitor.get("/login?next=/account"), "/login", email=person.email, password=PASSWORD)

    assert 'lang="fr"' in visitor.get("/account").html


def log_in(browser: Browser, person: Person, **fields: str) -> Page:
    form = browser.get("/login")
    if form.url != "/login":
        return form
    return browser.submit(form, "/login", follow=False, **{"email": person.email, "password": PASSWORD, **fields})


def logins() -> int:
    return db.session.scalar(select(func.count()).select_from(Login)) or 0
