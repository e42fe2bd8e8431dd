"""Narrowing results down: chips, facets with their counts, groups, and what leads on where nothing is found."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.discussions.models import Space
from forum.practices.services import publish_at_once, start_sheet
from tests.browsing import Browser, Page
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_school
from tests.search.reading import ask, chips, titles, total, values

Open = Callable[..., Browser]
Deliver = Callable[[], int]


def follow(browser: Browser, page: Page, words: str, selector: str = "main a") -> Page:
    """Follows the link that says some words, among others perhaps."""
    links = [link for link in page.select(selector) if words in " ".join(link.get_text(" ").split())]
    assert links, f"{words} is no link on {page.url}"
    return browser.get(str(links[0]["href"]))


def test_a_value_is_chosen_and_taken_away_by_links(site: Browser) -> None:
    page = follow(site, ask(site, "cornemuse", grouped="0"), "Musique 1")
    assert titles(page) == ["Une cornemuse douce"]
    assert chips(page) == ["Mot-clé : Musique"]
    assert values(page, "tag") == ["Danse 1", "Musique 1"], "what another choice would give is still told"

    both = follow(site, page, "Danse 1")
    assert sorted(titles(both)) == ["Une cornemuse douce", "Une cornemuse forte"]
    assert chips(both) == ["Mot-clé : Musique", "Mot-clé : Danse"]

    only = follow(site, both, "Mot-clé : Musique", ".chosen a")
    assert titles(only) == ["Une cornemuse forte"]
    assert chips(follow(site, only, "Ôter les filtres")) == []


def test_counts_are_those_that_the_choice_gives(site: Browser) -> None:
    page = ask(site, "cornemuse", grouped="0")
    for facet in ("kind", "place", "tag", "year", "domain", "opinion", "school", "language"):
        for link in page.select(f"section:has(#facet-{facet}) li a"):
            shown = int(link.select(".count")[0].get_text())
            assert total(site.get(str(link["href"]))) == shown, (facet, link["href"])


def test_each_feature_brings_what_its_things_are_told_apart_by(site: Browser) -> None:
    page = ask(site, "cornemuse")

    assert sorted(values(page)) == ["Discussions 2", "Fiches pratiques 1", "Réponses 3", "Établissements 1"]
    assert values(page, "place") == ["Climat scolaire 4", "Entraide 1"]
    assert values(page, "domain") == ["Musique et danse 1"]
    assert values(page, "school") == ["Collège 1"]


def test_a_filter_in_the_box_is_a_chip_and_a_chosen_value_and_goes_out_of_the_box(site: Browser) -> None:
    page = ask(site, "cornemuse tag:musique,danse auteur:claire -dans:entraide", grouped="0")

    assert chips(page) == [
        "Mot-clé : Musique",
        "Mot-clé : Danse",
        "Auteur : claire",
        "sauf espace : Entraide",
    ]
    chosen = [link for link in page.select("section:has(#facet-tag) li a") if link.get("aria-current")]
    assert {" ".join(link.get_text(" ").split()).split()[0] for link in chosen} == {"Musique", "Danse"}
    for link in page.select(".chosen a"):
        box = parse_qs(urlsplit(str(link["href"])).query)["q"][0]
        assert len(box) < len("cornemuse tag:musique,danse auteur:claire -dans:entraide")
        assert "cornemuse" in box
    assert chips(follow(site, page, "Mot-clé : Danse", ".chosen a"))[0] == "Mot-clé : Musique"


def test_a_value_beside_one_in_the_box_is_written_beside_it(site: Browser) -> None:
    page = follow(site, ask(site, "cornemuse tag:musique"), "Danse 1")

    assert str(page.select('main input[name="q"]')[0]["value"]) == "cornemuse tag:musique,danse"
    assert sorted(titles(page)) == ["Une cornemuse douce", "Une cornemuse forte"]


def test_what_is_chosen_stays_when_other_words_are_looked_for(site: Browser) -> None:
    page = ask(site, "cornemuse", tag="musique", sort="newest", grouped="0", after="x")

    kept = {str(field["name"]): field["value"] for field in page.select(".find-form input[type=hidden]")}

    assert kept == {"tag": "musique", "sort": "newest", "grouped": "0"}


def test_filters_alone_list_what_they_leave(site: Browser) -> None:
    assert titles(ask(site, "", kind="school")) == ["École de la Cornemuse"]
    assert titles(ask(site, "tag:danse")) == ["Une cornemuse forte"]


def test_of_a_discussion_only_the_best_is_shown_with_how_many_more_until_it_is_asked_otherwise(site: Browser) -> None:
    page = ask(site, "cornemuse dans:climat-scolaire")
    assert len(titles(page)) == 1
    assert "et 3 autres messages de cette discussion" in page.main

    apart = follow(site, page, "Ne pas regrouper")
    assert len(titles(apart)) == 4
    assert "autres messages" not in apart.main
    assert len(titles(follow(site, apart, "Regrouper par discussion"))) == 1


def test_the_order_is_chosen(site: Browser, claire: Person, space: Space, deliver: Deliver) -> None:
    newest = ask(site, "cornemuse kind:thread", sort="newest")
    oldest = ask(site, "cornemuse kind:thread", sort="oldest")

    assert titles(newest) == list(reversed(titles(oldest)))
    assert newest.texts(".sorts [aria-current]") == ["Les plus récents"]
    assert ask(site, "cornemuse", sort="';--").texts(".sorts [aria-current]") == ["Les meilleurs"]


def test_a_filter_too_many_is_named_with_what_there_is_without_it(site: Browser) -> None:
    page = ask(site, "cornemuse tag:musique", kind="school")

    assert "Aucun résultat" in page.main
    assert page.texts(".ways-out li") == [
        "sans « Mot-clé : Musique » 1 résultat",
        "sans « Genre : Établissements » 1 résultat",
    ]
    assert titles(follow(site, page, "sans « Genre")) == ["Une cornemuse douce"]


def test_where_each_filter_is_too_many_all_of_them_can_be_left(site: Browser) -> None:
    page = ask(site, "cornemuse tag:musique auteur:personne", kind="school", year="1999")

    assert page.texts(".ways-out li") == []
    assert total(follow(site, page, "Sans aucun filtre")) == 7


def test_another_spelling_is_offered_where_nothing_is_found(site: Browser) -> None:
    page = ask(site, "cornemise tag:musique")

    assert "Vouliez-vous dire" in page.main
    better = follow(site, page, "cornemuse", ".respelt a")
    assert titles(better) == ["Une cornemuse douce"]
    assert "Vouliez-vous dire" not in better.main
    assert "Vouliez-vous dire" not in ask(site, "zzzzzzzzzz").main


def test_a_member_is_led_to_ask_what_nobody_said(browser: Open, claire: Person, site: Browser) -> None:
    member = browser(claire)

    opened = follow(member, ask(member, "bombarde introuvable"), "Climat scolaire", ".ways-out a")

    assert opened.status == 200
    assert opened.select('input[name="title"]')[0]["value"] == "bombarde introuvable"
    assert not ask(site, "bombarde introuvable").select(".ways-out a"), "a visitor can't open any"


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "nonsense"},
        {"kind": ["thread", "nonsense", "thread"]},
        {"tag": "%00"},
        {"tag": "\0"},
        {"tag": "😀"},
        {"tag": "<script>"},
        {"tag": "a" * 5_000},
        {"tag": [f"t{number}" for number in range(500)]},
        {"year": "٣٣٣٣"},
        {"opinion": "' OR 1=1 --"},
        {"grouped": "no"},
        {"sort": "\u202ebest"},
        {"nonsense": "1"},
        {"place": "../../etc"},
    ],
    ids=lambda more: str(more)[:30],
)
def test_an_address_that_means_nothing_is_answered(site: Browser, more: dict[str, str]) -> None:
    page = ask(site, "cornemuse", **more)

    assert page.status == 200
    assert "<script>alert" not in page.html
    assert len(page.select(".chosen a")) <= 10


def test_english_readers_find_it_all_in_english(site: Browser, browser: Open) -> None:
    page = ask(browser(**{"Accept-Language": "en"}), "cornemuse kind:sheet in:entraide lang:fr")

    assert page.status == 200
    assert page.soup.html and page.soup.html["lang"] == "en"


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan")


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def site(visitor: Browser, space: Space, claire: Person, deliver: Deliver) -> Browser:
    """A visitor's browser on a site where several things speak of the same."""
    thread = make_thread(claire, space, "Une cornemuse douce", "Une cornemuse.", tags=["Musique"])
    for number in range(3):
        make_reply(claire, thread, f"Une cornemuse, {number}.")
    make_thread(make_person("Yann Berthou"), make_space("Entraide"), "Une cornemuse forte", "Oui.", tags=["Danse"])
    editor = actor(make_person(role=Role.EDITOR))
    publish_at_once(editor, start_sheet(editor, {"title": "La cornemuse", "domains": "Musique et danse"}).id)
    make_school("École de la Cornemuse")
    deliver()
    return visitor
