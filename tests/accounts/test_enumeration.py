"""No answer tells whether an address has an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.accounts.factories import GOOD, mails
from tests.browsing import Browser, Page
from tests.factories import PASSWORD, make_person

CONFIRMED = "confirmee@college.example"
UNCONFIRMED = "attente@college.example"
UNKNOWN = "inconnue@college.example"
ADDRESSES = [CONFIRMED, UNCONFIRMED, UNKNOWN]


@pytest.fixture(autouse=True)
def people(app: object) -> None:
    make_person(email=CONFIRMED)
    make_person(email=UNCONFIRMED, confirmed_at=None)


def register(browser: Browser, address: str) -> Page:
    return browser.submit(
        browser.get("/register"), "/register", name="Rose", email=address, profession="teacher", password=GOOD
    )


def register_badly(browser: Browser, address: str) -> Page:
    return browser.submit(browser.get("/register"), "/register", name="Rose", email=address, password="court")


def log_in(browser: Browser, address: str) -> Page:
    return browser.submit(browser.get("/login"), "/login", email=address, password="un mot de passe faux")


def reset(browser: Browser, address: str) -> Page:
    return browser.submit(browser.get("/account/reset"), "/account/reset", email=address)


def resend(browser: Browser, address: str) -> Page:
    return browser.submit(browser.get("/account/resend"), "/account/resend", email=address)


ASKING = [register, register_badly, log_in, reset, resend]


@pytest.mark.parametrize("ask", ASKING)
def test_known_unconfirmed_and_unknown_addresses_get_the_same_answer(
    browser: Callable[[], Browser], ask: Callable[[Browser, str], Page]
) -> None:
    answers = {(page.status, page.url, page.text) for page in (ask(browser(), address) for address in ADDRESSES)}

    assert len(answers) == 1


@pytest.mark.parametrize("ask", [log_in, reset, resend])
def test_the_same_statements_run_whichever_the_address(
    browser: Callable[[], Browser], statements: list[str], ask: Callable[[Browser, str], Page]
) -> None:
    runs = []
    for address in ADDRESSES:
        statements.clear()
        ask(browser(), address)
        runs.append(list(statements))

    assert runs[0] == runs[1] == runs[2]


def test_an_unconfirmed_account_answers_the_right_password_as_a_wrong_one(
    visitor: Browser, deliver: Callable[[], int]
) -> None:
    right = visitor.submit(visitor.get("/login"), "/login", email=UNCONFIRMED, password=PASSWORD)
    wrong = visitor.submit(visitor.get("/login"), "/login", email=UNKNOWN, password=PASSWORD)

    assert (right.status, right.text) == (wrong.status, wrong.text) == (422, wrong.text)
    assert "se confirme d’abord" in right.main
    assert right.links()["Recevoir à nouveau le lien"] == "/account/resend"
    deliver()
    assert [mail["To"] for mail in mails()] == [UNCONFIRMED]


@pytest.mark.parametrize("ask", [reset, resend])
def test_nothing_is_sent_to_an_address_without_an_account(
    visitor: Browser, deliver: Callable[[], int], ask: Callable[[Browser, str], Page]
) -> None:
    for address in ADDRESSES:
        ask(visitor, address)
    deliver()

    assert sorted(mail["To"] for mail in mails()) == sorted([CONFIRMED, UNCONFIRMED])


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_eleventh_failed_login_is_refused_known_or_not(visitor: Browser, address: str) -> None:
    statuses = [log_in(visitor, address).status for _ in range(11)]
    page = log_in(visitor, address)

    assert statuses == [422] * 10 + [429]
    assert "Trop d’essais pour cette adresse. Attendez un quart d’heure" in page.main


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_sixth_mail_asked_for_in_an_hour_is_refused_known_or_not(visitor: Browser, address: str) -> None:
    assert [reset(visitor, address).status for _ in range(6)] == [200] * 5 + [429]


def test_an_address_is_the_same_however_it_is_written(visitor: Browser) -> None:
    for written in (CONFIRMED, CONFIRMED.upper(), f"  {CONFIRMED}"):
        for _ in range(4):
            page = log_in(visitor, written)

    assert page.status == 429
