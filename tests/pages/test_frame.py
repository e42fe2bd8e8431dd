"""What every page is framed by: the way to everything, for who reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Role
from forum.pages.frame import HUES, hue, initials
from tests.browsing import Browser, Page
from tests.chat.factories import make_community_room, make_school_room
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person

Open = Callable[..., Browser]
PUBLIC = [
    "/",
    "/about",
    "/spaces",
    "/practices",
    "/schools",
    "/communities",
    "/search",
    "/login",
    "/register",
    "/nowhere",
]
MEMBERS = ["/", "/me", "/notices", "/rooms", "/account", "/people", "/practices/drafts", "/practices/new", "/nowhere"]


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_of_a_visitor_has_its_frame(visitor: Browser, address: str) -> None:
    page = visitor.get(address)

    assert_framed(page)
    assert {"/login", "/register", "/practices", "/spaces"} <= set(addresses(page, "header.top"))
    assert set(addresses(page, "nav.bar")) == {"/", "/practices", "/search", "/spaces", "/login"}


@pytest.mark.parametrize("address", MEMBERS)
def test_every_page_of_a_member_has_its_frame(browser: Open, address: str) -> None:
    page = browser(make_person("Claire Morvan")).get(address)

    assert_framed(page)
    assert {"/rooms", "/notices", "/account", "/practices"} <= set(addresses(page, "header.top"))
    assert set(addresses(page, "nav.bar")) == {"/", "/practices", "/search", "/rooms", "/me"}
    assert page.form("/logout").select('[name="csrf_token"]')
    assert "/login" not in addresses(page, "header.top")


def assert_framed(page: Page) -> None:
    main = page.select("main")
    assert len(main) == 1
    assert main[0]["id"] == "content"
    assert page.select("body > :first-child")[0]["href"] == "#content"
    assert len(page.texts("h1")) == 1
    assert page.select('header.top form[role="search"][action="/search"] input[name="q"]')
    assert page.select("title")[0].get_text().endswith("· Médiane")
    assert set(addresses(page, "footer.foot")) >= {"/about", "/charter", "/privacy", "/accessibility"}
    assert [button["value"] for button in page.select("footer.foot button[name=language]")] == ["fr", "en"]
    assert len(page.select("footer.foot button[aria-current=true]")) == 1
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for nav in page.select("nav"):
        assert nav.get("aria-label")


def addresses(page: Page, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(f"{selector} a[href]")]


@pytest.mark.parametrize("role", [None, *Role])
def test_the_desk_is_shown_to_those_who_sit_at_it(browser: Open, role: Role | None) -> None:
    page = browser(make_person(role=role)).get("/me")

    assert ("/moderation" in addresses(page, "header.top")) == (role is Role.MEDIATOR)


def test_ones_places_are_in_the_menu_schools_first(browser: Open) -> None:
    claire = make_person()
    make_community_room("Aaa d’abord", claire)
    make_school_room("Collège des Ormeaux", claire)
    make_school_room("Collège d’ailleurs", make_person())

    assert browser(claire).get("/me").texts(".menu-panel a")[:2] == ["Collège des Ormeaux", "Aaa d’abord"]
    assert "Collège d’ailleurs" not in browser(claire).get("/me").text


def test_changing_the_language_leads_back_to_the_same_page(visitor: Browser) -> None:
    page = visitor.submit(visitor.get("/search?q=climat&kind=sheet"), "/language", language="en")

    assert page.url == "/search"
    assert page.response.request.query_string == b"q=climat&kind=sheet"
    assert page.select("html")[0]["lang"] == "en"


def test_the_page_one_is_on_is_marked(visitor: Browser) -> None:
    assert visitor.get("/practices").texts('header.top [aria-current="page"]') == ["Bibliothèque"]
    assert visitor.get("/").texts('nav.bar [aria-current="page"]') == ["Accueil"]


def test_the_frame_costs_a_visitor_no_statement_of_its_own(visitor: Browser, statements: list[str]) -> None:
    visitor.get("/account/sent")

    assert statements == []


def test_the_frame_costs_a_member_three_statements(browser: Open, statements: list[str]) -> None:
    person = make_person()
    make_school_room("Un", person)
    make_community_room("Deux", person)
    make_thread(person, make_space())
    member = browser(person)
    statements.clear()
    member.get("/me")

    assert len(statements) == 3


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Claire Morvan", "CM"),
        ("Jean-Paul Le Goff", "JG"),
        ("Ève", "È"),
        ("  ", "?"),
        ("-", "?"),
        ("(x) 字", "字"),
        ("👍", "?"),
    ],
)
def test_a_mark_is_made_of_the_first_and_last_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_marks_hue_is_the_same_each_time() -> None:
    names = [f"Personne {number}" for number in range(200)]

    assert [hue(name) for name in names] == [hue(name) for name in names]
    assert {hue(name) for name in names} == set(range(HUES))
