"""A room in real browsers: live, cut off, and back."""

from __future__ import annotations

import uuid

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityState
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browser.chromium import NARROW, WIDE, Reader
from tests.browser.conftest import Open
from tests.chat.factories import make_community_room
from tests.chat.factories import say as say_in
from tests.services.serving import Server

pytestmark = pytest.mark.browser
SCHOOL = "0351847T"
SCROLLED = """() => [
  window.scrollY > 0, ...[".talk", ".log"].map((part) => document.querySelector(part).scrollTop > 0)
]"""
"""Whether the page, the room, and what was said in it are scrolled."""


def enter(reader: Reader) -> Page:
    page = reader.go(f"/schools/{SCHOOL}")
    page.get_by_role("link", name="Entrer dans le salon").click()
    expect(page.locator("[data-connection]")).to_have_text("Connecté")
    return page


def say(page: Page, words: str) -> None:
    page.fill("[data-say] textarea", words)
    page.press("[data-say] textarea", "Enter")


def test_what_was_said_during_a_cut_is_there_after_it_once_and_in_order(open_as: Open) -> None:
    here, away = open_as("teacher"), open_as("colleague")
    one, other = enter(here), enter(away)
    away.context.set_offline(True)
    expect(other.locator("[data-connection]")).to_contain_text("Hors connexion")

    for words in ("Premier pendant la coupure", "Deuxième pendant la coupure"):
        say(one, words)
        expect(one.locator("[data-message]:not(.sending)", has_text=words)).to_have_count(1)
    say(other, "Écrit sans connexion")
    expect(other.locator("[data-message]", has_text="Écrit sans connexion")).to_contain_text("En attente de connexion")
    away.context.set_offline(False)

    expect(other.locator("[data-connection]")).to_have_text("Connecté", timeout=30_000)
    expect(one.locator("[data-messages]")).to_contain_text("Écrit sans connexion", timeout=30_000)
    for page in (one, other):
        said = page.locator("[data-message]:not(.sending) .prose").all_inner_texts()
        during = [words.strip() for words in said if "coupure" in words or "sans connexion" in words]
        assert during == ["Premier pendant la coupure", "Deuxième pendant la coupure", "Écrit sans connexion"]


def test_who_is_there_is_shown_and_goes_with_them(open_as: Open) -> None:
    one = enter(open_as("teacher"))
    other = open_as("referent")
    enter(other)
    expect(one.locator("[data-people]")).to_contain_text("Nathalie Quéméner")

    other.page.goto("/about")

    expect(one.locator("[data-people]")).not_to_contain_text("Nathalie Quéméner")


@pytest.mark.parametrize("is_archived", [True, False], ids=["archived", "open"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_room_opens_at_its_present_with_its_name_in_sight(
    open_as: Open, site: Server, is_archived: bool, viewport: dict[str, int]
) -> None:
    address = f"/rooms/{talkative_room(site, is_archived=is_archived)}#present"
    reader = open_as("teacher", viewport=viewport)
    page = reader.go(address)

    expect(page.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)
    expect(page.locator("[data-message]").last).to_be_in_viewport(ratio=1)
    assert page.evaluate(SCROLLED) == [False, False, True]
    assert reader.said == []
    without_scripts = open_as("teacher", viewport=viewport, java_script_enabled=False).go(address)
    expect(without_scripts.locator("[data-message]").last).to_be_in_viewport(ratio=1)
    assert without_scripts.evaluate(SCROLLED)[1:] == [False, True]


def talkative_room(site: Server, *, is_archived: bool) -> int:
    """The room of a new community in which the teacher of the demonstration said more than a screen holds."""
    with site.app().app_context():
        teacher = db.session.scalars(select(Person).where(Person.email == "teacher@demo.example")).one()
        room = make_community_room("Parler", teacher, slug=f"parler-{uuid.uuid4().hex}")
        for number in range(40):
            say_in(teacher, room, f"Message {number}")
        if is_archived:
            with transaction():
                db.session.get_one(Community, room.community_id).state = CommunityState.ARCHIVED.value
        found = room.id
        db.session.remove()
        db.engine.dispose()
    return found


def test_an_edit_and_a_deletion_reach_the_others(open_as: Open) -> None:
    author, reader = enter(open_as("teacher")), enter(open_as("colleague"))
    say(author, "Réunion à 16 h")
    mine = author.locator("[data-message]", has_text="Réunion à 16 h")
    expect(reader.locator("[data-messages]")).to_contain_text("Réunion à 16 h")

    mine.hover()
    mine.locator("[data-acts] summary").click()
    mine.get_by_role("link", name="Modifier ou supprimer").click()
    author.fill("main textarea", "Réunion à 17 h")
    author.get_by_role("button", name="Enregistrer").click()
    expect(reader.locator("[data-messages]")).to_contain_text("Réunion à 17 h")
    expect(reader.locator("[data-messages]")).not_to_contain_text("Réunion à 16 h")

    changed = author.locator("[data-message]", has_text="Réunion à 17 h")
    changed.hover()
    changed.locator("[data-acts] summary").click()
    changed.get_by_role("link", name="Modifier ou supprimer").click()
    author.get_by_role("button", name="Supprimer").click()
    expect(reader.locator("[data-messages]")).not_to_contain_text("Réunion à 17 h")
    expect(reader.locator("[data-message]").last).to_contain_text("Message supprimé par la personne qui l’a écrit.")


def test_marks_are_shown_as_marks_and_scripts_as_words(open_as: Open) -> None:
    author, reader = enter(open_as("teacher")), enter(open_as("colleague"))

    say(author, "**Attention** <img src=x onerror=alert(1)> 🙂 مرحبا")

    said = reader.locator("[data-message]").last
    expect(said.locator("strong")).to_have_text("Attention")
    expect(said).to_contain_text("<img src=x onerror=alert(1)> 🙂 مرحبا")
    assert said.locator("img").count() == 0


def test_two_windows_of_one_person_both_follow(open_as: Open) -> None:
    reader = open_as("teacher")
    first = enter(reader)
    second = reader.context.new_page()
    second.goto(first.url)
    expect(second.locator("[data-connection]")).to_have_text("Connecté")

    say(first, "D’une fenêtre à l’autre")

    expect(second.locator("[data-message]", has_text="D’une fenêtre à l’autre")).to_have_count(1)
    expect(first.locator("[data-message]", has_text="D’une fenêtre à l’autre")).to_have_count(1)
