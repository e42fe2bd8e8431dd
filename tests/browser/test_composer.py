"""What scripts add to the place where one writes: tools, preview, pickers, files, quotations."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Open
from tests.browser.threads import composer_at, fresh_thread
from tests.services.serving import Server

pytestmark = pytest.mark.browser
DROP = """async (area, name) => {
  const drawing = new OffscreenCanvas(8, 8);
  drawing.getContext("2d").fillRect(0, 0, 8, 8);
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([await drawing.convertToBlob()], name, { type: "image/png" }));
  area.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
PASTE = """(area, name) => {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File(["MZ"], name, { type: "application/octet-stream" }));
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def choose_words(page: Page, post: int) -> None:
    """Chooses the words of a post as a reader does, by three clicks."""
    page.locator(f"#post-{post} [data-quoted] p").first.click(click_count=3)


def test_the_toolbar_is_one_stop_and_the_arrows_go_through_it(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    bold = page.get_by_role("button", name="Gras")
    bold.focus()

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italique")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Joindre")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(bold).to_be_focused()
    page.keyboard.press("Tab")
    expect(area).to_be_focused()


def test_keys_mark_what_is_chosen_and_once_more_unmark_it(open_as: Open, site: Server) -> None:
    _, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("important")
    area.select_text()

    area.press("Control+b")
    expect(area).to_have_value("**important**")
    area.press("Control+i")
    expect(area).to_have_value("***important***")
    area.press("Control+b")
    expect(area).to_have_value("*important*")
    area.press("Control+z")
    expect(area).to_have_value("***important***")


def test_enter_goes_on_with_a_list_and_ends_it_on_an_empty_line(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("un\ndeux")
    area.select_text()
    page.get_by_role("button", name="Liste numérotée").click()
    expect(area).to_have_value("1. un\n2. deux")

    area.press("Control+End")
    area.press("Enter")
    area.press_sequentially("trois")
    area.press("Enter")
    area.press("Enter")
    area.press_sequentially("Voilà")

    expect(area).to_have_value("1. un\n2. deux\n3. trois\nVoilà")


def test_the_preview_never_goes_back_to_an_older_text(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    shown = page.locator("[data-preview-text]")
    late: list[Route] = []
    page.route("**/preview", lambda route: route.continue_() if late else late.append(route))
    area.fill("Le premier texte")
    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("[data-preview-pane]")).to_be_visible()

    area.fill("Le **second** texte")
    expect(shown.locator("strong")).to_have_text("second")
    late[0].fulfill(body="<p>Le premier texte</p>", content_type="text/html")

    expect(shown).to_have_text("Le second texte")


def test_the_preview_stands_beside_on_a_wide_screen_below_on_a_phone_and_is_remembered(
    open_as: Open, site: Server
) -> None:
    reader, address = open_as("teacher"), fresh_thread(site)
    page, area = composer_at(reader, address)
    area.fill("Un texte")
    page.get_by_role("button", name="Aperçu").click()
    pane = page.locator("[data-preview-pane]")
    expect(pane).to_contain_text("Un texte")
    assert area.evaluate("(field) => field.getBoundingClientRect().right") <= pane.evaluate(
        "(pane) => pane.getBoundingClientRect().left + 1"
    )

    page.set_viewport_size({"width": 390, "height": 844})
    assert area.evaluate("(field) => field.getBoundingClientRect().bottom") <= pane.evaluate(
        "(pane) => pane.getBoundingClientRect().top + 1"
    )
    composer_at(reader, address)
    expect(pane).to_be_visible()
    page.get_by_role("button", name="Aperçu").click()
    expect(pane).to_be_hidden()


def test_the_first_letters_after_an_at_sign_offer_people(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    choices = page.get_by_role("listbox", name="Personnes à mentionner")
    area.press_sequentially("Merci @mar")
    expect(choices.get_by_role("option", name="Marchand")).to_be_visible()
    pointed = area.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{pointed}")).to_have_attribute("aria-selected", "true")

    area.press("Escape")
    expect(choices).to_be_hidden()
    area.press_sequentially("c")
    expect(choices).to_be_visible()
    area.press("ArrowDown")
    area.press("Enter")

    expect(area).to_have_value("Merci @isabelle-marchand ")
    expect(choices).to_be_hidden()


def test_an_address_of_mail_names_nobody(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/mentions" in request.url else None)

    area.press_sequentially("contact@marchand.example et @i")

    expect(page.get_by_role("option", name="Marchand")).to_be_visible()
    assert all("q=i&" in url for url in asked)


def test_keywords_become_chips_and_are_sent_parted_by_commas(open_as: Open) -> None:
    page, area = composer_at(open_as("colleague"), "/spaces/climat-scolaire/new")
    entry = page.get_by_role("combobox", name="Mots-clés")
    entry.press_sequentially("fami")
    expect(page.get_by_role("option", name="familles")).to_be_visible()
    entry.press("ArrowDown")
    entry.press("Enter")
    entry.press_sequentially("retour, trop")
    entry.press("Enter")
    expect(page.locator("[name=tags]")).to_have_value("familles, retour, trop")
    page.get_by_role("button", name="Retirer trop").click()
    expect(entry).to_be_focused()

    page.get_by_role("textbox", name="Titre").fill("Une discussion rangée")
    area.fill("Elle a deux mots-clés.")
    page.get_by_role("button", name="Ouvrir la discussion").click()

    expect(page.locator("main .tag")).to_have_text(["familles", "retour"])


def test_what_was_said_before_shows_while_the_title_is_typed(open_as: Open) -> None:
    page, _ = composer_at(open_as("editor"), "/spaces/climat-scolaire/new")
    similar = page.locator("[data-similar]")
    expect(similar).to_be_hidden()

    page.get_by_role("textbox", name="Titre").press_sequentially("Le retour d’exclusion")

    expect(similar.get_by_role("link", name="Le retour d’exclusion")).to_be_visible()
    expect(similar.get_by_role("status")).to_contain_text("proposées sous le titre")


def test_a_dropped_picture_takes_its_place_in_the_text(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("Voici :")
    held: list[Route] = []
    page.route("**/files", lambda route: held.append(route))
    area.evaluate(DROP, "cour.png")
    expect(page.get_by_role("progressbar", name="Envoi de cour.png")).to_be_visible()
    expect(area).to_have_value("Voici :\n![Envoi de cour.png 1]()\n")
    area.press_sequentially("Et la suite")

    held[0].continue_()

    expect(area).to_have_value("Voici :\n![cour](/files/1/cour.png)\nEt la suite")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.locator("article.post").last.locator("img[alt=cour]")).to_be_visible()


def test_a_pasted_file_that_is_not_taken_says_why_and_leaves_the_text_alone(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("Un mot")

    area.evaluate(PASTE, "outil.exe")

    expect(page.locator("[data-uploads]")).to_contain_text("« outil.exe » n’est pas d’un type accepté")
    expect(area).to_have_value("Un mot\n")
    page.locator("[data-uploads]").get_by_role("button", name="Fermer").click()
    expect(page.locator("[data-uploads] li")).to_have_count(0)


def test_an_upload_can_be_stopped(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    page.route("**/files", lambda route: None)
    page.set_input_files("[data-files]", {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})

    page.get_by_role("button", name="Annuler l’envoi de plan.pdf").click()

    expect(page.locator("[data-uploads] li")).to_have_count(0)
    expect(area).to_have_value("")


def test_chosen_words_of_several_posts_are_quoted_one_after_the_other(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site, ["Qui a essayé ?", "Nous, en juin."]))
    author = page.locator("#post-1 [data-quoted]").get_attribute("data-author")
    numbers = [page.locator(f"#post-{post} [data-quoted]").get_attribute("data-quoted") for post in (1, 2)]
    for post in (1, 2):
        choose_words(page, post)
        page.locator("[data-quote-selection]").click()
        expect(area).to_be_focused()
        expect(area).to_be_in_viewport()

    expect(area).to_have_value(
        f"> [{author}](/posts/{numbers[0]})\u00a0:\n> Qui a essayé ?\n\n"
        f"> [{author}](/posts/{numbers[1]})\u00a0:\n> Nous, en juin.\n\n"
    )


def test_the_tab_key_leads_from_chosen_words_to_quoting_them(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    choose_words(page, 1)
    button = page.locator("[data-quote-selection]")
    expect(button).to_be_visible()

    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")

    expect(area).to_be_focused()
    assert "> Qui a essayé ?" in area.input_value()


def test_a_whole_post_is_quoted_where_the_caret_stands(open_as: Open, site: Server) -> None:
    page, area = composer_at(open_as("teacher"), fresh_thread(site))
    area.fill("Avant\n\nAprès")
    area.evaluate("(field) => field.setSelectionRange(7, 7)")

    page.locator("#post-1").get_by_role("link", name="Citer").click()

    expect(area).to_be_focused()
    expect(area).to_have_value(
        f"Avant\n\n> [{page.locator('#post-1 [data-quoted]').get_attribute('data-author')}]"
        f"(/posts/{page.locator('#post-1 [data-quoted]').get_attribute('data-quoted')})\u00a0:\n"
        "> Qui a essayé ?\n\nAprès"
    )
    area.press("Escape")
    expect(page.get_by_role("button", name="Replier")).to_be_hidden()


def test_one_is_told_that_somebody_replied_while_one_was_writing(open_as: Open, site: Server) -> None:
    address = fresh_thread(site)
    page, area = composer_at(open_as("teacher"), address)
    area.fill("Je réfléchis encore")
    other, field = composer_at(open_as("colleague"), address)
    field.fill("Moi, j’ai déjà répondu")
    other.get_by_role("button", name="Répondre", exact=True).click()

    news = page.locator("[data-news]")
    expect(news).to_contain_text("Quelqu’un a répondu pendant que vous écriviez.")
    expect(area).to_have_value("Je réfléchis encore")
    news.get_by_role("link", name="Lire").click()

    expect(page.locator("article.post", has_text="Moi, j’ai déjà répondu")).to_be_in_viewport()
    expect(news).to_be_empty()


def test_the_composer_fits_the_smallest_phone(open_as: Open, site: Server) -> None:
    page, area = composer_at(
        open_as("teacher", viewport={"width": 320, "height": 640}, has_touch=True), fresh_thread(site)
    )
    page.get_by_role("button", name="Joindre").focus()

    expect(page.get_by_role("button", name="Joindre")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    area.fill("\n".join(["une ligne"] * 12))
    assert area.evaluate("(field) => field.scrollHeight - field.clientHeight") <= 2
