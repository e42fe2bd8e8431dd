"""The library with scripts: bookmarks that show at once, collections in order by keyboard; filters wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import NARROW
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
MARK = "[data-bookmark] button"


def test_a_bookmark_shows_at_once_and_is_kept(open_as: Open) -> None:
    page = open_as("colleague").page
    page.goto("/practices")
    held: list[Route] = []
    page.route("**/bookmark", lambda route: held.append(route))

    page.locator(MARK).first.click()

    expect(page.locator(MARK).first).to_contain_text("Ôter le signet")
    with page.expect_response("**/bookmark"):
        held[0].continue_()
    page.unroute("**/bookmark")
    page.reload()
    expect(page.locator(MARK).first.locator(".when-kept")).to_be_visible()
    expect(page.locator(MARK).nth(1).locator(".when-not-kept")).to_be_visible()


def test_a_bookmark_that_cannot_be_kept_is_undone_with_a_word(open_as: Open) -> None:
    page = open_as("outsider").page
    page.goto("/practices")
    page.route("**/bookmark", lambda route: route.abort())

    page.locator(MARK).first.click()

    expect(page.locator("[data-flashes]")).to_contain_text("Le signet n’a pas pu être enregistré")
    expect(page.locator(MARK).first.locator(".when-not-kept")).to_be_visible()


def test_a_collection_is_put_in_order_by_keyboard_and_the_button_keeps_the_focus(open_as: Open) -> None:
    page = open_as("referent").page
    page.goto("/collections")
    page.get_by_role("link", name="Pour préparer la rentrée").first.click()
    first, second, third = titles(page)
    down = page.locator("[data-entry]").first.get_by_role("button", name="Plus bas")

    down.focus()
    for place in (2, 3):
        with page.expect_response("**/move"):
            page.keyboard.press("Enter")
        expect(page.locator("[data-ordering] + [aria-live]")).to_have_text(f"Déplacée : place {place} sur 3.")

    assert titles(page) == [second, third, first]
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Plus bas")
    expect(page.locator(":focus")).to_have_attribute("aria-disabled", "true")
    page.reload()
    assert titles(page) == [second, third, first]


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_stand_open_at_the_side_of_a_wide_page_and_long_facets_stay_folded(
    open_as: Open, scripts: bool
) -> None:
    page = open_as(java_script_enabled=scripts).page
    page.goto("/practices")

    expect(page.locator(".facets section ul a").first).to_be_visible()
    expect(page.locator(".facets > summary")).not_to_be_visible()
    expect(page.locator(".more-values ul a").first).not_to_be_visible()
    page.locator(".more-values summary").first.click()
    expect(page.locator(".more-values ul a").first).to_be_visible()


def test_filters_are_chosen_and_taken_away_on_a_phone(open_as: Open) -> None:
    page = open_as(viewport=NARROW).page
    page.goto("/practices")
    expect(page.locator(".facets section")).to_have_count(11)
    expect(page.locator(".facets section ul a").first).not_to_be_visible()

    page.locator(".facets > summary").click()
    page.locator("#facet-school + ul a", has_text="Collège").click()
    expect(page).to_have_url(re.compile(r"/practices\?school=college$"))
    expect(page.locator(".facets > summary")).to_contain_text("1 choisi")

    page.locator(".chosen a", has_text="Collège").click()
    expect(page).to_have_url(re.compile(r"/practices$"))


def titles(page: Page) -> list[str]:
    return page.locator(".shelf h2").all_inner_texts()
