"""The library: what is listed, what it is narrowed down by, and counts that hold."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Settings
from forum.accounts.models import Person
from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.practices.facets import FACETS
from forum.practices.filters import Filters, parse_filters, read_filters
from forum.practices.models import Sheet
from forum.practices.queries.walking import decode_place, encode_place
from forum.practices.services import archive_sheet, save_sheet, start_sheet
from tests.browsing import Browser, Page
from tests.conftest import forget_index
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor
from tests.practices.factories import make_draft, make_small_sheet
from tests.practices.transposing import make_transposition
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
Deliver = Callable[[], int]


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
        "Langue de la fiche": {"français": 3},
        "Mots-clés": {"accueil": 1, "écoute": 2},
    }


def test_one_filter_narrows_the_list_and_every_count(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?domain=sante")

    assert page.texts(".sheet-card h2") == ["Trois", "Un"]
    assert "2 fiches" in page.main
    assert counts(page) == {
        "Domaines": {"Santé": 2, "Éducation": 1},
        "Bénéficiaires": {"Familles": 1, "Élèves": 2},
        "Langue de la fiche": {"français": 2},
        "Mots-clés": {"écoute": 2},
    }


def test_filters_of_several_kinds_hold_together(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?domain=sante&beneficiary=familles&tag=ecoute")

    assert page.texts(".sheet-card h2") == ["Trois"]
    assert counts(page, "Domaines", "Bénéficiaires", "Mots-clés") == {
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
    links = {link.select("span")[0].get_text(): str(link["href"]) for link in page.select(".facets li a")}

    assert counts(page)["Domaines"] == {"تعليم": 1, "صحة": 2}
    assert visitor.get(links["تعليم"]).texts(".sheet-card h2") == ["Une"]


@pytest.mark.parametrize(
    "query",
    [
        "domain=inconnu",
        "year=hier",
        "language=de",
        "transposed=no",
        "beneficiary=%F0%9F%8F%AB",
        "domain=" + "x" * 500,
        "tag=a&tag=b&tag=c",
    ],
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
    first_time, again = set(), set()
    for number in range(24):
        make_small_sheet(editor, domains=f"Domaine {number}", tags="a, b, c")
        if number in (1, 23):
            for costs in (first_time, again):
                for address in ("/practices", "/practices?tag=a&tag=b", "/practices?language=fr&sort=title"):
                    statements.clear()
                    assert member.get(address).status == 200
                    costs.add(len(statements))

    assert max(first_time) <= 8  # two of them read the library anew, the first time after it changed
    assert again == {5}


def test_a_search_with_filters_costs_a_member_of_a_school_ten_statements_at_most(
    browser: Open, editor: Person, statements: list[str], deliver: Deliver
) -> None:
    school = make_school()
    member = make_member(school, make_referent(school))
    for number in range(3):
        make_small_sheet(editor, f"Le conseil {number}", domains="Santé", start="2014", country="France")
    deliver()
    statements.clear()

    page = browser(member).get("/practices?q=conseil&domain=sante&country=fr&year=2014&transposed=yes")

    of_engine = [each for each in statements if "search." in each]  # where it is the database that searches
    assert page.status == 200
    assert len(of_engine) <= 5
    assert len(statements) - len(of_engine) <= 10


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


# Filters of which one is enough, in one address.


def test_of_the_years_and_opinions_chosen_one_is_enough(visitor: Browser, dated: None) -> None:
    page = visitor.get("/practices?year=2014&year=2019&opinion=follow&opinion=generalise")

    assert page.texts(".sheet-card h2") == ["Cinq", "Deux", "Un"]
    assert counts(page, "Année de début", "Avis du comité") == {
        "Année de début": {"2022": 1, "2019": 2, "2014": 1},
        "Avis du comité": {"À discuter": 1, "À généraliser": 1, "À suivre": 2},
    }


def test_a_value_of_which_one_is_enough_is_counted_as_if_it_were_chosen_by_itself(
    visitor: Browser, dated: None
) -> None:
    for start in ("/practices?year=2014", "/practices?year=2014&opinion=follow&domain=sante"):
        page = visitor.get(start)
        for link in page.select("#facet-year + ul a"):
            year = link.select("span")[0].find(string=True).strip()
            alone = start.replace("year=2014", f"year={year}")
            assert int(link.select(".count")[0].get_text()) == len(visitor.get(alone).select(".sheet-card"))


def test_years_stand_in_their_order_and_other_values_by_how_many_have_them(visitor: Browser, dated: None) -> None:
    shown = counts(visitor.get("/practices"), "Année de début", "Domaines")

    assert list(shown["Année de début"]) == ["2022", "2019", "2014"]
    assert list(shown["Domaines"]) == ["Santé", "Sport"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("tag=ecoute&domain=sante", "domain=sante&tag=ecoute"),
        ("domain=sante&domain=education", "domain=education&domain=sante"),
        ("domain=sante&domain=sante", "domain=sante"),
        ("q=&domain=sante&sort=", "domain=sante"),
        ("utm_source=lettre&domain=sante", "domain=sante"),
        ("sort=date&domain=sante", "domain=sante"),
        ("q=+climat++scolaire+", "q=climat+scolaire"),
        ("domain=", ""),
    ],
)
def test_another_address_of_the_same_sheets_leads_to_the_one_that_is_kept(
    visitor: Browser, three: None, given: str, kept: str
) -> None:
    answer = visitor.get(f"/practices?{given}", follow=False)

    assert answer.status == 302
    assert answer.response.headers["Location"] == "/practices" + (f"?{kept}" if kept else "")
    assert visitor.get(answer.response.headers["Location"], follow=False).status == 200


# Words, orders, slices.


def test_words_narrow_the_library_and_every_count_in_place(visitor: Browser, editor: Person, deliver: Deliver) -> None:
    make_small_sheet(editor, "Le conseil des élèves", domains="Citoyenneté", background="Un conseil par semaine.")
    make_small_sheet(editor, "Le jardin", domains="Santé, Citoyenneté", background="Décidé en conseil.")
    make_small_sheet(editor, "Le car du soir", domains="Santé")
    deliver()

    page = visitor.get("/practices?q=conseil&domain=citoyennete")

    assert page.texts(".sheet-card h2") == ["Le conseil des élèves", "Le jardin"]
    assert counts(page, "Domaines") == {"Domaines": {"Citoyenneté": 2, "Santé": 1}}
    assert page.texts(".sorts a[aria-current]") == ["Pertinence"]
    assert visitor.get("/practices?q=conseil&sort=title").texts(".sheet-card h2") == [
        "Le conseil des élèves",
        "Le jardin",
    ]
    assert "Aucune fiche sous ces filtres" in visitor.get("/practices?q=conseil&domain=sport").main


def test_the_search_field_keeps_the_filters_and_the_filters_keep_the_words(
    visitor: Browser, three: None, deliver: Deliver
) -> None:
    deliver()
    page = visitor.get("/practices?q=un&domain=sante&sort=title")
    form = page.select("form.find-form")[0]

    assert form["action"] == "/practices"
    assert {str(one["name"]): str(one["value"]) for one in form.select("input")} == {
        "q": "un",
        "domain": "sante",
        "sort": "title",
    }
    assert [str(link["href"]) for link in page.select(".chosen a")] == [
        "/practices?domain=sante&sort=title",
        "/practices?q=un&sort=title",
    ]


def test_words_that_no_sheet_holds_together_show_those_that_hold_some_and_say_so(
    visitor: Browser, editor: Person, deliver: Deliver
) -> None:
    make_small_sheet(editor, "Le jardin")
    make_small_sheet(editor, "Le tutorat")
    deliver()

    page = visitor.get("/practices?q=jardin+tutorat")

    assert sorted(page.texts(".sheet-card h2")) == ["Le jardin", "Le tutorat"]
    assert "Aucune fiche ne contient tous ces mots" in page.main


def test_a_library_whose_index_is_being_made_says_so_and_still_answers_to_filters(
    visitor: Browser, settings: Settings, three: None
) -> None:
    forget_index(settings)
    page = visitor.get("/practices?q=ecoute&domain=sante")

    assert page.status == 200
    assert "La recherche se prépare" in page.main
    assert page.links()["Voir sans les mots"] == "/practices?domain=sante"


@pytest.mark.parametrize("words", ["-conseil", "!!!", "«", "tag:", "a" * 400, "%F0%9F%8F%AB"])
def test_words_that_ask_for_nothing_find_nothing(visitor: Browser, three: None, deliver: Deliver, words: str) -> None:
    deliver()

    page = visitor.get(f"/practices?q={words}")

    assert page.status == 200
    assert "Aucune fiche sous ces filtres" in page.main


def test_the_library_is_sorted_by_title_without_regard_to_accents_and_capitals(
    visitor: Browser, editor: Person
) -> None:
    for title in ("école ouverte", "Ville et collège", "Écouter", "Accueil"):
        make_small_sheet(editor, title)

    page = visitor.get("/practices?sort=title")

    assert page.texts(".sheet-card h2") == ["Accueil", "école ouverte", "Écouter", "Ville et collège"]
    assert page.texts(".sorts a[aria-current]") == ["Titre"]
    assert [str(link["href"]) for link in page.select(".sorts a")] == [
        "/practices",
        "/practices?sort=transposed",
        "/practices?sort=title",
    ]


def test_the_most_transposed_come_first_and_the_card_says_how_often(
    visitor: Browser, editor: Person, taken_up: Person
) -> None:
    page = visitor.get("/practices?sort=transposed")

    assert page.texts(".sheet-card h2") == ["Deux fois", "Une fois", "Jamais, la seconde", "Jamais"]
    assert page.texts(".taken-up") == ["2 transpositions", "1 transposition"]


def test_a_member_narrows_down_to_what_their_own_schools_took_up(
    browser: Open, visitor: Browser, editor: Person, taken_up: Person
) -> None:
    mine = browser(taken_up).get("/practices")

    assert counts(mine, "Transpositions") == {
        "Transpositions": {"Dans un de mes établissements": 1, "Déjà transposées": 2}
    }
    assert browser(taken_up).get("/practices?transposed=here").texts(".sheet-card h2") == ["Deux fois"]
    for reader in (visitor, browser(editor)):
        assert counts(reader.get("/practices"), "Transpositions") == {"Transpositions": {"Déjà transposées": 2}}
        assert reader.get("/practices?transposed=here").select(".sheet-card") == []


@pytest.mark.parametrize("sort", ["", "sort=title&", "sort=transposed&", "q=pratique&", "q=pratique&sort=title&"])
def test_a_walk_from_slice_to_slice_lists_each_sheet_once(
    visitor: Browser, editor: Person, deliver: Deliver, sort: str
) -> None:
    for number in range(45):
        made = make_small_sheet(editor, f"Pratique {number % 7}", domains="Santé" if number % 9 else "Sport")
        with transaction():
            made.transposition_count = number % 3
    touch_library()
    deliver()

    found, address = [], f"/practices?{sort}domain=sante"
    while address:
        page = visitor.get(address)
        found += [str(card["id"]) for card in page.select(".sheet-card")]
        address = page.links().get("Fiches suivantes", "")

    assert len(found) == 40
    assert len(set(found)) == 40


def test_what_is_published_while_one_reads_shifts_nothing(visitor: Browser, editor: Person) -> None:
    for number in range(25):
        make_small_sheet(editor, f"Fiche {number}")
    first = visitor.get("/practices")
    make_small_sheet(editor, "Parue entre-temps")

    second = visitor.get(first.links()["Fiches suivantes"])

    assert second.texts(".sheet-card h2") == [f"Fiche {number}" for number in (4, 3, 2, 1, 0)]


def test_a_cursor_after_the_last_sheet_says_that_there_is_no_other(visitor: Browser, three: None) -> None:
    page = visitor.get("/practices?after=" + encode_place((0, 0)))

    assert page.status == 200
    assert "Il n’y a pas d’autre fiche" in page.main


@given(st.lists(st.one_of(st.integers(), st.text(max_size=5), st.none(), st.booleans()), max_size=4))
def test_a_cursor_is_read_back_as_it_was_made_or_not_at_all(place: list[object]) -> None:
    for like in ((-5, -1), ("ecole", 3), (-2, -5, -1)):
        read = decode_place(encode_place(tuple(place)), like)
        same = [type(one) for one in place] == [type(one) for one in like]
        assert read == (tuple(place) if same else None)


@given(st.text(max_size=60))
def test_anything_else_is_no_cursor(text: str) -> None:
    assert decode_place(text, (1, "a", None)) is None


# Counts against a recount by hand, whoever reads.


@pytest.mark.parametrize("seed", range(6))
def test_every_count_is_what_counting_by_hand_gives(
    browser: Open, visitor: Browser, editor: Person, claire: Person, seed: int
) -> None:
    chance = random.Random(seed)
    sheets = [make_any(editor, claire, chance, number) for number in range(30)]
    readers = [visitor, browser(claire), browser(editor)]
    for _ in range(8):
        filters = any_filters(chance)
        page = chance.choice(readers).get(f"/practices?{filters.query()}")
        listed = [one for one in sheets if one and is_under(one, filters)]

        assert sorted(page.texts(".sheet-card h2")) == sorted(one["title"] for one in listed)[:20] or len(listed) > 20
        for facet, shown in values_shown(page).items():
            others = [one for one in sheets if one and is_under(one, filters, without=facet)]
            for slug, count in shown.items():
                among = listed if FACETS[facet].holds_all else others
                assert count == sum(slug in values_of_one(one, facet) for one in among), (facet, slug, filters)


def make_any(editor: Person, claire: Person, chance: random.Random, number: int) -> dict[str, str] | None:
    """A sheet of any state, with what it says; None where it is not in the library."""

    def some(values: list[str]) -> str:
        return ", ".join(chance.sample(values, chance.randint(0, 2)))

    content = {
        "title": f"Fiche {number}",
        "domains": some(["Santé", "Éducation", "Sport"]),
        "beneficiaries": some(["Élèves", "Familles"]),
        "tags": some(["écoute", "accueil", "jeu"]),
        "start": chance.choice(["2014", "Mai 2019", "", "depuis longtemps"]),
        "country": chance.choice(["France, Bretagne", "Belgique", "Corse", ""]),
        "stature": chance.choice(["Locale", "Régionale", ""]),
        "place": chance.choice(["Collège", "Lycée", ""]),
        "opinion": chance.choice(["follow", "discuss", ""]),
        "language": chance.choice(["fr", "fr", "en"]),
    }
    content = {key: value for key, value in content.items() if value}
    state = chance.choice(["published", "published", "published", "draft", "archived", "revised"])
    if state == "draft":
        start_sheet(actor(claire), content)
        return None
    sheet = make_small_sheet(editor, **content)
    if state == "archived":
        archive_sheet(actor(editor), sheet.id, "Remplacée.")
        return None
    if state == "revised":
        save_sheet(actor(editor), sheet.id, 1, {**content, "domains": "Secret", "start": "1999"})
    return content


def any_filters(chance: random.Random) -> Filters:
    pairs = []
    for facet, values in {
        "domain": ["sante", "education", "sport", "secret"],
        "beneficiary": ["eleves", "familles"],
        "tag": ["ecoute", "accueil"],
        "year": ["2014", "2019", "1999"],
        "country": ["fr", "be"],
        "region": ["bretagne", "corse"],
        "stature": ["locale", "regionale"],
        "school": ["college", "lycee"],
        "opinion": ["follow", "discuss"],
        "language": ["fr", "en"],
    }.items():
        if chance.random() < 0.25:
            pairs += [(facet, value) for value in chance.sample(values, chance.randint(1, 2))]
    return read_filters(pairs)


def values_of_one(content: dict[str, str], facet: str) -> list[str]:
    """What a sheet is found by, without the code that is tried."""
    said = {
        "domain": {"Santé": "sante", "Éducation": "education", "Sport": "sport"},
        "beneficiary": {"Élèves": "eleves", "Familles": "familles"},
        "tag": {"écoute": "ecoute", "accueil": "accueil", "jeu": "jeu"},
        "year": {"2014": "2014", "Mai 2019": "2019"},
        "country": {"France": "fr", "Belgique": "be"},
        "region": {"Bretagne": "bretagne", "Corse": "corse"},
        "stature": {"Locale": "locale", "Régionale": "regionale"},
        "school": {"Collège": "college", "Lycée": "lycee"},
        "opinion": {"follow": "follow", "discuss": "discuss"},
        "language": {"fr": "fr", "en": "en"},
    }
    fields = {
        "domain": "domains",
        "beneficiary": "beneficiaries",
        "tag": "tags",
        "year": "start",
        "region": "country",
        "school": "place",
    }
    words = content.get(fields.get(facet, facet), "").split(", ")
    return [said[facet][word] for word in words if word in said.get(facet, {})]


def is_under(content: dict[str, str], filters: Filters, without: str = "") -> bool:
    for facet, chosen in filters.chosen.items():
        has = [value in values_of_one(content, facet) for value in chosen]
        if facet != without and not (all(has) if facet in ("domain", "beneficiary", "tag") else any(has)):
            return False
    return True


def values_shown(page: Page) -> dict[str, dict[str, int]]:
    """The counts of a page by what stands for them in addresses."""
    here = parse_filters(page.response.request.query_string.decode())
    found: dict[str, dict[str, int]] = {}
    for section in page.select(".facets section"):
        facet = str(section.select("h2")[0]["id"]).removeprefix("facet-")
        for link in section.select("li a"):
            there = parse_filters(str(link["href"]).partition("?")[2])
            (value,) = set(here.values(facet)) ^ set(there.values(facet))
            found.setdefault(facet, {})[value] = int(link.select(".count")[0].get_text())
    return found


def touch_library() -> None:
    """Says that the library changed, as a transposition that is recorded does."""
    with transaction():
        touch("library")


def counts(page: Page, *labels: str) -> dict[str, dict[str, int]]:
    """What the filters of a page say, by their heading; all of them, or those asked for."""
    found: dict[str, dict[str, int]] = {}
    for section in page.select(".facets section"):
        label = section.select("h2")[0].get_text()
        if not labels or label in labels:
            found[label] = {
                link.select("span")[0].find(string=True).strip(): int(link.select(".count")[0].get_text())
                for link in section.select("li a")
            }
    return found


@pytest.fixture
def three(editor: Person) -> None:
    make_small_sheet(editor, "Un", domains="Éducation, Santé", beneficiaries="Élèves", tags="écoute")
    make_small_sheet(editor, "Deux", domains="Éducation", beneficiaries="Familles", tags="accueil")
    make_small_sheet(editor, "Trois", domains="Santé", beneficiaries="Élèves, Familles", tags="écoute")


@pytest.fixture
def dated(editor: Person) -> None:
    make_small_sheet(editor, "Un", start="2014", opinion="follow", domains="Santé")
    make_small_sheet(editor, "Deux", start="2019", opinion="generalise", domains="Santé")
    make_small_sheet(editor, "Trois", start="2019", opinion="discuss", domains="Santé")
    make_small_sheet(editor, "Quatre", start="2022", opinion="follow", domains="Santé")
    make_small_sheet(editor, "Cinq", start="2019", opinion="follow", domains="Sport")


@pytest.fixture
def taken_up(editor: Person) -> Person:
    """Four sheets, two of them taken up; and somebody whose school took one up, by the hand of a colleague."""
    sheets = {title: make_small_sheet(editor, title) for title in ("Jamais", "Une fois", "Deux fois")}
    make_small_sheet(editor, "Jamais, la seconde")
    mine, other = make_school("Collège du Port"), make_school("Lycée du Parc")
    colleague, elsewhere = make_referent(mine), make_referent(other)
    make_transposition(colleague, sheets["Deux fois"], mine)
    make_transposition(elsewhere, sheets["Deux fois"], other)
    make_transposition(elsewhere, sheets["Une fois"], other)
    return make_member(mine, colleague)
