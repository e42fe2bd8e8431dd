"""The bell in real browsers: it rings by itself, in every tab, over one connection, and is settled in all of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Reader
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
THREAD = "/threads/11"


def tab(reader: Reader, path: str, sockets: list[str]) -> Page:
    """Another tab of somebody's browser, whose connections are noted."""
    page = reader.context.new_page()
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(path)
    return page


def figure(page: Page) -> int:
    """How many notices wait, as the bell says it to who can't see it."""
    words = page.locator(".bell").get_attribute("aria-label") or ""
    return int(words.split()[0]) if words[:1].isdigit() else 0


def mention(reader: Reader, words: str) -> None:
    page = reader.go(THREAD)
    page.fill("textarea[name=body]", f"@claire-morvan {words}")
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.locator(".post", has_text=words)).to_be_visible()


def says(page: Page, unread: int) -> None:
    """Waits until a page's bell says so many."""
    words = "Avis" if not unread else f"{unread} avis non lu{'s' if unread > 1 else ''}"
    expect(page.locator(".bell")).to_have_attribute("aria-label", words)


def test_all_tabs_ring_over_one_connection_and_another_takes_over_when_its_tab_closes(open_as: Open) -> None:
    reader, writer = open_as("teacher"), open_as("mediator")
    reader.page.close()
    sockets: list[str] = []
    first, second, third = (tab(reader, path, sockets) for path in ("/notices", "/practices", "/about"))
    before = figure(first)
    mention(writer, "Un premier mot.")
    for page in (first, second, third):
        says(page, before + 1)
    assert len(sockets) == 1
    expect(first.locator("[data-bell-said]")).to_have_text(f"{before + 1} avis non lus")
    expect(first.locator("[data-notices-fresh]")).to_be_visible()

    first.close()
    mention(writer, "Un second mot.")
    for page in (second, third):
        says(page, before + 2)
    assert len(sockets) == 2


def test_what_is_read_in_one_tab_is_read_in_the_others(open_as: Open) -> None:
    reader, writer = open_as("teacher"), open_as("mediator")
    before = figure(reader.go("/practices"))
    mention(writer, "Encore un mot.")
    here, there = tab(reader, "/notices", []), tab(reader, "/practices", [])
    expect(there.locator(".bell .dot")).to_be_visible()
    says(there, before + 1)
    here.reload()
    waiting = here.locator(".row.unread")
    left, told = waiting.count(), there.locator(".bell").get_attribute("aria-label") or ""
    waiting.first.get_by_role("button").click()

    expect(waiting).to_have_count(left - 1)
    expect(there.locator(".bell")).not_to_have_attribute("aria-label", told)
    here.reload()
    says(there, figure(here))


def test_a_choice_is_kept_as_soon_as_it_is_made(open_as: Open) -> None:
    page = open_as("teacher").go(THREAD)
    page.locator("form.watch select").select_option("muted")
    expect(page.locator("[data-watch-said]")).to_have_text("C’est noté.")
    expect(page.locator("form.watch button")).to_be_hidden()
    page.reload()

    expect(page.locator("form.watch select")).to_have_value("muted")
