"""Keeping searches: from the results' page to one's list, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.models import now
from forum.extensions import db
from forum.saved_searches.models import SavedSearch
from forum.saved_searches.services.keep import MOST_SAVED
from tests.browsing import Browser, Page
from tests.discussions.factories import make_thread
from tests.factories import make_person

Open = Callable[..., Browser]
CLIMATE = "q=climat&kind=thread"


def keep(browser: Browser, asking: str = CLIMATE, **fields: object) -> Page:
    """Saves a search by its form."""
    address = f"/search/saved/new?{asking}"
    return browser.submit(browser.get(address), with_field="rhythm", **{"rhythm": "weekly", **fields})


def kept(person: Person) -> list[SavedSearch]:
    """The searches that a person keeps, as the database has them."""
    found = select(SavedSearch).where(SavedSearch.person_id == person.id).order_by(SavedSearch.id)
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def test_a_member_keeps_a_search_and_finds_it_again(
    browser: Open, claire: Person, yann: Person, space: object, deliver: Callable[[], int]
) -> None:
    make_thread(yann, space, title="Climat de la cour")
    make_thread(yann, space, title="Climat du préau")
    deliver()
    reader = browser(claire)
    results = reader.get("/search?q=climat&kind=thread&sort=oldest&grouped=0")
    offered = results.links()["Enregistrer cette recherche"]
    form = reader.get(offered)
    [name] = form.select("input[name=name]")
    page = reader.submit(form, with_field="rhythm", rhythm="daily")

    assert offered.endswith("/search/saved/new?q=climat&kind=thread")
    assert name["value"] == "climat"
    assert "Votre recherche est enregistrée." in page.text
    assert "Une fois par jour" in page.main
    again = reader.get(page.links()["climat"])
    assert again.url == "/search"
    assert "Climat de la cour" in again.main
    assert [link.get_text() for link in again.select(".sorts [aria-current]")] == ["Les plus récents"]


def test_a_search_that_is_kept_twice_is_kept_once(browser: Open, claire: Person) -> None:
    keep(browser(claire), name="Le climat")
    keep(browser(claire), f"{CLIMATE}&sort=newest", name="Climat scolaire", rhythm="never")

    assert [(search.name, search.rhythm, search.due_at) for search in kept(claire)] == [
        ("Climat scolaire", "never", None)
    ]


def test_each_rhythm_has_its_hour(browser: Open, claire: Person) -> None:
    for number, rhythm in enumerate(("at_once", "daily", "weekly")):
        keep(browser(claire), f"q=climat+{number}", rhythm=rhythm)
    at_once, daily, weekly = (search.due_at for search in kept(claire))

    assert at_once is not None
    assert daily is not None
    assert weekly is not None
    assert now() < at_once < now() + timedelta(minutes=10)
    assert now() < daily < now() + timedelta(days=4)
    assert weekly.isoweekday() == 1


def test_a_kept_search_is_called_and_told_otherwise(browser: Open, claire: Person) -> None:
    reader = browser(claire)
    form = reader.get(keep(reader).links()["Modifier climat"])
    changed = reader.submit(form, with_field="rhythm", name="Élèves 🌱", rhythm="at_once", by_mail="y")

    assert "Élèves 🌱" in changed.main
    assert "par courriel aussi" in changed.main
    page = reader.submit(changed, action=f"/search/saved/{kept(claire)[0].id}/forget")
    assert "Aucune recherche enregistrée" in page.main
    assert kept(claire) == []


@pytest.mark.parametrize(
    ("asking", "fields", "message"),
    [
        (CLIMATE, {"name": ""}, "Ce champ est à remplir."),
        (CLIMATE, {"name": "é" * 101}, "Ce texte est trop long : 100 caractères au plus."),
        (CLIMATE, {"rhythm": "hourly"}, "Not a valid choice"),
        ("", {"name": "Rien"}, "Cherchez d’abord quelque chose"),
        ("q=-sanction", {"name": "Sans"}, "Cherchez d’abord quelque chose"),
        ("q=climat&" + "&".join(f"tag={'x' * 99}{n}" for n in range(10)), {"name": "Long"}, "trop longue"),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    browser: Open, claire: Person, asking: str, fields: dict[str, str], message: str
) -> None:
    page = keep(browser(claire), asking, **{"name": "Mon nom", **fields})
    [name] = page.select("input[name=name]")

    assert page.status == 422
    if "rhythm" not in fields:
        assert message in page.text.replace("\u00a0", " ")
    assert name["value"] == {"name": "Mon nom", **fields}["name"]
    assert kept(claire) == []


def test_one_keeps_so_many_and_no_more(browser: Open, claire: Person) -> None:
    for number in range(MOST_SAVED):
        keep(browser(claire), f"q=climat+{number}", rhythm="never")
    page = keep(browser(claire))

    assert page.status == 422
    assert "Vous gardez déjà 50 recherches" in page.text
    assert len(kept(claire)) == MOST_SAVED


def test_the_list_costs_the_same_however_long_it_is(browser: Open, claire: Person, statements: list[str]) -> None:
    reader = browser(claire)
    keep(reader)
    reader.get("/search/saved")
    statements.clear()
    reader.get("/search/saved")
    few = len(statements)
    for number in range(5):
        keep(reader, f"q=climat+{number}")
    statements.clear()
    reader.get("/search/saved")

    assert len(statements) == few <= 5


def test_a_visitor_keeps_nothing_and_is_led_to_log_in(browser: Open, claire: Person) -> None:
    visitor = browser()

    assert "Enregistrer cette recherche" not in visitor.get("/search?q=climat").html
    for address in ("/search/saved", f"/search/saved/new?{CLIMATE}"):
        assert visitor.get(address).url == "/login"


def test_nobody_sees_changes_or_forgets_the_search_of_another(browser: Open, claire: Person) -> None:
    keep(browser(claire), name="Mon secret")
    [search] = kept(claire)
    for other in (browser(make_person()), browser()):
        for address in (f"/search/saved/{search.id}", f"/search/saved/{search.id}/change"):
            page = other.get(address)
            assert "Mon secret" not in page.html
            assert page.status == 404 or page.url == "/login"
        for act in ("change", "forget"):
            other.post(f"/search/saved/{search.id}/{act}", {"name": "Pris", "rhythm": "never"})

    assert [(each.name, each.rhythm) for each in kept(claire)] == [("Mon secret", "weekly")]
