"""The editor of sheets in a real browser: steps, saving while one types, cuts of the network, two people at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.chromium import NARROW, Reader
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
SAVED = re.compile("Enregistré à")


def test_one_step_at_a_time_and_the_keyboard_alone_goes_through_them(open_as: Open) -> None:
    page = begun(open_as("teacher"), "Le carnet des pas")

    expect(page.locator("[data-step]:visible")).to_have_id("step-identity")
    page.locator("[data-step-after]").press("Enter")
    expect(page.locator("[data-step]:visible")).to_have_id("step-organisation")
    page.locator("[data-step-link]", has_text="Ce qu’on en retient").press("Enter")
    expect(page.locator("[data-step]:visible")).to_have_id("step-lessons")
    expect(page.locator("#step-lessons h2")).to_be_focused()
    page.go_back()
    expect(page.locator("[data-step]:visible")).to_have_id("step-organisation")


def test_what_is_typed_is_saved_by_itself_and_is_there_after_leaving(open_as: Open) -> None:
    teacher = open_as("teacher")
    page = begun(teacher, "Le carnet qui s’enregistre")
    page.locator("[data-step-link]", has_text="Ce qui a été fait").click()
    page.fill("#background", "Un bourg au bout de la ligne.")
    expect(page.locator("[data-save-state]")).to_have_text(SAVED, timeout=15_000)
    expect(page.locator("[data-count=story]")).to_have_text("1/3")
    address = page.url

    teacher.go("/practices")
    page.goto(address)

    expect(page.locator("#background")).to_have_value("Un bourg au bout de la ligne.")
    page.goto(address.split("#")[0].replace("/edit", "/history"))
    expect(page.locator("main")).to_contain_text("Version 1")
    expect(page.locator("main")).not_to_contain_text("Version 2")
    assert teacher.said == []


def test_without_the_network_nothing_is_lost_and_it_is_saved_once_it_is_back(open_as: Open) -> None:
    teacher = open_as("colleague")
    page = begun(teacher, "Le carnet coupé")
    teacher.context.set_offline(True)
    page.fill("#place", "Cancale")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile("Hors connexion"), timeout=15_000)

    teacher.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_have_text(SAVED, timeout=40_000)
    page.reload()

    expect(page.locator("#place")).to_have_value("Cancale")


def test_what_was_not_saved_is_found_again_on_this_device(open_as: Open) -> None:
    teacher = open_as("referent")
    page = begun(teacher, "Le carnet retrouvé")
    address = page.url
    page.route("**/autosave", lambda route: route.abort())
    page.fill("#place", "Cancale")
    expect(page.locator("[data-save-state]")).to_have_text(re.compile("Hors connexion"), timeout=15_000)
    page.on("dialog", lambda dialog: dialog.accept())

    page.goto("/practices")
    page.unroute("**/autosave")
    page.goto(address)

    expect(page.locator("#place")).to_have_value("Cancale")
    expect(page.locator("[data-save-state]")).to_have_text(SAVED, timeout=15_000)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.locator("#place")).to_have_value("Cancale")


def test_two_people_write_at_once_and_each_keeps_their_text(open_as: Open) -> None:
    teacher = open_as("mediator")
    page = begun(teacher, "Le carnet à deux")
    editor = open_as("editor").go(page.url.replace(teacher.address, ""))
    editor.fill("#place", "Dinard")
    editor.fill("#budget", "300 euros")
    expect(editor.locator("[data-save-state]")).to_have_text(SAVED, timeout=15_000)

    page.fill("#place", "Cancale")

    expect(page.locator("[data-told]")).to_contain_text("a changé aussi", timeout=15_000)
    expect(page.locator("#budget")).to_have_value("300 euros")
    expect(page.locator("#place")).to_have_value("Cancale")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("#changes")).to_contain_text("Dinard")
    expect(page.locator("#place")).to_have_value("Cancale")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-flashes]")).to_contain_text("La fiche est enregistrée.")
    expect(page.locator("#place")).to_have_value("Cancale")


def test_a_picture_is_added_described_and_seen_on_the_sheet(open_as: Open, tmp_path: Path) -> None:
    picture = tmp_path / "cour.jpg"
    Image.linear_gradient("L").convert("RGB").save(picture)
    page = begun(open_as("editor2"), "Le carnet en images")
    page.locator("[data-step-link]", has_text="Images").click()
    page.set_input_files("#files_added", str(picture))
    page.get_by_role("button", name="Ajouter et enregistrer").click()
    expect(page.locator(".file img")).to_have_js_property("naturalWidth", 256)
    expect(page.locator("[data-step]:visible")).to_have_id("pictures")
    page.get_by_label("Ce que montre l’image").fill("Une cour vide, le matin")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    page.goto(page.url.split("#")[0].replace("/edit", ""))

    expect(page.locator("#pictures img")).to_have_attribute("alt", "Une cour vide, le matin")
    expect(page.locator("#pictures img")).to_have_js_property("naturalWidth", 256)


def test_the_editor_fits_a_phone(open_as: Open) -> None:
    page = begun(open_as("outsider", viewport=NARROW), "Le carnet de poche")

    for step in ("identity", "scope", "story", "pictures"):
        page.goto(f"{page.url.split('#')[0]}#{step}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, step


def test_without_scripts_the_editor_is_one_long_form(open_as: Open) -> None:
    page = open_as("teacher", java_script_enabled=False).page
    page.goto("/practices/new")

    expect(page.locator("[data-step]:visible")).to_have_count(8)
    expect(page.locator("[data-step-turn]")).to_be_hidden()
    page.fill("[name=title]", "Le carnet sans scripts")
    page.fill("[name=difficulties]", "- Le temps")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.locator("[data-flashes]")).to_contain_text("Le brouillon est enregistré.")
    expect(page.locator("[name=difficulties]")).to_have_value("- Le temps")


def begun(reader: Reader, title: str) -> Page:
    """A new sheet in the editor, saved by itself once it has a title."""
    page = reader.go("/practices/new")
    page.fill("[name=title]", title)
    expect(page.locator("[data-save-state]")).to_have_text(SAVED, timeout=15_000)
    expect(page).to_have_url(re.compile(r"/practices/\d+/edit"))
    return page
