"""Reading and writing where scripts do not run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import NARROW
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
SCHOOL = "0351847T"


def test_a_teacher_searches_replies_and_speaks_without_scripts(open_as: Open) -> None:
    page = open_as("teacher", java_script_enabled=False).page
    page.goto("/")
    page.fill("#find", "retour exclusion")
    page.press("#find", "Enter")
    page.locator("main h3 a", has_text="Le retour d’exclusion").first.click()
    page.fill("#reply textarea", "Écrit **sans** script")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("article.post").last.locator("strong")).to_have_text("sans")

    page.goto(f"/schools/{SCHOOL}")
    page.get_by_role("link", name="Entrer dans le salon").click()
    page.fill("[name=body]", "Dit sans script")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("[data-message]").last).to_contain_text("Dit sans script")


def test_the_filters_of_the_library_open_on_a_phone_without_scripts(open_as: Open) -> None:
    page = open_as(java_script_enabled=False, viewport=NARROW).page
    page.goto("/practices")
    expect(page.locator(".facets a").first).not_to_be_visible()

    page.locator(".facets > summary").click()
    page.locator(".facets a", has_text="Élèves").click()

    expect(page.locator("main")).to_contain_text("Accueillir les familles")


def test_the_choice_of_language_works_without_scripts(open_as: Open) -> None:
    page = open_as(java_script_enabled=False).page
    page.goto("/practices")

    page.get_by_role("button", name="English").click()

    expect(page.locator("h1")).to_have_text("Practice library")
    page.goto("/spaces")
    expect(page.locator("h1")).to_have_text("Discussions")
    expect(page.locator("html")).to_have_attribute("lang", "en")
