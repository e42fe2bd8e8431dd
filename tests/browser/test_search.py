"""The search with scripts: what is offered while one types, by keyboard and by mouse, wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import NARROW
from tests.browser.conftest import Open
from tests.browser.test_every_page import AXE, RUN_AXE, SMALLEST

pytestmark = pytest.mark.browser
OFFERED = "[role=listbox]:visible [role=option]"


def type_in(page: Page, text: str, box: str = "#find") -> None:
    with page.expect_response("**/search/suggest?*"):
        page.locator(box).press_sequentially(text)


def test_what_is_offered_is_gone_through_by_arrows_and_opened_by_enter(open_as: Open) -> None:
    page = open_as("teacher").page
    page.goto("/")
    page.keyboard.press("/")
    box = page.locator("#find")
    expect(box).to_be_focused()

    type_in(page, "exclusion")

    expect(page.locator(OFFERED).first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(page.locator(".find [role=status]")).to_have_text(re.compile(r"\d+ propositions"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(OFFERED).nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", second.get_attribute("id") or "")
    expect(box).to_be_focused()
    title = second.locator("b").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)


def test_enter_looks_for_what_is_typed_and_escape_puts_the_offers_away(open_as: Open) -> None:
    page = open_as().page
    page.goto("/practices")
    type_in(page, "exclu")
    expect(page.locator(OFFERED).first).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.locator(OFFERED)).to_have_count(0)
    expect(page.locator("#find")).to_have_value("exclu")
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "false")

    type_in(page, "sion")
    expect(page.locator(OFFERED).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=exclusion$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/practices$"))


def test_an_offer_is_opened_by_a_click_and_tab_goes_on(open_as: Open) -> None:
    page = open_as().page
    page.goto("/search")
    box = "main input[name=q]"
    type_in(page, "exclusion", box)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(r"/search$"))
    expect(page.locator(OFFERED)).to_have_count(0)

    page.locator(box).fill("")
    type_in(page, "médiation", box)
    title = page.locator(OFFERED).first.locator("b").inner_text()
    page.locator(OFFERED).first.click()
    expect(page.locator("h1")).to_contain_text(title)


def test_an_answer_that_comes_late_takes_no_place_of_a_newer_one(open_as: Open) -> None:
    page = open_as().page
    page.goto("/search")
    held: list[Route] = []
    page.route("**/search/suggest?q=exc", lambda route: held.append(route))
    box = page.locator("main input[name=q]")
    with page.expect_request("**/search/suggest?q=exc"):
        box.press_sequentially("exc")

    box.press_sequentially("lus")

    expect(page.locator(OFFERED).first).to_be_visible()
    before = page.locator(OFFERED).all_inner_texts()
    page.unroute("**/search/suggest?q=exc")
    assert len(held) == 1
    assert page.locator(OFFERED).all_inner_texts() == before


def test_a_server_out_of_reach_leaves_a_plain_box(open_as: Open) -> None:
    page = open_as().page
    page.goto("/search")
    page.route("**/search/suggest?*", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.locator("main input[name=q]").press_sequentially("exclusion")

    page.keyboard.press("Enter")

    expect(page.locator(".rows .row").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_of_offers_is_sound_and_within_the_smallest_window(open_as: Open, scheme: str) -> None:
    reader = open_as("teacher", viewport=SMALLEST, color_scheme=scheme)
    page = reader.page
    page.goto("/")
    height = page.evaluate("document.documentElement.scrollHeight")
    type_in(page, "exclusion")
    expect(page.locator(OFFERED).first).to_be_visible()
    page.keyboard.press("ArrowDown")

    box = page.locator("[role=listbox]:visible").bounding_box()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SMALLEST["width"]
    assert page.evaluate("document.documentElement.scrollHeight") == height, "nothing moves"
    assert not page.evaluate(RUN_AXE)
    assert not reader.said


def test_results_are_gone_through_by_j_and_k(open_as: Open) -> None:
    page = open_as().page
    page.goto("/search?q=exclusion")
    links = page.locator(".rows h3 a")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_results_are_narrowed_down_on_a_phone_and_the_way_back_leads_back(open_as: Open, scripts: bool) -> None:
    page = open_as(viewport=NARROW, java_script_enabled=scripts).page
    page.goto("/search?q=exclusion")
    expect(page.locator(".facets section a").first).not_to_be_visible()

    page.locator(".facets > summary").click()
    page.locator("#facet-kind + ul a", has_text="Fiches pratiques").click()

    expect(page).to_have_url(re.compile(r"/search\?q=exclusion&kind=sheet$"))
    expect(page.locator(".chosen a")).to_contain_text("Genre : Fiches pratiques")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/search\?q=exclusion$"))
    expect(page.locator(".chosen a")).to_have_count(0)
