"""Words that stand for each other: said by administrators, minded from the next search on, without a new index."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core.actor import VISITOR
from forum.core.errors import NotAllowed
from forum.core.transactions import transaction
from forum.extensions import db
from forum.search.grammar import parse
from forum.search.models import Synonyms
from forum.search.query import Query, Words
from forum.search.services.synonyms import add_synonyms, change_synonyms, remove_synonyms
from forum.search.synonyms import MOST_CHOICES, book_of, synonyms, with_synonyms
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.search.test_query import TYPED

Open = Callable[..., Browser]
PAGE = "/administration/search/synonyms"
BOOK = book_of(("décrochage = abandon scolaire = décrochage scolaire", "CPE = conseiller principal d’éducation"))


@pytest.fixture
def keeper(app: object) -> Person:
    return make_person(role=Role.ADMINISTRATOR)


def groups() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Synonyms.wordings).order_by(Synonyms.id)))


def said(typed: str) -> list[set[str]]:
    """The wordings of each thing that is looked for."""
    query = with_synonyms(parse(typed), BOOK)
    return [{" ".join(choice.terms) for choice in wanted.choices} for wanted in query.wanted]


ANY = {"decrochag", "abandon scolair", "decrochag scolair"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("décrochage", [ANY]),
        ("Décrochages", [ANY]),
        ("abandon scolaire", [ANY | {"abandon"}, ANY | {"scolair"}]),
        ("abandons scolaires climat", [ANY | {"abandon"}, ANY | {"scolair"}, {"climat"}]),
        ("abandon climat scolaire", [{"abandon"}, {"climat"}, {"scolair"}]),
        ("décrochage scolaire", [ANY, ANY | {"scolair"}]),
        ('"décrochage"', [{"decrochag"}]),
        ("décroch*", [{"decroch"}]),
        ("scolaire", [{"scolair"}]),
        ("cpe", [{"cpe", "conseil principal education"}]),
    ],
)
def test_what_is_typed_is_also_looked_for_in_other_words(typed: str, wanted: list[set[str]]) -> None:
    assert said(typed) == wanted


def test_what_was_typed_comes_first() -> None:
    for typed, first in (("décrochage", "decrochag"), ("scolaire décrochage", "scolair")):
        assert with_synonyms(parse(typed), BOOK).wanted[0].choices[0] == Words((first,))


def test_what_must_not_be_there_is_meant_as_typed() -> None:
    assert with_synonyms(parse("climat -décrochage"), BOOK).without == (Words(("decrochag",)),)


@given(TYPED, st.lists(st.text(alphabet="aéx =-’", max_size=20), max_size=6))
def test_any_query_can_be_said_otherwise(typed: str, listed: list[str]) -> None:
    query = parse(typed)
    more = with_synonyms(query, book_of(tuple(listed)))

    assert len(more.wanted) == len(query.wanted)
    for wanted, before in zip(more.wanted, query.wanted, strict=True):
        assert set(wanted.choices) >= set(before.choices[:MOST_CHOICES])
        assert all(choice.terms for choice in wanted.choices)


def test_the_synonyms_are_fetched_by_one_statement(app: object, statements: list[str]) -> None:
    with transaction():
        db.session.add_all(Synonyms(wordings=f"a{number} = b{number}") for number in range(30))
    statements.clear()

    assert len(with_synonyms(parse("a1 a2 a3"), synonyms()).wanted[0].choices) == 2
    assert len([each for each in statements if each.lstrip().upper().startswith("SELECT")]) == 1
    statements.clear()
    assert with_synonyms(Query()) == Query()
    assert statements == []


def test_an_administrator_adds_changes_and_removes_a_group(browser: Open, keeper: Person) -> None:
    there = browser(keeper)

    page = there.submit(there.get(PAGE), with_field="wordings", wordings="décrochage = Abandon  scolaire = décrochages")
    assert page.texts("tbody tr td:first-child") == ["décrochage = Abandon scolaire"]
    assert with_synonyms(parse("decrochage")).wanted[0].choices[1:] == (Words(("abandon", "scolair")),)

    page = there.get(page.links()["Modifier décrochage = Abandon scolaire"])
    assert "décrochage = Abandon scolaire" in page.html
    page = there.submit(page, with_field="wordings", wordings="décrochage = absentéisme")
    assert page.texts("tbody tr td:first-child") == ["décrochage = absentéisme"]
    assert with_synonyms(parse("abandon")).wanted[0].choices == (Words(("abandon",)),)

    page = there.submit(page, with_field="remove", remove=page.select("button[name=remove]")[0]["value"])
    assert "Aucun synonyme pour l’instant" in page.text
    assert len(with_synonyms(parse("decrochage")).wanted[0].choices) == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Donnez les façons de dire"),
        ("   ", "Donnez les façons de dire"),
        ("décrochage", "au moins deux façons de dire"),
        ("décrochage = décrochages", "au moins deux façons de dire"),
        ("= ? = !", "au moins deux façons de dire"),
        ("renvoi = l’exclusion", "« exclusion » est déjà dans un autre groupe : exclusion = mise à l’écart."),
        ("Mises à l’écart = tenir loin", "est déjà dans un autre groupe"),
        ("a = " + "b" * 300, "trop long : 300 caractères au plus"),
        (" = ".join("abcdefghi"), "8 façons de dire au plus"),
    ],
)
def test_what_makes_no_group_is_refused_beside_the_field(browser: Open, keeper: Person, typed: str, words: str) -> None:
    add_synonyms(actor(keeper), "exclusion = mise à l’écart")
    there = browser(keeper)

    page = there.submit(there.get(PAGE), with_field="wordings", wordings=typed)

    assert page.status == 422
    assert words in " ".join(page.texts(".field-error"))
    assert page.select("input[name=wordings]")[0]["value"] == typed.strip()
    assert groups() == ["exclusion = mise à l’écart"]


def test_a_group_is_no_other_group_for_itself(browser: Open, keeper: Person) -> None:
    one = add_synonyms(actor(keeper), "exclusion = renvoi").id
    add_synonyms(actor(keeper), "portable = téléphone")
    there = browser(keeper)

    page = there.submit(there.get(f"{PAGE}/{one}"), with_field="wordings", wordings="renvoi = téléphones")
    assert (page.status, "déjà dans un autre groupe" in page.text) == (422, True)
    assert page.select("input[name=wordings]")[0]["value"] == "renvoi = téléphones"
    page = there.submit(page, with_field="wordings", wordings="renvoi = exclusion = mise à pied")
    assert page.status == 200
    assert groups() == ["renvoi = exclusion = mise à pied", "portable = téléphone"]


def test_a_group_that_is_gone_is_not_found_and_removing_it_again_is_no_fault(browser: Open, keeper: Person) -> None:
    number = add_synonyms(actor(keeper), "exclusion = renvoi").id
    there = browser(keeper)
    page = there.get(PAGE)
    remove_synonyms(actor(keeper), number)

    assert there.get(f"{PAGE}/{number}").status == 404
    assert there.submit(page, with_field="remove", remove=str(number)).status == 200


def test_nobody_else_sees_or_changes_synonyms(browser: Open, visitor: Browser, keeper: Person) -> None:
    number = add_synonyms(actor(keeper), "exclusion = renvoi").id

    for role in (None, Role.MEDIATOR, Role.EDITOR):
        person = make_person(role=role)
        there = browser(person)
        for path in (PAGE, f"{PAGE}/{number}"):
            page = there.get(path)
            assert page.status == 403
            assert "renvoi" not in page.text
        assert PAGE not in there.get("/me").html
        for refused in (
            lambda: add_synonyms(actor(person), "a = b"),  # noqa: B023
            lambda: change_synonyms(actor(person), number, "a = b"),  # noqa: B023
            lambda: remove_synonyms(actor(person), number),  # noqa: B023
        ):
            with pytest.raises(NotAllowed):
                refused()
    with pytest.raises(NotAllowed):
        add_synonyms(VISITOR, "a = b")
    assert "Se connecter" in visitor.get(PAGE).text
    assert groups() == ["exclusion = renvoi"]


def test_administrators_find_the_page_from_their_menu(browser: Open, keeper: Person) -> None:
    assert browser(keeper).get("/me").links()["Synonymes de la recherche"] == PAGE
