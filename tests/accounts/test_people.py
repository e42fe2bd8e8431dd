"""The directory of people and their pages, for members only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person, sort_name
from forum.accounts.queries import names_of
from forum.core.actor import VISITOR
from forum.core.policy import can, visible
from forum.extensions import db
from tests.browsing import Browser
from tests.factories import actor, make_person

NAMES = ["Zoé Abel", "Élise Le Goff", "Ève Durand", "Omar Benali", "Œillet Martin", "奈々 田中"]


def test_visitors_see_neither_the_directory_nor_anybody(visitor: Browser) -> None:
    person = make_person("Rose Martin")

    for url in ("/people", f"/people/{person.id}-rose-martin", "/people/999999-x"):
        page = visitor.get(url)
        assert page.url == "/login"
        assert "Rose Martin" not in page.html


def test_members_read_names_in_the_order_of_letters_without_accents(browser: Callable[..., Browser]) -> None:
    member = browser(make_person("Yann Petit"))
    for name in NAMES:
        make_person(name)
    shown = member.get("/people").texts("main .row h2")

    assert shown == [
        "Élise Le Goff",
        "Ève Durand",
        "Œillet Martin",
        "Omar Benali",
        "Yann Petit",
        "Zoé Abel",
        "奈々 田中",
    ]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("elise", ["Élise Le Goff"]),
        ("GOFF élise", ["Élise Le Goff"]),
        ("oeillet", ["Œillet Martin"]),
        ("田中", ["奈々 田中"]),
        ("%", None),
        ("_", None),
        ("  ", None),
        ("\x00", None),
        ("'; DROP TABLE people --", []),
        ("x" * 5000, []),
    ],
)
def test_a_search_finds_names_whatever_their_accents(
    browser: Callable[..., Browser], search: str, found: list[str] | None
) -> None:
    member = browser(make_person("Yann Petit"))
    for name in NAMES:
        make_person(name)
    page = member.get("/people", query_string={"q": search})

    assert page.status == 200
    shown = page.texts("main .row h2")
    assert len(shown) == 7 if found is None else shown == found
    if found == []:
        assert "Aucun membre ne porte ce nom." in page.main


def test_the_directory_goes_on_from_where_a_page_ended(browser: Callable[..., Browser]) -> None:
    member = browser(make_person("Camille Même"))
    for _ in range(64):
        make_person("Camille Même")
    seen: list[str] = []
    url: str | None = "/people?q=meme"
    sizes = []
    while url:
        page = member.get(url)
        rows = [str(link["href"]) for link in page.select("main .row h2 a")]
        sizes.append(len(rows))
        seen += rows
        url = page.links().get("La suite de l’annuaire")

    assert sizes == [30, 30, 5]
    assert len(set(seen)) == 65


@pytest.mark.parametrize("cursor", ["x", "%00", "é", "LTF8eA", "OTk5OTk5OTk5OTk5fHg", "MXwA", "=" * 9])
def test_a_cursor_that_was_tampered_with_begins_at_the_start(browser: Callable[..., Browser], cursor: str) -> None:
    member = browser(make_person("Yann Petit"))

    assert member.get("/people", query_string={"after": cursor}).texts("main .row h2") == ["Yann Petit"]


def test_who_has_not_confirmed_is_seen_by_nobody(browser: Callable[..., Browser]) -> None:
    waiting = make_person("Rose Martin", confirmed_at=None)
    member = browser(make_person())

    assert "Rose Martin" not in member.get("/people").html
    assert member.get(f"/people/{waiting.id}-rose-martin").status == 404


def test_the_rule_and_the_filter_say_the_same(app: object) -> None:
    reader = make_person()
    people = [reader, make_person(), make_person(confirmed_at=None)]

    for who in (VISITOR, actor(reader)):
        shown = set(db.session.scalars(db.select(Person.id).where(visible(who, Person))))
        assert shown == {person.id for person in people if can(who, "profile.see", person)}


def test_a_profile_shows_who_a_person_is(browser: Callable[..., Browser]) -> None:
    person = make_person("Rose Martin", profession="education_assistant", about="Je fais **médiation**.")
    page = browser(make_person()).get(f"/people/{person.id}-rose-martin")

    assert page.texts("h1") == ["Rose Martin"]
    assert "AED (assistante ou assistant d’éducation)" in page.text
    assert page.texts(".prose strong") == ["médiation"]
    assert person.email not in page.html


def test_a_profile_can_hold_no_script(browser: Callable[..., Browser]) -> None:
    person = make_person("<script>alert(1)</script>", about="<script>alert(2)</script><img src=x onerror=alert(3)>")
    member = browser(make_person())
    page = member.get(f"/people/{person.id}-script-alert-1-script")

    assert page.status == 200
    assert "<script>alert" not in page.html
    assert not page.select("main img")
    assert "<script>alert" not in member.get("/people").html


def test_a_profile_has_one_address(browser: Callable[..., Browser]) -> None:
    person = make_person("Rose Martin")
    page = browser(make_person()).get(f"/people/{person.id}-une-autre", follow=False)

    assert page.status == 301
    assert page.response.headers["Location"] == f"/people/{person.id}-rose-martin"


@pytest.mark.parametrize("url", ["/people/0-x", "/people/2147483647-x", "/people/99999999999999-x", "/people/x-x"])
def test_nobody_of_that_number_is_not_found(browser: Callable[..., Browser], url: str) -> None:
    assert browser(make_person()).get(url).status == 404


def test_a_name_without_latin_letters_has_an_address_too(browser: Callable[..., Browser]) -> None:
    person = make_person("奈々 田中")

    assert browser(make_person()).get(f"/people/{person.id}--").texts("h1") == ["奈々 田中"]


def test_the_directory_and_a_profile_run_few_statements(browser: Callable[..., Browser], statements: list[str]) -> None:
    person = make_person("Rose Martin")
    member = browser(person)
    for _ in range(40):
        make_person()
    for url in ("/people", f"/people/{person.id}-rose-martin"):
        statements.clear()
        member.get(url)
        assert len(statements) <= 5, url


def test_names_are_read_by_one_statement(app: object, statements: list[str]) -> None:
    rose, omar = make_person("Rose Martin", profession="cpe"), make_person("Omar Benali")
    statements.clear()
    names = names_of([rose.id, omar.id, rose.id, 999_999])
    assert len(statements) == 1

    assert set(names) == {rose.id, omar.id}
    assert (names[rose.id].name, names[rose.id].profession, names[rose.id].slug) == (
        "Rose Martin",
        "cpe",
        "rose-martin",
    )
    statements.clear()
    assert names_of([]) == {}
    assert statements == []


def test_names_sort_without_accents_capitals_or_signs() -> None:
    assert sort_name("Élise  Le Goff-Œillet") == "elise le goff oeillet"
    assert sort_name("L’Hôte") == sort_name("l'hôte") == "l hote"
