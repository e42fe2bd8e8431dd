"""Reading and writing where scripts do not run."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.chromium import NARROW
from tests.browser.conftest import Open
from tests.browser.threads import fresh_thread
from tests.services.serving import Server

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
    expect(page.locator("h1")).to_have_text("Threads")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_draft_is_kept_and_taken_up_without_scripts(open_as: Open, site: Server) -> None:
    page = open_as("teacher", java_script_enabled=False).page
    page.goto(fresh_thread(site))
    page.fill("#reply textarea", "À finir ce soir")

    page.get_by_role("button", name="Garder en brouillon").click()
    expect(page.locator("main")).to_contain_text("À finir ce soir")
    page.get_by_role("link", name="Reprendre").first.click()

    expect(page.locator("#reply textarea")).to_have_value("À finir ce soir")


def test_a_picture_goes_with_a_reply_and_a_post_is_quoted_without_scripts(open_as: Open, site: Server) -> None:
    page = open_as("teacher", java_script_enabled=False).page
    page.goto(fresh_thread(site))
    picture = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(picture, "PNG")
    page.locator("#post-1").get_by_role("link", name="Citer").click()
    expect(page.locator("#reply textarea")).to_have_value(re.compile(r"^> \[.+\]\(/posts/\d+\)\s:\n> Qui a essayé \?"))

    page.set_input_files(
        "#reply [type=file]", {"name": "cour.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    page.get_by_role("button", name="Répondre").click()

    reply = page.locator("article.post").last
    expect(reply.locator("blockquote")).to_contain_text("Qui a essayé ?")
    expect(reply.locator("img[alt=cour]")).to_be_visible()
