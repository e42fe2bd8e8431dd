"""The sheets that a community puts forward: chosen by those who hold it, shown to who may read them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.communities.models import Community
from forum.extensions import db
from forum.practices.models import CommunitySheet, Sheet
from forum.practices.services import archive_sheet
from tests.browsing import Browser, Page
from tests.communities.factories import make_community, make_facilitator
from tests.factories import actor, make_person
from tests.practices.factories import make_draft, make_small_sheet

Open = Callable[..., Browser]
ADDRESS = "/communities/exclure-autrement"


@pytest.fixture
def editor(app: object) -> Person:
    return make_person("Françoise Abgrall", role=Role.EDITOR)


@pytest.fixture
def sheet(editor: Person) -> Sheet:
    return make_small_sheet(editor, "Le tutorat du soir")


def put(desk: Browser, address: str, note: str = "") -> Page:
    page = desk.get(f"{ADDRESS}/sheets")
    return desk.submit(page, with_field="address", address=address, note=note)


def titles(page: Page) -> list[str]:
    return page.texts("main .rows h3")


def test_who_holds_it_finds_a_sheet_and_puts_it_forward_for_everybody(
    browser: Open, community: Community, rose: Person, sheet: Sheet, deliver: Callable[[], int]
) -> None:
    deliver()
    desk = browser(rose)
    assert "Le tutorat du soir" not in browser().get(ADDRESS).main
    found = desk.get(f"{ADDRESS}/sheets?q=tutorats")
    assert "Le tutorat du soir" in found.links()

    page = desk.submit(found, f"{ADDRESS}/sheets", with_field="note", note="Pour commencer.")

    assert page.status == 200
    for reader in (None, rose):
        shown = browser(reader).get(ADDRESS)
        assert titles(shown) == ["Le tutorat du soir"]
        assert "Pour commencer." in shown.main


@pytest.mark.parametrize("form", ["{path}", "https://mediane.example{path}", "/practices/{id}", " {path}?version=1 "])
def test_its_address_is_pasted_as_it_stands(
    browser: Open, community: Community, rose: Person, sheet: Sheet, form: str
) -> None:
    address = form.format(path=f"/practices/{sheet.id}-{sheet.slug}", id=sheet.id)

    assert put(browser(rose), address).status == 200
    assert titles(browser().get(ADDRESS)) == ["Le tutorat du soir"]


@pytest.mark.parametrize(
    ("address", "note", "field"),
    [
        ("", "", "address"),
        ("le tutorat", "", "address"),
        ("/practices/999999", "", "address"),
        ("/practices/99999999999", "", "address"),
        ("/practices/9999999999-x", "", "address"),
        ("/practices/1", "n" * 201, "note"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_kept(
    browser: Open, community: Community, rose: Person, address: str, note: str, field: str
) -> None:
    page = put(browser(rose), address, note)

    assert page.status == 422
    assert page.texts(f"#{field}-error")
    assert page.select("#address")[0]["value"] == address


def test_a_draft_is_put_forward_by_nobody_not_even_its_author(
    browser: Open, community: Community, rose: Person
) -> None:
    draft = make_draft(rose, title="Mon brouillon")

    page = put(browser(rose), f"/practices/{draft.id}")

    assert page.status == 422
    assert "n’est pas dans la bibliothèque" in page.texts("#address-error")[0]


def test_a_sheet_that_left_the_library_is_shown_to_nobody(
    browser: Open, community: Community, rose: Person, editor: Person, sheet: Sheet
) -> None:
    put(browser(rose), f"/practices/{sheet.id}")
    archive_sheet(actor(editor), sheet.id, "Plus à jour.")

    for reader in (None, rose, editor):
        assert "Le tutorat du soir" not in browser(reader).get(ADDRESS).main


def test_once_there_it_is_there_once_and_takes_the_new_words(
    browser: Open, community: Community, rose: Person, sheet: Sheet
) -> None:
    for note in ("Avant.", "Après."):
        put(browser(rose), f"/practices/{sheet.id}", note)

    page = browser().get(ADDRESS)
    assert titles(page) == ["Le tutorat du soir"]
    assert "Après." in page.main
    assert "Avant." not in page.main


def test_they_are_put_in_order_and_taken_back(
    browser: Open, community: Community, rose: Person, editor: Person
) -> None:
    desk = browser(rose)
    sheets = [make_small_sheet(editor, f"Fiche {letter}") for letter in "ABC"]
    for one in sheets:
        put(desk, f"/practices/{one.id}")

    desk.submit(desk.get(f"{ADDRESS}/sheets"), f"/{sheets[2].id}/move", move="first")
    assert titles(browser().get(ADDRESS)) == ["Fiche C", "Fiche A", "Fiche B"]
    desk.submit(desk.get(f"{ADDRESS}/sheets"), f"/{sheets[0].id}/move", move="down")
    assert titles(browser().get(ADDRESS)) == ["Fiche C", "Fiche B", "Fiche A"]
    page = desk.get(f"{ADDRESS}/sheets")
    for _ in range(2):
        desk.submit(page, f"/{sheets[1].id}/take-back")
    assert titles(browser().get(ADDRESS)) == ["Fiche C", "Fiche A"]
    assert desk.post(f"{ADDRESS}/sheets/{sheets[1].id}/move", {"move": "up"}).status == 404
    assert desk.post(f"{ADDRESS}/sheets/{sheets[0].id}/move", {"move": "away"}).status == 422


def test_twenty_and_no_more(browser: Open, community: Community, rose: Person, editor: Person, sheet: Sheet) -> None:
    for number in range(20):
        one = make_small_sheet(editor, f"Fiche {number}")
        entry = CommunitySheet(community_id=community.id, sheet_id=one.id, position=number, put_by=rose.id)
        db.session.add(entry)
    db.session.commit()

    page = put(browser(rose), f"/practices/{sheet.id}")

    assert page.status == 422
    assert "Vingt fiches" in page.texts("#address-error")[0]
    assert len(db.session.scalars(select(CommunitySheet)).all()) == 20


def test_nobody_else_chooses(browser: Open, community: Community, yann: Person, claire: Person, sheet: Sheet) -> None:
    elsewhere = make_facilitator(make_community("Ailleurs"))
    for reader in (yann, claire, elsewhere):
        stranger = browser(reader)
        assert "Fiches mises en avant" not in stranger.get(ADDRESS).links()
        assert stranger.get(f"{ADDRESS}/sheets").status == 403
        assert stranger.post(f"{ADDRESS}/sheets", {"address": f"/practices/{sheet.id}"}).status == 403
        assert stranger.post(f"{ADDRESS}/sheets/{sheet.id}/move", {"move": "up"}).status == 403
        assert stranger.post(f"{ADDRESS}/sheets/{sheet.id}/take-back").status == 403
    assert browser().get(f"{ADDRESS}/sheets").url == "/login"
    assert db.session.scalars(select(CommunitySheet)).all() == []
