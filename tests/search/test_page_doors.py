"""Behind each door of the search, nobody learns of what they may not open: not a word, not a name, not a number."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Space, Tag
from forum.extensions import db
from forum.practices.queries.similar import similar_ids
from forum.search.services import resembling
from tests.browsing import Browser
from tests.communities.factories import make_community
from tests.communities.factories import make_member as make_community_member
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.search.reading import ask, chips, suggested, titles, total, values

Open = Callable[..., Browser]
Deliver = Callable[[], int]
SECRET = "biniouvert"
"""A word that only closed documents hold."""


def similar(browser: Browser, title: str) -> str:
    """What is shown beside the title of a thread that is being opened."""
    return browser.get("/threads/similar", query_string={"title": title}).html


@pytest.fixture(params=["visitor", "outsider"])
def reader(request: pytest.FixtureRequest, browser: Open, closed: None) -> Browser:
    """One who may not: nobody in particular, or a member who is not of the community."""
    return browser() if request.param == "visitor" else browser(make_person("Yann Berthou"))


def test_who_may_finds_it_by_every_door(browser: Open, member: Person, closed: None) -> None:
    page = ask(browser(member), "cornemuse", grouped="0")

    assert "Coulisses fermées" in " ".join(values(page, "place"))
    assert "Secretissime" in " ".join(values(page, "tag"))
    assert ask(browser(member), SECRET).select("mark")
    assert "Discussion: Une cornemuse interdite" in suggested(browser(member), "cornemuse interd")
    assert suggested(browser(member), "secretiss") == ["Mot-clé: Secretissime"]
    assert "Vouliez-vous dire" in ask(browser(member), "biniouverd").main
    assert "Une cornemuse interdite" in similar(browser(member), "Une cornemuse interdite")


def test_results_counts_and_excerpts(reader: Browser) -> None:
    page = ask(reader, "cornemuse", grouped="0")

    assert titles(page) == ["Une cornemuse ouverte"]
    assert total(page) == 1
    assert "interdite" not in page.html
    assert SECRET not in page.html
    found = ask(reader, SECRET)
    assert not found.select("mark")
    assert not found.select(".row")


def test_the_values_of_facets_and_their_names(reader: Browser) -> None:
    for more in ({}, {"tag": "secretissime"}, {"place": "coulisses-fermees"}, {"kind": "post"}):
        page = ask(reader, "cornemuse", **more)

        assert "Coulisses fermées" not in page.html, "the accents would tell that there is such a space"
        assert "Secretissime" not in page.html
        assert all(value.endswith((" 1", " 0")) for value in values(page)), more
    assert chips(ask(reader, "cornemuse", place="coulisses-fermees")) == ["Espace : coulisses-fermees"]
    assert "Coulisses fermées" not in ask(reader, "cornemuse dans:coulisses-fermees").html
    assert "Coulisses fermées" not in ask(reader, "introuvable -dans:coulisses-fermees tag:secretissime").html


def test_suggestions(reader: Browser) -> None:
    for typed in ("cornemuse interd", "Coulisses", "secretiss", SECRET[:6], "une corn"):
        offered = " ".join(suggested(reader, typed))
        assert "interdite" not in offered, typed
        assert "Secretissime" not in offered, typed
        assert "Coulisses" not in offered, typed


def test_other_spellings(reader: Browser) -> None:
    for typed in ("biniouverd", "biniouver", f"{SECRET}s"):
        page = ask(reader, typed)
        assert "Vouliez-vous dire" not in page.main, typed
        assert SECRET not in page.html.replace(f"{SECRET}s", ""), typed


def test_filters_that_would_give_something_and_spaces_to_ask_in(reader: Browser) -> None:
    page = ask(reader, f"{SECRET} tag:musique", kind="school")

    assert not page.select('.ways-out a[href^="/search"]')
    assert "Coulisses" not in page.html


def test_similar_threads_and_sheets(browser: Open, closed: None) -> None:
    outsider = make_person("Yann Berthou")

    said = similar(browser(outsider), f"Une cornemuse interdite {SECRET}")

    assert "interdite" not in said
    assert not similar(browser(outsider), SECRET)
    assert not resembling(actor(outsider), SECRET, "thread", 5)
    assert not similar_ids(actor(outsider), {"title": SECRET}, without=0)


def test_people_are_found_and_offered_among_members_alone(
    visitor: Browser, browser: Open, member: Person, deliver: Deliver
) -> None:
    unknown = make_person("Ronan Inconfirmé", confirmed_at=None)
    asked = browser(member)
    asked.submit(
        asked.get("/account"), with_field="about", name="Enora Riou", profession="nurse", about="Je joue du **biniou**."
    )
    deliver()

    assert titles(ask(asked, "biniou")) == ["Enora Riou"]
    assert titles(ask(asked, "infirmière scolaire")) == ["Enora Riou"]
    assert suggested(asked, "enora") == ["Personne: Enora Riou"]
    assert not titles(ask(asked, unknown.name))
    for typed in ("biniou", "enora", "kind:person", "infirmière scolaire", "riou"):
        page = ask(visitor, typed)
        assert not titles(page), typed
        assert "Riou" not in page.html, typed
        assert not suggested(visitor, typed), typed
    assert "Vouliez-vous dire" not in ask(visitor, "enorra").main


def test_who_is_called_otherwise_is_found_by_the_new_name_with_what_they_wrote(
    browser: Open, member: Person, deliver: Deliver
) -> None:
    make_reply(member, make_thread(member, make_space("Entraide"), "Une bombarde", "Oui."), "Encore une bombarde.")
    deliver()
    reader = browser(member)

    reader.submit(reader.get("/account"), with_field="about", name="Maïwenn Kerdreux", about="")
    deliver()

    assert suggested(reader, "kerdr") == ["Personne: Maïwenn Kerdreux"]
    assert total(ask(reader, "bombarde auteur:kerdreux", grouped="0")) == 2
    assert total(ask(reader, "bombarde auteur:enora", grouped="0")) == 0


def test_what_is_offered_is_kept_by_nobody_but_the_readers_own_browser(visitor: Browser, closed: None) -> None:
    answer = visitor.get("/search/suggest", query_string={"q": "cornemuse"}).response

    assert answer.headers["Cache-Control"].startswith("private")
    assert {"Cookie", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert json.loads(answer.get_data(as_text=True))["suggestions"]


@pytest.fixture
def member(app: Flask) -> Person:
    return make_community_member(make_community("Coulisses fermées"), "Enora Riou")


@pytest.fixture
def closed(member: Person, deliver: Deliver) -> None:
    """A thread for everybody, and one that a community keeps to itself, with a tag of its own."""
    deliver()
    db.session.rollback()
    own = db.session.query(Space).filter(Space.community_id.is_not(None)).one()
    assert own.audience != audience.PUBLIC
    make_thread(member, make_space("Climat scolaire"), "Une cornemuse ouverte", "Oui.", tags=["Musique"])
    thread = make_thread(member, own, "Une cornemuse interdite", f"Un {SECRET}.", tags=["Secretissime"])
    make_reply(member, thread, f"Une cornemuse interdite, et un {SECRET}.")
    assert db.session.query(Tag).count() == 2
    deliver()
