"""What sheets are found by: read from what they say, written in addresses in one order, shown in the reader's words."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskCliRunner
from hypothesis import given
from hypothesis import strategies as st

from forum.accounts.models import Person
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.facets import FACETS
from forum.practices.filters import LONGEST_WORDS, MOST_VALUES, Sort, parse_filters, read_filters
from forum.practices.models import SheetFacet
from tests.browsing import Browser, Page
from tests.practices.factories import make_draft, make_small_sheet
from tests.practices.test_library import Open, counts

anything = st.text(max_size=30).map(lambda text: text.replace("\x00", ""))
names = st.sampled_from([*FACETS, "q", "sort", "after", "utm_source", "page"])
values = st.one_of(anything, st.sampled_from(["sante", "2014", "fr", "title", "relevance", "date", "", "x" * 500]))


def values_in(facet: str, **content: str) -> list[str]:
    read = FACETS[facet].values
    assert read is not None
    return list(read(content))


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Locale", ["locale"]),
        ("local", ["locale"]),
        ("Locally, then nationally", ["locale", "nationale"]),
        ("Régionale et NATIONALE", ["regionale", "nationale"]),
        ("International", ["internationale"]),
        ("De quartier", ["de-quartier"]),
        ("", []),
    ],
)
def test_the_stature_is_known_in_both_languages_and_kept_as_written_otherwise(said: str, found: list[str]) -> None:
    assert values_in("stature", stature=said) == found


@pytest.mark.parametrize(
    ("said", "countries", "regions"),
    [
        ("France, Bretagne", ["fr"], ["bretagne"]),
        ("Belgium", ["be"], []),
        ("Belgique (Wallonie)", ["be"], ["wallonie"]),
        ("Île-de-France", [], ["ile-de-france"]),
        ("France / Suisse, Canton de Vaud", ["fr", "ch"], ["canton-de-vaud"]),
        ("États-Unis", ["us"], []),
        ("UNITED STATES", ["us"], []),
        ("", [], []),
    ],
)
def test_countries_are_told_from_regions_in_both_languages(said: str, countries: list[str], regions: list[str]) -> None:
    assert values_in("country", country=said) == countries
    assert values_in("region", country=said) == regions


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"place": "Collège Jean-Moulin, Redon"}, ["college"]),
        ({"beneficiaries": "Collégiennes, collégiens"}, ["college"]),
        ({"beneficiaries": "Élèves de 6e"}, ["college"]),
        ({"place": "Lycée professionnel du Port"}, ["lycee-professionnel"]),
        ({"place": "Lycée Pasteur"}, ["lycee"]),
        ({"participants": "Lycée, Lycée professionnel"}, ["lycee-professionnel", "lycee"]),
        ({"place": "École élémentaire de quartier"}, ["elementaire"]),
        ({"title": "Des histoires en maternelle"}, ["maternelle"]),
        ({"title": "Un conseil en CM1"}, ["elementaire"]),
        ({"organisation": "Middle school of Cork"}, ["college"]),
        ({"beneficiaries": "Étudiants"}, ["superieur"]),
        ({"place": "EREA de Rennes"}, ["specialise"]),
        ({"place": "Collège de France"}, []),
        ({"background": "Un collège voisin l’avait fait."}, []),
        ({"title": "Des collègues se parlent"}, []),
        ({}, []),
    ],
)
def test_the_type_of_school_is_read_where_a_sheet_says_for_whom_and_where(
    said: dict[str, str], found: list[str]
) -> None:
    assert values_in("school", **said) == found


@given(st.lists(st.tuples(names, values), max_size=25))
def test_filters_read_back_from_the_address_they_make_are_the_same(pairs: list[tuple[str, str]]) -> None:
    filters = read_filters(pairs)
    written = parse_qsl(filters.query(), keep_blank_values=True)

    assert written == filters.pairs()
    assert read_filters(written) == filters
    assert all(0 < len(chosen) <= MOST_VALUES for chosen in filters.chosen.values())
    assert len(filters.words) <= LONGEST_WORDS


@given(st.permutations([("tag", "b"), ("domain", "sante"), ("tag", "a"), ("q", "climat"), ("sort", "title")]))
def test_the_address_is_the_same_in_whatever_order_filters_were_chosen(pairs: list[tuple[str, str]]) -> None:
    assert read_filters(pairs).query() == "q=climat&domain=sante&tag=a&tag=b&sort=title"


@given(st.lists(st.tuples(names, values), max_size=8), st.sampled_from(list(FACETS)), st.sampled_from(["sante", "x"]))
def test_a_value_pressed_twice_leaves_the_filters_as_they_were(
    pairs: list[tuple[str, str]], facet: str, value: str
) -> None:
    filters = read_filters(pairs)

    assert filters.toggled(facet, value) != filters
    assert filters.toggled(facet, value).toggled(facet, value) == filters


@pytest.mark.parametrize(
    ("query", "order", "kept"),
    [
        ("", Sort.DATE, ""),
        ("q=climat", Sort.RELEVANCE, "q=climat"),
        ("q=climat&sort=relevance", Sort.RELEVANCE, "q=climat"),
        ("q=climat&sort=date", Sort.DATE, "q=climat&sort=date"),
        ("sort=date", Sort.DATE, ""),
        ("sort=relevance", Sort.DATE, ""),
        ("sort=best", Sort.DATE, ""),
        ("sort=title", Sort.TITLE, "sort=title"),
    ],
)
def test_an_order_is_said_only_where_it_does_not_go_without_saying(query: str, order: Sort, kept: str) -> None:
    assert parse_filters(query).order == order
    assert parse_filters(query).query() == kept


def test_each_reader_gets_the_spelling_of_their_language(visitor: Browser, browser: Open, editor: Person) -> None:
    make_small_sheet(editor, domains="Coopération, École", language="fr")
    for _ in range(2):
        make_small_sheet(editor, domains="Cooperation, École", language="en")

    in_english = browser(None, **{"Accept-Language": "en"})

    assert domains(visitor.get("/practices")) == {"Coopération", "École"}
    assert domains(visitor.get("/practices?language=en")) == {"Coopération", "École"}
    assert domains(in_english.get("/practices")) == {"Cooperation", "École"}


def test_what_the_two_languages_name_otherwise_is_one_value(visitor: Browser, browser: Open, editor: Person) -> None:
    make_small_sheet(editor, "Une", domains="Formation", beneficiaries="Élèves", language="fr")
    make_small_sheet(editor, "One", domains="Training", beneficiaries="Pupils", language="en")

    assert domains(visitor.get("/practices")) == {"Formation"}
    assert domains(browser(None, **{"Accept-Language": "en"}).get("/practices")) == {"Training"}
    assert visitor.get("/practices?beneficiary=eleves").texts(".sheet-card h2") == ["One", "Une"]


def test_countries_and_opinions_read_in_the_language_of_the_reader(
    visitor: Browser, browser: Open, editor: Person
) -> None:
    make_small_sheet(editor, country="Germany", opinion="follow", stature="Local", language="en")

    english = counts(browser(None, **{"Accept-Language": "en"}).get("/practices"))

    assert counts(visitor.get("/practices"), "Pays", "Avis du comité", "Portée") == {
        "Pays": {"Allemagne": 1},
        "Avis du comité": {"À suivre": 1},
        "Portée": {"Locale": 1},
    }
    assert {"Germany": 1} in english.values()


def test_what_two_writers_spell_in_two_ways_shows_as_most_of_them_do(visitor: Browser, editor: Person) -> None:
    for spelling in ("climat scolaire", "Climat scolaire", "Climat scolaire", "CLIMAT SCOLAIRE"):
        make_small_sheet(editor, tags=spelling)

    assert counts(visitor.get("/practices"), "Mots-clés") == {"Mots-clés": {"Climat scolaire": 4}}


def test_a_command_writes_anew_what_sheets_are_found_by(
    visitor: Browser, editor: Person, claire: Person, command: FlaskCliRunner
) -> None:
    make_small_sheet(editor, domains="Santé", country="France, Bretagne")
    make_draft(claire, domains="Secret")
    with transaction():
        db.session.query(SheetFacet).delete()

    said = command.invoke(args=["practices", "facets"])

    assert said.exit_code == 0
    assert "1 sheet" in said.output
    assert counts(visitor.get("/practices"), "Domaines", "Régions", "Pays") == {
        "Domaines": {"Santé": 1},
        "Pays": {"France": 1},
        "Régions": {"Bretagne": 1},
    }


def domains(page: Page) -> set[str]:
    """The domains that a page offers, as they are spelt."""
    return {link.select("span")[0].get_text().strip() for link in page.select("#facet-domain + ul a")}
