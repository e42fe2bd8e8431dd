"""The library: what is listed, what it is narrowed down by, and counts that hold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.practices.models import Sheet
from tests.browsing import Browser, Page
from tests.discussions.factories import make_space, make_thread
from tests.practices.factories import make_draft, make_small_sheet

Open = Callable[..., Browser]


def test_a_visitor_reads_what_is_published_newest_first(visitor: Browser, editor: Person) -> None:
    make_small_sheet(editor, "La première")
    make_small_sheet(editor, "La seconde", summary="Deux phrases. Pas plus.", place="Brest", start="mai 2019")

    page = visitor.get("/practices")

    assert page.texts(".sheet-card h2") == ["La seconde", "La première"]
    assert "Deux phrases. Pas plus." in page.texts(".sheet-card")[0]
    assert "Brest, 2019" in page.texts(".sheet-card")[0]
    assert "2 fiches" in page.main


def test_an_empty_library_says_how_to_begin(visitor: Browser) -> None:
    page = visitor.get("/practices")

    assert page.status == 200
    assert "La bibliothèque attend sa première fiche" in page.main


def test_each_value_is_counted_over_all_published_sheets(visitor: Browser, three: None) -> None:
    assert counts(visitor.get("/practices")) == {
        "Domaines": {"Santé": 2, "Éducation": 2},
        "Bénéficiaires": {"Familles": 2, "Élèves": 2},
        "Mots-clés": {"accueil": 1, "écoute": 2},
    }


def test_one_filter_narrows_the_list_and_every_count(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?domain=sante")

    assert page.texts(".sheet-card h2") == ["Trois", "Un"]
    assert "2 fiches" in page.main
    assert counts(page) == {
        "Domaines": {"Santé": 2, "Éducation": 1},
        "Bénéficiaires": {"Familles": 1, "Élèves": 2},
        "Mots-clés": {"écoute": 2},
    }


def test_filters_of_several_kinds_hold_together(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?domain=sante&beneficiary=familles&tag=ecoute")

    assert page.texts(".sheet-card h2") == ["Trois"]
    assert counts(page) == {
        "Domaines": {"Santé": 1},
        "Bénéficiaires": {"Familles": 1, "Élèves": 1},
        "Mots-clés": {"écoute": 1},
    }


def test_two_values_of_one_kind_hold_together_too(visitor: Browser, three: None) -> None:
    assert visitor.get("/practices?domain=sante&domain=education").texts(".sheet-card h2") == ["Un"]


def test_every_count_is_what_a_click_on_it_lists(visitor: Browser, three: None) -> None:
    for start in ("/practices", "/practices?domain=sante", "/practices?beneficiary=eleves&tag=ecoute"):
        page = visitor.get(start)
        for link in page.select(".facets li a:not(.on)"):
            count = int(link.select(".count")[0].get_text())
            assert len(visitor.get(str(link["href"])).select(".sheet-card")) == count, (start, link)


def test_a_click_on_a_chosen_value_takes_it_away(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?domain=sante&tag=ecoute")
    chosen = page.select(".facets a.on")

    assert [str(link["href"]) for link in chosen] == ["/practices?tag=ecoute", "/practices?domain=sante"]
    assert page.texts(".chosen a") == ["Ôter le filtre Santé ×", "Ôter le filtre écoute ×"]
    assert [str(link["href"]) for link in page.select(".chosen a")] == [str(link["href"]) for link in chosen]
    assert page.links()["Ôter les filtres"] == "/practices"


def test_drafts_are_neither_listed_nor_counted(
    browser: Open, visitor: Browser, three: None, claire: Person, editor: Person
) -> None:
    make_draft(claire, title="Un brouillon", domains="Santé, Secret", beneficiaries="Élèves", tags="secret")

    for reader in (visitor, browser(claire), browser(editor)):
        page = reader.get("/practices?domain=sante")
        assert page.texts(".sheet-card h2") == ["Trois", "Un"]
        assert counts(page)["Domaines"] == {"Santé": 2, "Éducation": 1}
        assert "Secret" not in page.html
        assert reader.get("/practices?tag=secret").select(".sheet-card") == []


def test_what_an_unpublished_version_says_is_not_counted(
    visitor: Browser, browser: Open, three: None, editor: Person
) -> None:
    desk = browser(editor)
    desk.submit(desk.get("/practices/1/edit"), with_field="title", domains="Jardinage", title="Un, autrement")

    page = visitor.get("/practices")

    assert "Jardinage" not in page.html
    assert page.texts(".sheet-card h2") == ["Trois", "Deux", "Un"]


def test_a_value_written_in_two_ways_is_one_value(visitor: Browser, editor: Person) -> None:
    make_small_sheet(editor, domains="Climat scolaire; Santé, santé")
    make_small_sheet(editor, domains="climat  scolaire.")

    assert sorted(counts(visitor.get("/practices"))["Domaines"].values()) == [1, 2]


def test_values_without_a_latin_letter_stay_apart(visitor: Browser, editor: Person) -> None:
    make_small_sheet(editor, "Une", domains="تعليم, صحة")
    make_small_sheet(editor, "Deux", domains="صحة")

    page = visitor.get("/practices")
    links = {link.select("span")[0].get_text(): str(link["href"]) for link in page.select(".facets a")}

    assert counts(page)["Domaines"] == {"تعليم": 1, "صحة": 2}
    assert visitor.get(links["تعليم"]).texts(".sheet-card h2") == ["Une"]


@pytest.mark.parametrize(
    "query",
    ["domain=inconnu", "domain=", "beneficiary=%F0%9F%8F%AB", "domain=" + "x" * 500, "tag=a&tag=b&tag=c"],
)
def test_an_unknown_value_lists_nothing_and_says_how_to_go_on(visitor: Browser, three: None, query: str) -> None:
    page = visitor.get(f"/practices?{query}")

    assert page.status == 200
    assert "Aucune fiche sous ces filtres" in page.main
    assert page.links()["Toutes les fiches"] == "/practices"


def test_a_nul_byte_in_an_address_means_nothing(visitor: Browser, three: None) -> None:
    for query in ("tag=%00", "domain=sante%00", "after=%00"):
        assert visitor.get(f"/practices?{query}").status == 200


def test_a_long_library_goes_on_by_cursor_and_the_count_is_of_all(visitor: Browser, editor: Person) -> None:
    for number in range(23):
        make_small_sheet(editor, f"Fiche {number}", domains="Santé" if number % 23 else "")

    first = visitor.get("/practices")
    second = visitor.get(first.links()["Fiches suivantes"])

    assert "23 fiches" in first.main
    assert "23 fiches" in second.main
    assert len(first.select(".sheet-card")) == 20
    assert second.texts(".sheet-card h2") == ["Fiche 2", "Fiche 1", "Fiche 0"]
    assert "Fiches suivantes" not in second.links()


def test_sheets_without_any_value_are_counted_too(visitor: Browser, editor: Person) -> None:
    for number in range(21):
        make_small_sheet(editor, f"Fiche {number}")

    page = visitor.get("/practices")

    assert "21 fiches" in page.main


def test_the_next_slice_keeps_the_filters(visitor: Browser, editor: Person) -> None:
    for number in range(22):
        make_small_sheet(editor, f"Fiche {number}", domains="Santé")
        make_small_sheet(editor, f"Autre {number}", domains="Sport")

    second = visitor.get(visitor.get("/practices?domain=sante").links()["Fiches suivantes"])

    assert second.texts(".sheet-card h2") == ["Fiche 1", "Fiche 0"]
    assert "22 fiches" in second.main


@pytest.mark.parametrize("cursor", ["x", "MjAxOQ", "9" * 500])
def test_a_cursor_that_was_tampered_with_begins_at_the_start(visitor: Browser, three: None, cursor: str) -> None:
    assert visitor.get(f"/practices?after={cursor}").texts(".sheet-card h2") == ["Trois", "Deux", "Un"]


def test_a_members_page_costs_eight_statements_at_most_however_many_sheets_there_are(
    browser: Open, editor: Person, claire: Person, statements: list[str]
) -> None:
    member = browser(claire)
    costs = []
    for number in range(24):
        make_small_sheet(editor, domains=f"Domaine {number}", tags="a, b, c")
        if number in (1, 23):
            for address in ("/practices", "/practices?tag=a&tag=b"):
                statements.clear()
                assert member.get(address).status == 200
                costs.append(len(statements))

    assert set(costs) == {costs[0]}
    assert costs[0] <= 8


def test_a_kept_page_is_made_anew_when_a_sheet_is_published(visitor: Browser, editor: Person, claire: Person) -> None:
    make_small_sheet(editor, "La première")
    before = visitor.get("/practices")
    make_draft(claire, title="Un brouillon")
    make_small_sheet(editor, "La seconde")

    after = visitor.get("/practices", headers={"If-None-Match": before.response.headers["ETag"]})

    assert after.texts(".sheet-card h2") == ["La seconde", "La première"]


def test_only_members_are_offered_to_write(visitor: Browser, browser: Open, claire: Person, sheet: Sheet) -> None:
    for words in ("Écrire une fiche", "Importer un rapport"):
        assert words not in visitor.get("/practices").links()
        assert words in browser(claire).get("/practices").links()


def test_what_is_typed_as_html_in_lists_is_shown_as_typed(visitor: Browser, editor: Person) -> None:
    bad = "<script>alert(1)</script>"
    make_small_sheet(editor, bad, summary=bad, place=bad, domains=bad, tags=bad, beneficiaries=bad, opinion=bad[:60])

    page = visitor.get("/practices")

    assert page.status == 200
    assert not page.select("main script")
    assert page.texts(".sheet-card h2") == [bad]


def test_the_page_of_a_tag_shows_published_sheets_beside_discussions(
    visitor: Browser, editor: Person, claire: Person
) -> None:
    make_thread(claire, make_space("Climat"), "Qui tient un tutorat ?", tags=["tutorat"])
    make_small_sheet(editor, "Le tutorat du soir", tags="Tutorat")
    make_draft(claire, title="Un brouillon", tags="tutorat")

    page = visitor.get("/tags/tutorat")

    assert "Le tutorat du soir" in page.links()
    assert "Un brouillon" not in page.html


def counts(page: Page) -> dict[str, dict[str, int]]:
    """What the filters of a page say, by their heading."""
    found: dict[str, dict[str, int]] = {}
    for heading in page.select(".facets h2"):
        values = heading.find_next_sibling("ul").select("li a")
        found[heading.get_text()] = {
            link.select("span")[0].find(string=True).strip(): int(link.select(".count")[0].get_text())
            for link in values
        }
    return found


@pytest.fixture
def three(editor: Person) -> None:
    make_small_sheet(editor, "Un", domains="Éducation, Santé", beneficiaries="Élèves", tags="écoute")
    make_small_sheet(editor, "Deux", domains="Éducation", beneficiaries="Familles", tags="accueil")
    make_small_sheet(editor, "Trois", domains="Santé", beneficiaries="Élèves, Familles", tags="écoute")
