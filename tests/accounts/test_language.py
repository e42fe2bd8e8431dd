"""The language of pages: the profile's, then the cookie's, then the browser's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core.i18n import COOKIE
from forum.extensions import db
from tests.browsing import Browser
from tests.factories import make_person


def language_of(browser: Browser) -> str:
    return str(browser.get("/account/sent").select("html")[0]["lang"])


def test_a_visitor_reads_their_browsers_language_until_they_choose(browser: Callable[..., Browser]) -> None:
    english = browser(**{"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"})
    assert language_of(english) == "en"
    english.post("/language", {"language": "fr", "next": "/account/sent"})

    assert language_of(english) == "fr"


def test_a_browser_of_neither_language_reads_french(browser: Callable[..., Browser]) -> None:
    assert language_of(browser(**{"Accept-Language": "de"})) == "fr"
    assert language_of(browser(**{"Accept-Language": "*;q=x"})) == "fr"


def test_the_profile_goes_before_the_cookie_and_the_browser(browser: Callable[..., Browser]) -> None:
    member = browser(make_person(language="fr"), **{"Accept-Language": "en"})
    member.client.set_cookie(COOKIE, "en")

    assert language_of(member) == "fr"


def test_choosing_changes_the_profile_too(browser: Callable[..., Browser]) -> None:
    person = make_person(language="fr")
    member = browser(person)
    page = member.post("/language", {"language": "en", "next": "/account"})
    assert page.url == "/account"

    db.session.expire_all()
    assert db.session.get_one(Person, person.id).language == "en"
    assert language_of(member) == "en"


def test_the_choice_needs_no_token_but_must_come_from_here(visitor: Browser) -> None:
    chosen = {"language": "en", "next": "/account/sent"}
    foreign = visitor.request("POST", "/language", data=chosen, headers={"Origin": "https://evil.example"})
    crossing = visitor.request("POST", "/language", data=chosen, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status, crossing.status) == (400, 400)
    assert visitor.client.get_cookie(COOKIE) is None

    page = visitor.request("POST", "/language", data=chosen, headers={"Origin": "http://localhost"})
    assert page.url == "/account/sent"
    assert language_of(visitor) == "en"


def test_the_cookie_lasts_a_year_and_is_kept_from_scripts_and_other_sites(visitor: Browser) -> None:
    visitor.post("/language", {"language": "en", "next": "/about"}, follow=False)
    cookie = visitor.client.get_cookie(COOKIE)

    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 365 * 24 * 3600
    assert not cookie.secure
    visitor.post("/language", {"language": "fr", "next": "/about"}, follow=False, base_url="https://localhost")
    assert visitor.client.get_cookie(COOKIE).secure  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["", "de", "fr\x00", "../en"])
def test_a_language_that_the_site_does_not_speak_is_refused(visitor: Browser, language: str) -> None:
    page = visitor.post("/language", {"language": language, "next": "/about"}, follow=False)

    assert page.status == 422
    assert visitor.client.get_cookie(COOKIE) is None


def test_the_choice_leads_to_no_other_site(visitor: Browser) -> None:
    page = visitor.post("/language", {"language": "en", "next": "//evil.example"}, follow=False)

    assert "evil" not in page.response.headers["Location"]
