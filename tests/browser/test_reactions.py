"""Reacting with scripts: it shows at once, and is undone with a word when it could not be kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
THREAD = "/threads/1"


def thanks(page: Page) -> Locator:
    return page.locator("[data-reaction][name=thanks]").first


def test_a_reaction_shows_at_once_and_is_kept(open_as: Open) -> None:
    page = open_as("colleague").page
    page.goto(THREAD)
    held: list[Route] = []
    page.route("**/reactions", lambda route: held.append(route))

    thanks(page).click()

    expect(thanks(page)).to_have_attribute("aria-pressed", "true")
    with page.expect_response("**/reactions"):
        held[0].continue_()
    page.unroute("**/reactions")
    expect(page.locator(".reaction-words").first).to_contain_text("1 personne remercie")
    expect(thanks(page)).to_be_focused()
    page.reload()
    expect(thanks(page)).to_have_attribute("aria-pressed", "true")


def test_a_reaction_that_cannot_be_kept_is_undone_with_a_word(open_as: Open) -> None:
    page = open_as("outsider").page
    page.goto(THREAD)
    page.route("**/reactions", lambda route: route.abort())

    for _ in range(2):
        thanks(page).click()

    expect(page.locator("[data-flashes]")).to_contain_text("Votre réaction n’a pas pu être gardée")
    expect(thanks(page)).to_have_attribute("aria-pressed", "false")
