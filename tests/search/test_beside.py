"""What holds only some of the words, shown after few results that hold them all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Space
from tests.browsing import Browser, Page
from tests.discussions.factories import make_space, make_thread
from tests.factories import make_person
from tests.search.factories import Shelf, document
from tests.search.reading import ask, total

Deliver = Callable[[], int]


def rows_beside(page: Page) -> list[str]:
    return page.texts("h2:-soup-contains('avec une partie') + ul .row h3")


def test_few_results_are_followed_by_what_holds_some_of_the_words(threads: None, visitor: Browser) -> None:
    page = ask(visitor, "cornemuse harpe")
    assert page.texts(".row h3") == ["Cornemuse et harpe", "Cornemuse seule"]
    assert rows_beside(page) == ["Cornemuse seule"]


def test_they_are_not_counted(threads: None, visitor: Browser) -> None:
    assert total(ask(visitor, "cornemuse harpe")) == 1


@pytest.mark.parametrize("text", ["cornemuse", '"cornemuse et harpe"', "cornemuse harpe introuvable"])
def test_one_word_a_phrase_and_what_nothing_holds_whole_have_nothing_beside(
    threads: None, visitor: Browser, text: str
) -> None:
    assert rows_beside(ask(visitor, text)) == []


def test_filters_hold_beside_too(threads: None, visitor: Browser) -> None:
    assert rows_beside(ask(visitor, "cornemuse harpe -seule")) == []
    assert rows_beside(ask(visitor, "cornemuse harpe", sort="newest")) == []


def test_nobody_is_shown_beside_what_they_may_not_open(
    threads: None, claire: Person, visitor: Browser, deliver: Deliver
) -> None:
    make_thread(claire, make_space("Entre nous", audience.MEMBERS), title="Cornemuse secrète", body="Entre nous.")
    deliver()
    assert rows_beside(ask(visitor, "cornemuse harpe")) == ["Cornemuse seule"]


def test_many_results_have_nothing_beside(
    threads: None, claire: Person, space: Space, visitor: Browser, deliver: Deliver
) -> None:
    for number in range(3):
        make_thread(claire, space, title=f"Harpe et cornemuse {number}", body="Encore.")
    deliver()
    assert rows_beside(ask(visitor, "cornemuse harpe")) == []


# What the engine is asked for it


def test_any_of_the_words_is_enough_where_that_is_asked(shelf: Shelf) -> None:
    both, one = document(title="Cornemuse et harpe"), document(title="Cornemuse")
    shelf.put(both, one, document(title="Tambour"))
    assert [hit.id for hit in shelf.ask("cornemuse harpe", is_loose=True).hits] == [both.id, one.id]
    assert [hit.id for hit in shelf.ask('cornemuse "cornemuse et harpe" tambour', is_loose=True).hits] == [both.id]


def test_of_a_long_question_the_telling_words_count(shelf: Shelf) -> None:
    common = [document(body=f"Que faire pour baisser la note numéro {number} ?") for number in range(40)]
    telling = document(body="Le réfectoire résonne, et les enfants crient.")
    shelf.put_all(*common, telling)
    assert shelf.ask("faire baisser la note du réfectoire qui résonne").hits[0].id == telling.id


def test_a_language_narrows_down(shelf: Shelf) -> None:
    french, english = document(title="Cornemuse"), document(title="Cornemuse", language="en")
    shelf.put(french, english)
    assert shelf.find("cornemuse langue:anglais") == [english.id]
    assert shelf.ask("cornemuse", counted=("language",)).counts["language"] == {"fr": 1, "en": 1}


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan", profession="teacher")


@pytest.fixture
def space(app: Flask) -> Space:
    return make_space("Climat scolaire")


@pytest.fixture
def threads(claire: Person, space: Space, deliver: Deliver) -> None:
    """Two discussions about a bagpipe, one of which is also about a harp."""
    make_thread(claire, space, title="Cornemuse et harpe", body="Les deux ensemble.")
    make_thread(claire, space, title="Cornemuse seule", body="Sans autre instrument.")
    deliver()
