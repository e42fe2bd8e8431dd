"""The search page: one box over discussions, the library and schools, and an answer to whatever is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.discussions.models import Space
from forum.discussions.services import edit_post
from forum.extensions import db
from forum.practices.models import Sheet
from forum.practices.services import import_report, publish_at_once, start_sheet
from forum.search.services import PAGE, index
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_school
from tests.search.reading import ask, titles, total, values

Open = Callable[..., Browser]
Deliver = Callable[[], int]
REPORTS = Path(__file__).resolve().parents[2] / "forum" / "demo" / "data" / "sheets"
PAGE_LIMIT = 40


def test_one_box_finds_threads_posts_sheets_and_schools(
    visitor: Browser, space: Space, claire: Person, deliver: Deliver
) -> None:
    thread = make_thread(claire, space, "Une cornemuse en classe", "Qui a essayé ?")
    make_reply(claire, thread, "Oui, avec une cornemuse.")
    editor = make_person(role=Role.EDITOR)
    publish_at_once(actor(editor), start_sheet(actor(editor), {"title": "La cornemuse"}).id)
    make_school("École de la Cornemuse")
    deliver()

    page = ask(visitor, "cornemuse", grouped="0")

    assert sorted(titles(page)) == [
        "La cornemuse",
        "Réponse dans « Une cornemuse en classe »",
        "Une cornemuse en classe",
        "École de la Cornemuse",
    ]
    assert total(page) == 4
    assert values(page) == ["Réponses 1", "Établissements 1", "Fiches pratiques 1", "Discussions 1"]
    assert all(visitor.get(str(link["href"])).status == 200 for link in page.select(".row h3 a"))
    only = ask(visitor, "cornemuse", kind="post")
    assert titles(only) == ["Réponse dans « Une cornemuse en classe »"]
    assert values(only) == values(page)


def test_each_row_says_of_what_kind_it_is_and_shows_what_matched(
    visitor: Browser, space: Space, claire: Person, deliver: Deliver
) -> None:
    make_thread(claire, space, "Un retour", "Les **élèves** et l’École <script>alert(1)</script>", tags=["Climat"])
    deliver()

    row = ask(visitor, "eleve ecole script").select(".row")[0]

    assert [mark.get_text() for mark in row.select("mark")] == ["élèves", "École", "script", "script"]
    assert not row.select("script")
    assert "Discussion ·" in row.get_text()
    assert "Claire Morvan" in row.get_text()
    assert "Climat scolaire" in row.get_text()


def test_what_is_typed_is_shown_again_and_never_run(visitor: Browser) -> None:
    typed = '"><script>alert(1)</script>'

    page = ask(visitor, typed)

    assert page.status == 200
    assert page.select('main input[name="q"]')[0]["value"] == typed
    assert "<script>alert(1)" not in page.html


@pytest.mark.parametrize("words", ["exclusion définitive", "intelligence relationnelle", "relational intelligence"])
def test_the_founding_sheets_come_first(founding_sheets: list[Sheet], visitor: Browser, words: str) -> None:
    page = ask(visitor, words)

    first = {titles(page)[0]} if words == "relational intelligence" else set(titles(page)[:2])
    assert first & {" ".join(sheet.title.split()) for sheet in founding_sheets}
    assert "mark" in {tag.name for tag in page.select(".row")[0].find_all(True)}


@pytest.mark.parametrize(
    "words", ["exclusions definitives", "l'intelligence relationnelle", "climats scolaires", "mediateur"]
)
def test_the_founding_sheet_is_found_without_accents_with_other_endings(
    founding_sheets: list[Sheet], visitor: Browser, words: str
) -> None:
    french = next(sheet for sheet in founding_sheets if sheet.language == "fr")
    page = ask(visitor, words, kind="sheet")

    assert " ".join(french.title.split()) in titles(page)


def test_a_post_is_found_by_its_new_words_once_it_is_edited(
    visitor: Browser, space: Space, claire: Person, deliver: Deliver
) -> None:
    post = make_reply(claire, make_thread(claire, space), "Un biniou.")
    deliver()
    edit_post(actor(claire), post.id, "Une bombarde.")
    deliver()

    assert titles(ask(visitor, "biniou")) == []
    assert len(titles(ask(visitor, "bombarde"))) == 1


def test_filters_are_typed_in_the_box(visitor: Browser, space: Space, claire: Person, deliver: Deliver) -> None:
    yann = make_person("Yann Berthou")
    make_thread(claire, space, "Une cornemuse douce", "Oui.", tags=["Musique"])
    make_thread(yann, make_space("Entraide"), "Une cornemuse forte", "Non.")
    deliver()

    for typed in ("tag:musique", "author:claire", "auteur:morvan", "in:climat-scolaire", "-forte", '"cornemuse douce"'):
        assert titles(ask(visitor, f"cornemuse {typed}")) == ["Une cornemuse douce"], typed
    assert titles(ask(visitor, "cornemuse kind:discussion in:entraide")) == ["Une cornemuse forte"]
    assert len(titles(ask(visitor, "cornemuse kind:thread after:2020"))) == 2
    assert titles(ask(visitor, "cornemuse before:2020")) == []
    unknown = ask(visitor, "cornemuse kind:accordéon")
    assert len(titles(unknown)) == 2
    assert "« kind:accordéon » ne désigne rien ici" in unknown.main


def test_a_day_that_is_none_is_said_and_the_rest_is_looked_for(
    visitor: Browser, space: Space, claire: Person, deliver: Deliver
) -> None:
    make_thread(claire, space, "Une cornemuse", "Oui.")
    deliver()

    page = ask(visitor, "cornemuse after:demain")

    assert titles(page) == ["Une cornemuse"]
    assert "« after:demain » n’est pas une date" in page.main
    assert "after:demain" in ask(visitor, "after:demain").main


def test_nothing_found_is_said_in_the_readers_language(visitor: Browser, browser: Open, indexed: None) -> None:
    page = ask(visitor, "introuvablement")

    assert page.status == 200
    assert "Aucun résultat pour « introuvablement »" in page.main
    assert "Aucun résultat" in ask(visitor, "😀").main
    assert "Que cherchez-vous ?" in ask(visitor, "  ").main
    assert "Aucun résultat" not in browser(**{"Accept-Language": "en"}).get("/search?q=introuvablement").main


def test_the_list_goes_on_without_repeating_anything_and_back_to_its_beginning(
    visitor: Browser, space: Space, claire: Person, deliver: Deliver
) -> None:
    thread = make_thread(claire, space, "Une cornemuse", "Oui.")
    for number in range(PAGE + 4):
        make_reply(claire, thread, f"Une cornemuse, {number}.")
    deliver()

    first = ask(visitor, "cornemuse", grouped="0", sort="newest")
    second = visitor.get(first.links()["Résultats suivants"])
    again = visitor.get(second.links()["Revenir au début"])

    links = [[str(link["href"]) for link in page.select(".row h3 a")] for page in (first, second, again)]
    assert (len(links[0]), len(links[1])) == (PAGE, 5)
    assert not set(links[0]) & set(links[1])
    assert links[2] == links[0]
    assert "Résultats suivants" not in second.links()


def test_a_members_page_costs_eight_statements_at_most_however_much_is_found(
    browser: Open, space: Space, claire: Person, deliver: Deliver, statements: list[str]
) -> None:
    editor = make_person(role=Role.EDITOR)
    publish_at_once(actor(editor), start_sheet(actor(editor), {"title": "La cornemuse"}).id)
    for number in range(6):
        make_reply(claire, make_thread(claire, space, f"Cornemuse {number}", "Cornemuse."), "Cornemuse.")
        make_school(f"École de la Cornemuse {number}")
    make_person("Anna Cornemuse")
    deliver()
    index("person", db.session.scalars(select(Person.id)))
    member = browser(claire)
    statements.clear()

    for more in ({}, {"grouped": "0"}, {"tag": "musique"}, {"kind": "person"}, {"place": "climat-scolaire"}):
        ask(member, "cornemuse", **more)
        statements.clear()

        page = ask(member, "cornemuse", **more)

        assert titles(page) or more == {"tag": "musique"}
        assert len([each for each in statements if not is_of_the_index(each)]) <= 8, more
        assert sum(map(is_of_the_index, statements)) <= 12, more


def test_a_page_of_results_weighs_forty_kilobytes_at_most(
    browser: Open, space: Space, claire: Person, deliver: Deliver
) -> None:
    thread = make_thread(claire, space, "Une cornemuse", "Oui.")
    for number in range(PAGE):
        make_reply(claire, thread, f"Une cornemuse {number}. " * 60)
    deliver()

    assert len(ask(browser(claire), "cornemuse").html.encode()) < PAGE_LIMIT * 1_000


def is_of_the_index(statement: str) -> bool:
    """Whether a statement asks an index that is kept in the database."""
    return "search." in statement or "set_config" in statement or "to_regclass" in statement


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan", profession="teacher")


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def indexed(app: Flask, deliver: Deliver) -> None:
    """An index with one school in it, so that it is there."""
    make_school("École des Ormeaux")
    deliver()


@pytest.fixture
def founding_sheets(app: Flask, space: Space, claire: Person, deliver: Deliver) -> list[Sheet]:
    """The founding programme in both languages, among discussions that speak of the same."""
    editor = actor(make_person(role=Role.EDITOR))
    sheets = []
    for language in ("fr", "en"):
        sheet = import_report(editor, (REPORTS / f"osez-la-mediation.{language}.txt").read_text(encoding="utf-8"))
        sheets.append(publish_at_once(editor, sheet.id))
    for number in range(8):
        thread = make_thread(claire, space, f"Une exclusion et après ? ({number})", "Elle est définitive.")
        make_reply(
            claire, thread, "L’intelligence relationnelle évite une exclusion définitive. Relational intelligence, too."
        )
    db.session.rollback()
    deliver()
    return sheets
