"""Writing in a real browser: nothing typed is lost, nothing is sent twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Reader
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
THREAD = "Fatigue de fin de période"


def open_thread(reader: Reader) -> Page:
    reader.go("/spaces/entre-membres").get_by_role("link", name=THREAD).click()
    expect(reader.page.locator("#reply textarea")).to_be_visible()
    return reader.page


def test_what_was_typed_is_there_after_leaving_and_coming_back(open_as: Open) -> None:
    teacher = open_as("teacher")
    page = open_thread(teacher)
    page.fill("#reply textarea", "Une phrase commencée entre deux cours")
    expect(page.locator("[data-draft-state]")).to_have_text("Brouillon gardé sur cet appareil.")

    teacher.go("/practices")
    open_thread(teacher)

    expect(page.locator("#reply textarea")).to_have_value("Une phrase commencée entre deux cours")
    expect(page.locator("[data-draft-state]")).to_have_text("Brouillon retrouvé.")


def test_a_draft_goes_with_what_was_sent(open_as: Open) -> None:
    teacher = open_as("colleague")
    page = open_thread(teacher)
    page.fill("#reply textarea", "Envoyé, et donc plus un brouillon")
    expect(page.locator("[data-draft-state]")).to_have_text("Brouillon gardé sur cet appareil.")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("article.post").last).to_contain_text("Envoyé, et donc plus un brouillon")

    open_thread(teacher)

    expect(page.locator("#reply textarea")).to_have_value("")


def test_pressing_twice_sends_once(open_as: Open) -> None:
    page = open_thread(open_as("referent"))
    page.fill("#reply textarea", "Une seule fois, même en insistant")

    page.get_by_role("button", name="Répondre").dblclick()

    expect(page.locator("article.post", has_text="même en insistant")).to_have_count(1)
    page.reload()
    expect(page.locator("article.post", has_text="même en insistant")).to_have_count(1)


def test_ctrl_enter_sends(open_as: Open) -> None:
    page = open_thread(open_as("mediator"))
    page.fill("#reply textarea", "Envoyé sans quitter le clavier")

    page.press("#reply textarea", "Control+Enter")

    expect(page.locator("article.post").last).to_contain_text("Envoyé sans quitter le clavier")


def test_the_back_button_leads_back_and_the_form_still_sends(open_as: Open) -> None:
    page = open_thread(open_as("editor"))
    page.fill("#reply textarea", "Premier envoi de la comité de lecture")
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("article.post").last).to_contain_text("Premier envoi")

    page.go_back()
    page.fill("#reply textarea", "Second envoi, après être revenue en arrière")
    page.get_by_role("button", name="Répondre").click()

    expect(page.locator("article.post", has_text="revenue en arrière")).to_have_count(1)


def test_the_toolbar_marks_what_is_chosen_and_the_preview_shows_it(open_as: Open) -> None:
    page = open_thread(open_as("editor2"))
    page.fill("#reply textarea", "important")
    page.locator("#reply textarea").select_text()
    page.get_by_role("button", name="Gras").click()
    expect(page.locator("#reply textarea")).to_have_value("**important**")

    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("[data-preview-pane] strong")).to_have_text("important")
    page.fill("#reply textarea", "<script>alert(1)</script> [ici](javascript:alert(1))")

    expect(page.locator("[data-preview-pane]")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("[data-preview-pane] script, [data-preview-pane] a[href^=javascript]").count() == 0


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_error(open_as: Open) -> None:
    page = open_as("teacher").go("/spaces/climat-scolaire/new")
    page.fill("textarea", "Un message écrit avant son titre")

    page.get_by_role("button", name="Ouvrir la discussion").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Donnez un titre à la discussion.")
    expect(page.locator("textarea")).to_have_value("Un message écrit avant son titre")
    summary.get_by_role("link").click()
    expect(page.locator("[name=title]")).to_be_focused()
