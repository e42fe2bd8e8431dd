"""Writing in a real browser: nothing typed is lost, nothing is sent twice."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chromium import Reader
from tests.browser.conftest import Open
from tests.browser.threads import composer_at, fresh_thread, suggest_tags
from tests.services.serving import Server

pytestmark = pytest.mark.browser
SAVED = re.compile(r"Brouillon enregistré à \d\d:\d\d")
AWAY = "Brouillon gardé sur cet appareil"


def send(page: Page) -> None:
    page.get_by_role("button", name="Répondre", exact=True).click()


def draft_says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-draft-state]").first).to_have_text(words)


def test_what_was_typed_is_found_again_in_another_browser(open_as: Open, site: Server) -> None:
    address = fresh_thread(site)
    page, area = composer_at(open_as("teacher"), address)
    area.fill("Une phrase commencée entre deux cours")
    draft_says(page, SAVED)

    _, elsewhere = composer_at(open_as("teacher"), address)

    expect(elsewhere).to_have_value("Une phrase commencée entre deux cours")


def test_a_page_that_is_left_in_haste_keeps_the_last_words(open_as: Open, site: Server) -> None:
    reader, address = open_as("teacher"), fresh_thread(site)
    _, area = composer_at(reader, address)
    area.fill("Les derniers mots")

    reader.go("/practices")
    _, area = composer_at(reader, address)

    expect(area).to_have_value("Les derniers mots")


def test_what_is_typed_while_the_network_is_away_stays_on_the_device(open_as: Open, site: Server) -> None:
    reader, address = open_as("teacher"), fresh_thread(site)
    page, area = composer_at(reader, address)
    page.route("**/drafts", lambda route: route.abort())
    area.fill("Écrit dans le train")
    draft_says(page, AWAY)
    page.unroute("**/drafts")

    page.reload()

    expect(area).to_have_value("Écrit dans le train")
    draft_says(page, SAVED)


def test_another_window_asks_which_draft_to_keep(open_as: Open, site: Server) -> None:
    reader, address = open_as("teacher"), fresh_thread(site)
    page, area = composer_at(reader, address)
    area.fill("Le texte d’ici")
    draft_says(page, SAVED)
    twin = Reader.__new__(Reader)
    twin.page = reader.context.new_page()
    there, field = composer_at(twin, f"{reader.address}{address}")
    field.fill("Le texte de là-bas")
    draft_says(there, SAVED)

    area.fill("Le texte d’ici, continué")
    question = page.get_by_role("alert").filter(has_text="Une autre fenêtre")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Celui de l’autre fenêtre").click()
    expect(area).to_have_value("Le texte de là-bas")
    expect(question).to_be_hidden()

    area.fill("Le texte d’ici, à nouveau")
    draft_says(page, SAVED)
    field.fill("Celui de là-bas, à nouveau")
    there.get_by_role("button", name="Le texte affiché ici").click()
    draft_says(there, SAVED)
    page.reload()
    expect(area).to_have_value("Celui de là-bas, à nouveau")


def test_every_box_that_was_ticked_is_found_again_and_none_that_was_emptied(open_as: Open, site: Server) -> None:
    reader, address = open_as("colleague"), suggest_tags(site, "climat", "familles", "retour")
    page, area = composer_at(reader, address)
    boxes = page.locator("[name=suggested]")
    assert boxes.count() == 3
    area.fill("Deux mots-clés conviennent")
    for number in range(boxes.count()):
        boxes.nth(number).check()
    boxes.nth(1).uncheck()
    draft_says(page, SAVED)

    page.reload()
    assert [box.is_checked() for box in boxes.all()] == [number != 1 for number in range(boxes.count())]

    twin = Reader.__new__(Reader)
    twin.page = reader.context.new_page()
    there, _ = composer_at(twin, f"{reader.address}{address}")
    for box in there.locator("[name=suggested]").all():
        box.uncheck()
    draft_says(there, SAVED)
    area.fill("Aucun ne convient")
    page.get_by_role("button", name="Celui de l’autre fenêtre").click()
    expect(page.locator("[name=suggested]:checked")).to_have_count(0)


def test_a_draft_is_thrown_away_and_taken_back(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("Trop vif, peut-être")
    draft_says(page, SAVED)

    page.get_by_role("button", name="Jeter le brouillon").click()
    expect(area).to_have_value("")
    undo = page.get_by_role("button", name="Le reprendre")
    expect(undo).to_be_focused()
    undo.click()
    expect(area).to_have_value("Trop vif, peut-être")
    draft_says(page, SAVED)

    with page.expect_response("**/drafts/discard"):
        page.get_by_role("button", name="Jeter le brouillon").click()
    page.reload()
    expect(area).to_have_value("")


def test_a_draft_goes_with_what_was_sent(open_as: Open, site: Server) -> None:
    reader, address = open_as("colleague"), fresh_thread(site)
    page, area = composer_at(reader, address)
    area.fill("Envoyé, et donc plus un brouillon")
    draft_says(page, SAVED)
    send(page)
    expect(page.locator("article.post").last).to_contain_text("Envoyé, et donc plus un brouillon")

    composer_at(reader, address)

    expect(area).to_have_value("")


def test_pressing_twice_sends_once(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("referent"), fresh_thread(site))
    area.fill("Une seule fois, même en insistant")

    page.get_by_role("button", name="Répondre", exact=True).dblclick()

    expect(page.locator("article.post", has_text="même en insistant")).to_have_count(1)
    page.reload()
    expect(page.locator("article.post", has_text="même en insistant")).to_have_count(1)


def test_ctrl_enter_sends(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("mediator"), fresh_thread(site))
    area.fill("Envoyé sans quitter le clavier")

    area.press("Control+Enter")

    expect(page.locator("article.post").last).to_contain_text("Envoyé sans quitter le clavier")


def test_the_back_button_leads_back_and_the_form_still_sends(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("editor"), fresh_thread(site))
    area.fill("Premier envoi du comité de lecture")
    send(page)
    expect(page.locator("article.post").last).to_contain_text("Premier envoi")

    page.go_back()
    expect(area).to_have_value("")
    area.fill("Second envoi, après être revenue en arrière")
    send(page)

    expect(page.locator("article.post", has_text="revenue en arrière")).to_have_count(1)
    expect(page.locator("article.post", has_text="Premier envoi")).to_have_count(1)


def test_a_message_waits_for_the_connection_and_goes_once_it_is_back(open_as: Open, site: Server) -> None:
    reader = open_as("teacher")
    page, area = composer_at(reader, fresh_thread(site))
    area.fill("Écrit sous le préau, sans réseau")
    reader.context.set_offline(True)
    send(page)
    expect(page.locator("[data-send-state]").first).to_have_text("En attente de connexion, votre message est gardé.")
    expect(area).to_have_value("Écrit sous le préau, sans réseau")

    reader.context.set_offline(False)

    expect(page.locator("article.post", has_text="sous le préau")).to_have_count(1)
    assert page.url.endswith("#post-2")


def test_a_message_whose_answer_was_lost_is_there_once(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    tries: list[int] = []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(1)
        if len(tries) > 1:
            route.continue_()
            return
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/reply", lose_the_first_answer)
    area.fill("La réponse s’est perdue en route")
    send(page)

    expect(page).to_have_url(re.compile("#post-2$"))
    expect(page.locator("article.post", has_text="perdue en route")).to_have_count(1)
    assert len(tries) == 2


def test_a_message_that_was_waiting_when_the_page_was_closed_goes_once(open_as: Open, site: Server) -> None:
    reader, address = open_as("teacher"), fresh_thread(site)
    page, area = composer_at(reader, address)

    def lose_every_answer(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort()

    page.route("**/reply", lose_every_answer)
    area.fill("Fermé avant la réponse")
    send(page)
    expect(page.locator("[data-send-state]").first).to_contain_text("En attente de connexion")
    page.unroute("**/reply")

    composer_at(reader, address)
    expect(area).to_have_value("Fermé avant la réponse")
    send(page)

    expect(page).to_have_url(re.compile("#post-2$"))
    expect(page.locator("article.post", has_text="Fermé avant la réponse")).to_have_count(1)


def test_one_can_stop_waiting_and_write_on(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    page.route("**/reply", lambda route: route.abort())
    area.fill("Un mot")
    send(page)
    page.get_by_role("button", name="Ne plus attendre").click()
    page.unroute("**/reply")
    expect(area).to_be_editable()

    area.fill("Un mot, et un autre")
    send(page)

    expect(page.locator("article.post").last).to_contain_text("Un mot, et un autre")


def test_a_session_that_ended_keeps_the_text(open_as: Open, site: Server) -> None:
    reader = open_as("teacher")
    page, area = composer_at(reader, fresh_thread(site))
    area.fill("Écrit après la fin de la session")
    reader.context.clear_cookies()

    send(page)

    expect(page.locator("[data-send-state]").first).to_contain_text("Votre texte est gardé.")
    expect(area).to_have_value("Écrit après la fin de la session")


def test_the_preview_shows_what_will_be_read_and_nothing_that_runs(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("editor2"), fresh_thread(site))
    page.get_by_role("button", name="Aperçu").click()
    area.fill("<script>alert(1)</script> [ici](javascript:alert(1))")

    expect(page.locator("[data-preview-text]")).to_contain_text("<script>alert(1)</script>")
    assert page.locator("[data-preview-text] script, [data-preview-text] a[href^=javascript]").count() == 0


def test_a_refused_form_keeps_what_was_typed_and_leads_to_the_error(open_as: Open) -> None:
    page, area = composer_at(open_as("teacher"), "/spaces/climat-scolaire/new")
    area.fill("Un message écrit avant son titre")

    page.get_by_role("button", name="Ouvrir la discussion").click()

    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Donnez un titre à la discussion.")
    expect(area).to_have_value("Un message écrit avant son titre")
    summary.get_by_role("link").click()
    expect(page.locator("[name=title]")).to_be_focused()
    page.fill("[name=title]", "Son titre, écrit après")
    page.get_by_role("button", name="Ouvrir la discussion").click()
    expect(page.locator("h1")).to_have_text("Son titre, écrit après")


def test_a_refused_form_is_the_same_place_with_its_draft(open_as: Open) -> None:
    page, area = composer_at(open_as("referent"), "/spaces/climat-scolaire/new")
    area.fill("Un brouillon d’avant le refus")
    draft_says(page, SAVED)
    page.get_by_role("button", name="Ouvrir la discussion").click()
    expect(page.locator(".error-summary")).to_be_focused()

    area.fill("Un brouillon d’après le refus")
    draft_says(page, SAVED)

    page.reload()
    expect(area).to_have_value("Un brouillon d’après le refus")
