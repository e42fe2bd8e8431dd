"""The home page: what Médiane is for a visitor, what awaits a member."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.chat.models import Room
from forum.core import audience
from forum.discussions.services import mark_read
from forum.notices.models import WatchLevel
from forum.notices.services import tell
from forum.notices.watching import watch
from forum.notices.words import notice_words
from tests.browsing import Browser
from tests.chat.factories import make_community_room, make_school_room, say
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.practices.factories import make_draft, make_sheet

Open = Callable[..., Browser]


@notice_words("tests.home")
def words_of_home(facts: object) -> str:
    return "Yann vous a répondu."


def test_a_visitor_reads_what_this_is_and_how_to_join(visitor: Browser) -> None:
    page = visitor.get("/")

    assert len(page.texts("h1")) == 1
    assert page.links()["Rejoindre Médiane"] == "/register"
    assert page.links()["Qui sommes-nous ?"] == "/about"
    search = page.select('main form[action="/search"]')[0]
    assert search.select('input[name="q"]') and search.select('input[name="kind"][value="sheet"]')


def test_a_visitor_of_an_empty_site_is_not_shown_empty_lists(visitor: Browser) -> None:
    page = visitor.get("/")

    assert "La bibliothèque attend sa première fiche" in page.main
    assert "Aucune discussion pour l’instant" in page.main


def test_a_visitor_sees_the_three_latest_sheets_and_discussions(
    visitor: Browser, author: Person, editor: Person
) -> None:
    for number in range(4):
        make_sheet(editor, title=f"Fiche numéro {number}", summary="Avec **deux** mots.")
        make_thread(author, make_space(), f"Discussion numéro {number}")
    page = visitor.get("/")

    assert page.texts(".sheet-card h3") == ["Fiche numéro 3", "Fiche numéro 2", "Fiche numéro 1"]
    assert page.texts(".row h3") == ["Discussion numéro 3", "Discussion numéro 2", "Discussion numéro 1"]
    assert "**" not in page.main


def test_a_visitor_sees_nothing_that_is_not_public(visitor: Browser, author: Person) -> None:
    make_thread(author, make_space(audience=audience.MEMBERS), "Entre membres")
    make_draft(author, title="Un brouillon")
    page = visitor.get("/")

    assert "Entre membres" not in page.text
    assert "Un brouillon" not in page.text


def test_a_newcomer_is_told_where_to_begin(browser: Open, claire: Person) -> None:
    page = browser(claire).get("/")

    assert page.texts("h1") == ["Bonjour Claire"]
    assert "Par où commencer" in page.main
    assert page.links()["Trouver mon établissement"] == "/schools"
    assert page.links()["Voir les communautés"] == "/communities"
    assert "On vous attend" not in page.main
    assert "Aucune discussion pour l’instant" in page.main
    assert "Aucune fiche publiée pour l’instant." in page.text


def test_a_member_sees_what_awaits_them(browser: Open, claire: Person, room: Room, author: Person) -> None:
    say(author, room, "Réunion à **midi**.")
    say(author, room, "Salle 12.")
    tell(claire.id, "tests.home", "k", {}, "/about")
    page = browser(claire).get("/")

    assert "On vous attend" in page.main
    assert page.links()["Yann vous a répondu."] == "/about"
    assert page.links()["Salon « Collège des Ormeaux »"] == f"/rooms/{room.id}"
    assert "2 nouveaux messages · Ariane Autrice : « Salle 12. »" in page.main
    assert "Par où commencer" not in page.main
    assert "Collège des Ormeaux" in page.texts("aside.side")[0]


def test_what_was_read_no_longer_awaits(browser: Open, claire: Person, room: Room, author: Person) -> None:
    say(author, room)
    tell(claire.id, "tests.home", "k", {}, "/about")
    member = browser(claire)
    member.post(f"/rooms/{room.id}/seen", {"seq": "1"})
    member.post("/notices/read")

    assert "On vous attend" not in member.get("/").main


def test_a_member_sees_the_discussions_of_their_places_and_of_no_other(
    browser: Open, claire: Person, room: Room, author: Person
) -> None:
    theirs = make_space(audience=room.audience)
    others = make_space(audience="school:999")
    make_thread(author, make_space(), "Pour tout le monde")
    make_thread(author, make_space(audience=audience.MEMBERS), "Entre membres")
    make_thread(author, theirs, "Dans mon école")
    with_claims = make_person("Omar Ailleurs")
    page, outside = browser(claire).get("/"), browser(with_claims).get("/")

    assert page.texts("main .row h3") == ["Dans mon école", "Entre membres", "Pour tout le monde"]
    assert outside.texts("main .row h3") == ["Entre membres", "Pour tout le monde"]
    assert others.name not in page.text


def test_a_member_finds_what_is_new_then_whom_to_help_then_the_rest_each_once(
    browser: Open, claire: Person, author: Person
) -> None:
    space = make_space()
    followed, read = make_thread(author, space, "Suivie"), make_thread(author, space, "Lue")
    answered = make_thread(author, space, "Répondue")
    make_thread(author, space, "Personne n’a répondu", kind="question")
    for thread in (followed, answered):
        make_reply(author, thread)
    watch(claire.id, "thread", followed.id, WatchLevel.ALL)
    mark_read(actor(claire), read.id, 1)

    page = browser(claire).get("/")

    assert page.texts("main section h2") == [
        "Par où commencer",
        "Nouveau dans ce que vous suivez",
        "Vous pouvez peut-être aider",
        "Discussions récentes",
    ]
    lists = [[" ".join(row.get_text(" ").split()) for row in found.select("h3")] for found in page.select("main .rows")]
    assert lists == [["Suivie"], ["Personne n’a répondu", "Lue"], ["Répondue"]]
    assert page.select(".fresh")[0]["href"].endswith("?post=first-unread")  # type: ignore[union-attr]


def test_those_of_ones_own_places_are_put_forward_among_the_unanswered(
    browser: Open, claire: Person, room: Room, author: Person
) -> None:
    make_thread(author, make_space(audience=room.audience), "De mon école")
    make_thread(author, make_space(), "Une question de tous", kind="question")
    for number in range(6):
        make_thread(author, make_space(), f"De tous {number}")

    to_help, rest = browser(claire).get("/").select("main .rows")

    assert [row.get_text() for row in to_help.select("h3")] == [
        "De tous 5",
        "De tous 4",
        "Une question de tous",
        "De mon école",
    ]
    assert [row.get_text() for row in rest.select("h3")] == [f"De tous {number}" for number in (3, 2, 1, 0)]


def test_a_hidden_last_message_is_not_quoted(browser: Open, claire: Person, room: Room, author: Person) -> None:
    message = say(author, room, "Un mot à reprendre.")
    writing = browser(author)
    writing.post(f"/rooms/{room.id}/messages/{message.id}/delete")

    assert "Un mot à reprendre" not in browser(claire).get("/").text


def test_what_people_are_called_is_shown_as_words(browser: Open, author: Person) -> None:
    person = make_person("<script>alert(1)</script> 'x\" O’Neil")
    make_thread(person, make_space("<b>Espace</b>"), "<img src=x onerror=alert(1)>")
    for who in (browser(person), browser(author), browser()):
        page = who.get("/")
        assert not page.select("main img, main b b, body script:not([src])")
        assert "<img src=x onerror=alert(1)>" in page.main


def test_the_home_of_a_member_of_much_costs_eight_statements_at_most(
    browser: Open, claire: Person, author: Person, editor: Person, statements: list[str]
) -> None:
    member = browser(claire)
    costs = []
    for number in range(3):
        room = make_school_room(f"Collège {number}", claire, author)
        make_community_room(f"Communauté {number}", claire, author)
        say(author, room)
        make_sheet(editor, title=f"Fiche {number}")
        thread = make_thread(author, make_space(audience=room.audience), f"Discussion {number}", tags=["un", "deux"])
        make_reply(author, thread)
        tell(claire.id, "tests.home", f"k{number}", {}, "/about")
        statements.clear()
        member.get("/")
        costs.append(len(statements))

    assert set(costs) == {costs[0]}
    assert costs[0] <= 8, statements


def test_ones_own_corner_is_a_page_for_phones(browser: Open, claire: Person, room: Room) -> None:
    tell(claire.id, "tests.home", "k", {}, "/about")
    member = browser(claire)
    page = member.get("/me")

    assert page.texts("h1") == ["Claire Morvan"]
    assert {"1 avis non lu", "Collège des Ormeaux", "Mon compte", "Mes fiches"} <= set(page.links())
    assert "Médiation" not in page.texts(".me-list a")
    assert member.submit(page, "/logout").status == 200
    assert member.get("/me").url == "/login"


def test_ones_own_corner_is_nobody_elses(visitor: Browser) -> None:
    assert visitor.get("/me").url == "/login"


@pytest.fixture
def author(app: Flask) -> Person:
    return make_person("Ariane Autrice", profession="teacher")


@pytest.fixture
def editor(app: Flask) -> Person:
    return make_person("Édith Éditrice", role=Role.EDITOR)


@pytest.fixture
def room(claire: Person, author: Person) -> Room:
    return make_school_room("Collège des Ormeaux", claire, author)
