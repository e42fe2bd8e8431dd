"""What is offered while somebody types."""

import json
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.discussions.models import Space
from forum.practices.services import publish_at_once, start_sheet
from forum.search.services import rebuild
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_school
from tests.search.reading import suggested

Open = Callable[..., Browser]
Deliver = Callable[[], int]


def test_threads_sheets_schools_people_and_tags_are_offered(site: Browser, browser: Open, claire: Person) -> None:
    assert sorted(suggested(browser(claire), "corne")) == [
        "Discussion: Une cornemuse en classe",
        "Fiche pratique: La cornemuse",
        "Mot-clé: Cornemuse",
        "Personne: Anne Cornec",
        "Établissement: École de la Cornemuse",
    ]


def test_replies_which_have_no_title_are_not_offered(site: Browser) -> None:
    assert not [each for each in suggested(site, "cornemuse") if each.startswith("Réponse")]


def test_the_last_word_may_be_only_begun_and_accents_left_out(site: Browser) -> None:
    assert suggested(site, "ecole de la corn") == ["Établissement: École de la Cornemuse"]
    assert suggested(site, "  ÉCOLE   cornemuse ") == ["Établissement: École de la Cornemuse"]


def test_each_leads_to_a_page(site: Browser) -> None:
    for each in json.loads(site.get("/search/suggest?q=corne").html)["suggestions"]:
        assert site.get(each["url"]).status == 200


def test_no_more_than_ten_are_offered(site: Browser, claire: Person, space: Space, deliver: Deliver) -> None:
    for number in range(12):
        make_thread(claire, space, f"Cornemuse {number}", "Oui.", tags=[f"Cornemuse {number}"])
        make_school(f"Cornemuse {number}")
    deliver()

    assert len(suggested(site, "corne")) <= 10


def test_it_costs_a_fixed_number_of_statements(
    site: Browser, browser: Open, claire: Person, statements: list[str]
) -> None:
    member = browser(claire)
    statements.clear()

    suggested(member, "corne")

    own = [each for each in statements if not ("search." in each or "set_config" in each or "to_regclass" in each)]
    assert len(own) <= 7


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "a",
        "😀",
        "'",
        '"',
        "%",
        "_",
        "<script>",
        "\0",
        "x" * 50_000,
        "\u202ecorne",
        "שלום",
        "tag:",
        "*",
        "( | &",
        "\\",
    ],
    ids=lambda typed: repr(typed[:10]),
)
def test_whatever_is_typed_is_answered(site: Browser, typed: str) -> None:
    assert isinstance(suggested(site, typed), list)


def test_nothing_is_offered_while_there_is_no_index(visitor: Browser) -> None:
    assert suggested(visitor, "cornemuse") == []


def test_it_can_be_asked_as_fast_as_one_types_and_not_as_a_machine_would(site: Browser) -> None:
    statuses = {site.get("/search/suggest?q=").status for _ in range(601)}

    assert statuses == {200, 429}


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Anne Cornec")


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def site(visitor: Browser, space: Space, claire: Person, deliver: Deliver) -> Browser:
    thread = make_thread(claire, space, "Une cornemuse en classe", "Qui a essayé ?", tags=["Cornemuse"])
    make_reply(claire, thread, "Une cornemuse, oui.")
    editor = actor(make_person("Hélène Garrec", role=Role.EDITOR))
    publish_at_once(editor, start_sheet(editor, {"title": "La cornemuse"}).id)
    make_school("École de la Cornemuse")
    deliver()
    rebuild()  # of people that tests make, nothing tells the index
    return visitor
