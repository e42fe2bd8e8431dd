"""The keyboard alone does everything, and the focus can be seen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from forum.demo.people import PASSWORD
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def test_the_first_key_leads_to_the_content(open_as: Open) -> None:
    page = open_as().go("/practices")

    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_a_slash_leads_to_the_search_box(open_as: Open) -> None:
    page = open_as().go("/practices")

    page.keyboard.press("/")
    page.keyboard.type("médiation")

    expect(page.locator("#find")).to_have_value("médiation")


def test_logging_in_by_the_keyboard_alone(open_as: Open) -> None:
    page = open_as().go("/login")

    page.locator("[name=email]").focus()
    page.keyboard.type("teacher@demo.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Bonjour Claire")


def test_the_menu_opens_by_enter_and_closes_by_escape(open_as: Open) -> None:
    page = open_as("teacher").go("/")
    summary = page.locator(".menu summary")

    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".menu-panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".menu-panel")).not_to_be_visible()
    expect(summary).to_be_focused()


def test_a_mediator_goes_down_the_queue_and_decides_by_keys(open_as: Open) -> None:
    page = open_as("mediator").go("/moderation")

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Message écrit par Farid Amrane")
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Rendre")).to_be_visible()
    page.keyboard.press("r")
    reason = page.locator("textarea[name=reason]")
    expect(reason).to_be_focused()
    expect(reason).to_have_value(re.compile("La charte demande"))
    page.keyboard.press("Control+a")
    page.keyboard.type("n, p, l")
    expect(reason).to_have_value("n, p, l")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.get_by_label("Rien à changer").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Le propos est vif ; il ne vise personne.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("[data-flashes]")).not_to_be_empty()
    expect(page.locator("main")).to_contain_text("Rien n’attend de décision")


def test_whatever_has_the_focus_shows_it(open_as: Open) -> None:
    page = open_as("teacher").go("/")
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              return style.outlineStyle !== "none" || style.boxShadow !== "none";
            }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")
