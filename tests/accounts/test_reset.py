"""Choosing another password when the present one is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.links import Purpose
from forum.accounts.models import Login, Person
from forum.accounts.passwords import verify_password
from forum.extensions import db
from tests.accounts.factories import GOOD, link, link_in, mails, old_link, words
from tests.browsing import Browser
from tests.factories import PASSWORD, make_person, open_session


def test_someone_chooses_another_password_by_mail(visitor: Browser, deliver: Callable[[], int]) -> None:
    person = make_person()
    visitor.submit(visitor.get("/account/reset"), "/account/reset", email=person.email)
    deliver()
    [mail] = mails()
    assert mail["To"] == person.email
    assert "pendant 60 minutes" in words(mail)
    address = link_in(mail, "/account/reset/")
    page = visitor.submit(visitor.get(address), address, password=GOOD)
    assert page.url == "/login"
    assert "Votre nouveau mot de passe est enregistré" in page.text

    page = visitor.submit(page, "/login", email=person.email, password=PASSWORD)
    assert page.status == 422
    page = visitor.submit(page, "/login", email=person.email, password=GOOD, follow=False)
    assert page.status == 303


def test_every_session_is_over_once_another_password_is_chosen(browser: Callable[..., Browser]) -> None:
    person = make_person()
    member = browser(person)
    open_session(person)
    other = make_person()
    open_session(other)
    address = link(Purpose.RESET, person)
    browser().submit(browser().get(address), address)
    visitor = browser()
    visitor.submit(visitor.get(address), address, password=GOOD)

    assert logins(person) == 0
    assert logins(other) == 1
    assert member.get("/account").url == "/login"


def test_a_reset_link_serves_once(visitor: Browser) -> None:
    person = make_person()
    address = link(Purpose.RESET, person)
    again = link(Purpose.RESET, person)
    visitor.submit(visitor.get(address), address, password=GOOD)

    for used in (address, again):
        page = visitor.get(used)
        assert page.status == 410
        assert "Ce lien a expiré. Demandez-en un nouveau." in page.main
        assert page.links()["Demander un nouveau lien"] == "/account/reset"
        assert visitor.post(used, {"password": "encore un autre mot"}).status == 410
    assert verify_password(reread(person).password_hash, GOOD)


def test_a_reset_link_grows_old(visitor: Browser) -> None:
    person = make_person()
    assert visitor.get(old_link(Purpose.RESET, person, 59 * 60)).status == 200
    late = old_link(Purpose.RESET, person, 61 * 60)

    assert visitor.get(late).status == 410
    assert visitor.post(late, {"password": GOOD}).status == 410
    assert verify_password(reread(person).password_hash, PASSWORD)


def test_opening_the_link_changes_nothing(visitor: Browser) -> None:
    person = make_person()
    open_session(person)
    visitor.get(link(Purpose.RESET, person))

    assert verify_password(reread(person).password_hash, PASSWORD)
    assert logins(person) == 1


@pytest.mark.parametrize("chosen", ["", "court", "motdepasse123", "x1y2" * 51])
def test_a_password_that_is_refused_leaves_the_link_good(visitor: Browser, chosen: str) -> None:
    person = make_person()
    address = link(Purpose.RESET, person)
    page = visitor.submit(visitor.get(address), address, password=chosen)

    assert page.status == 422
    assert page.select("#password-error")
    assert visitor.submit(page, address, password=GOOD).url == "/login"


def test_resetting_needs_a_token_of_the_session(visitor: Browser) -> None:
    person = make_person()
    page = visitor.post(link(Purpose.RESET, person), {"password": GOOD, "csrf_token": "wrong"})

    assert page.status == 400
    assert verify_password(reread(person).password_hash, PASSWORD)


def test_resetting_confirms_the_address_that_received_the_mail(visitor: Browser) -> None:
    person = make_person(confirmed_at=None)
    address = link(Purpose.RESET, person)
    visitor.submit(visitor.get(address), address, password=GOOD)

    assert reread(person).confirmed_at is not None


def test_asking_twice_for_the_confirming_link_tells_who_confirmed_already(
    visitor: Browser, deliver: Callable[[], int]
) -> None:
    person = make_person()
    visitor.submit(visitor.get("/account/resend"), "/account/resend", email=person.email)
    deliver()

    assert [mail["Subject"] for mail in mails()] == ["Vous avez déjà un compte"]


def test_a_mail_speaks_its_readers_language_whoever_asked(visitor: Browser, deliver: Callable[[], int]) -> None:
    person = make_person(language="en")
    visitor.submit(visitor.get("/account/reset"), "/account/reset", email=person.email)
    deliver()

    assert '<html lang="en">' in words(mails()[0], "html")


@pytest.mark.parametrize("url", ["/account/reset", "/account/resend"])
@pytest.mark.parametrize("typed", ["", "  ", "\x00"])
def test_an_empty_address_is_to_be_filled_in(visitor: Browser, url: str, typed: str) -> None:
    page = visitor.submit(visitor.get(url), url, email=typed)

    assert page.status == 422
    assert "Ce champ est à remplir." in page.main


@pytest.mark.parametrize("url", ["/account/reset", "/account/resend"])
def test_asking_for_a_link_needs_a_token(visitor: Browser, deliver: Callable[[], int], url: str) -> None:
    person = make_person()

    assert visitor.post(url, {"email": person.email, "csrf_token": "wrong"}).status == 400
    assert deliver() == 0


def logins(person: Person) -> int:
    mine = select(func.count()).select_from(Login).where(Login.person_id == person.id)
    return db.session.scalar(mine) or 0


def reread(person: Person) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, person.id)
