"""The list of schools: found by name, city, code or postcode, of a kind, from where a page ended."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core.paging import encode_position
from forum.schools.models import School
from tests.browsing import Browser
from tests.factories import make_person
from tests.schools.factories import close, make_school, make_schools

Open = Callable[..., Browser]
NAMES = ["Collège de l’Europe", "Lycée Émile-Zola", "École du Sacré-Cœur", "Collège Zola"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("zola", ["Collège Zola", "Lycée Émile-Zola"]),
        ("ZOLA émile", ["Lycée Émile-Zola"]),
        ("emile", ["Lycée Émile-Zola"]),
        ("sacré coeur", ["École du Sacré-Cœur"]),
        ("SACRE-CŒUR", ["École du Sacré-Cœur"]),
        ("l'europe", ["Collège de l’Europe"]),
        ("l’Europe", ["Collège de l’Europe"]),
        ("saint malo", ["Lycée Émile-Zola"]),
        ("Saint-Malo zola", ["Lycée Émile-Zola"]),
        ("35400", ["Lycée Émile-Zola"]),
        ("354", ["Lycée Émile-Zola"]),
        ("0359002b", ["Lycée Émile-Zola"]),
        (" 0359002B ", ["Lycée Émile-Zola"]),
        ("zola 35400", ["Lycée Émile-Zola"]),
        ("zola rennes betton", []),
        ("%", None),
        ("_", None),
        ("\x00", None),
        ("'; DROP TABLE schools --", []),
        ("é" * 5000, []),
        ("zola " * 50, ["Collège Zola", "Lycée Émile-Zola"]),
    ],
)
def test_a_search_finds_schools_whatever_accents_and_capitals(
    visitor: Browser, schools: None, search: str, found: list[str] | None
) -> None:
    page = visitor.get("/schools", query_string={"q": search})

    assert page.status == 200
    shown = page.texts(".row h3")
    assert len(shown) == len(NAMES) if found is None else shown == found
    if found == []:
        assert "Aucun établissement trouvé" in page.main


def test_what_was_searched_stays_in_the_box(visitor: Browser, schools: None) -> None:
    page = visitor.get("/schools", query_string={"q": 'zola "<b>', "kind": "lycee"})

    assert page.select("main input[name=q]")[0]["value"] == 'zola "<b>'
    assert page.select("main input[name=kind]")[0]["value"] == "lycee"


def test_schools_are_listed_by_name_with_their_kind_and_place(visitor: Browser, schools: None) -> None:
    page = visitor.get("/schools")

    assert page.texts(".row h3") == ["Collège de l’Europe", "Collège Zola", "École du Sacré-Cœur", "Lycée Émile-Zola"]
    assert "Lycée · 35400 · Saint-Malo" in page.main
    assert page.links()["Lycée Émile-Zola"] == "/schools/0359002B"


def test_a_kind_keeps_the_schools_of_that_kind(visitor: Browser, schools: None) -> None:
    page = visitor.get("/schools?q=zola&kind=lycee")

    assert page.texts(".row h3") == ["Lycée Émile-Zola"]
    assert page.texts('.tabs [aria-current="page"]') == ["Lycée"]
    assert page.links()["Collège"] == "/schools?q=zola&kind=college"


@pytest.mark.parametrize("kind", ["château", "\x00", "'", "x" * 4000])
def test_a_kind_that_is_none_keeps_them_all(visitor: Browser, schools: None, kind: str) -> None:
    page = visitor.get("/schools", query_string={"kind": kind})

    assert page.status == 200
    assert len(page.texts(".row h3")) == len(NAMES)


def test_the_list_goes_on_from_where_a_page_ended(visitor: Browser, app: object) -> None:
    make_schools(64, "École Jules-Ferry", kind="ecole")
    make_school("École Zola", kind="ecole")
    make_school("Lycée Jules-Ferry", kind="lycee")
    seen: list[str] = []
    sizes = []
    url: str | None = "/schools?q=jules&kind=ecole"
    while url:
        page = visitor.get(url)
        rows = [str(link["href"]) for link in page.select(".row h3 a")]
        sizes.append(len(rows))
        seen += rows
        url = page.links().get("Établissements suivants")

    assert sizes == [30, 30, 4]
    assert len(set(seen)) == 64


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        "\x00",
        "=" * 9,
        "9" * 5000,
        base64.urlsafe_b64encode(b"1|a\x00").decode(),
        base64.urlsafe_b64encode(b"99999999999999999999|a").decode(),
        base64.urlsafe_b64encode(b"-1|a").decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        base64.urlsafe_b64encode(b"un|a").decode(),
    ],
)
def test_a_cursor_that_was_tampered_with_begins_at_the_start(visitor: Browser, schools: None, cursor: str) -> None:
    page = visitor.get("/schools", query_string={"after": cursor})

    assert page.status == 200
    assert len(page.texts(".row h3")) == len(NAMES)


def test_a_cursor_past_the_end_shows_that_nothing_follows(visitor: Browser, schools: None) -> None:
    page = visitor.get("/schools", query_string={"after": encode_position("zzz", 1), "q": "zola"})

    assert (page.status, page.texts(".row h3")) == (200, [])


def test_a_closed_school_is_not_listed(visitor: Browser, school: School) -> None:
    assert visitor.get("/schools").texts(".row h3") == ["Collège Aimé-Césaire"]

    close(school)

    assert visitor.get("/schools").texts(".row h3") == []


def test_a_list_without_a_school_says_where_they_come_from(visitor: Browser) -> None:
    assert "l’annuaire national" in visitor.get("/schools").main


def test_the_list_runs_few_statements(browser: Open, app: object, statements: list[str]) -> None:
    make_schools(40, "École Jules-Ferry", kind="ecole")
    visitor, member = browser(), browser(make_person())
    visitor.get("/schools")
    statements.clear()
    visitor.get("/schools")
    assert len(statements) == 1
    statements.clear()

    member.get("/schools?q=ecole")

    assert len(statements) <= 6


def test_the_list_is_read_in_english_too(browser: Open, claire: Person, schools: None) -> None:
    claire.language = "en"
    page = browser(claire, **{"Accept-Language": "en"}).get("/schools")

    assert page.select("html")[0]["lang"] == "en"


@pytest.fixture
def schools(app: object) -> None:
    make_school(NAMES[0], uai="0359001A", city="Rennes", postcode="35200", kind="college")
    make_school(NAMES[1], uai="0359002B", city="Saint-Malo", postcode="35400", kind="lycee")
    make_school(NAMES[2], uai="0359003C", city="Betton", postcode="35830", kind="ecole")
    make_school(NAMES[3], uai="0359004D", city="Rennes", postcode="35000", kind="college")
