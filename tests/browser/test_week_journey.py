"""A week of a question: asked, answered before its writer's eyes, quoted, marked as what helped, and told by mail."""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import NARROW, WIDE, Reader
from tests.browser.conftest import Open
from tests.browser.letters import have_mail_leave, letters_to, text_of
from tests.services.serving import Server

pytestmark = pytest.mark.browser
SPACE = "/spaces/climat-scolaire"
ANSWER = "Nous l’accueillons à deux.\n\nLe moment reste court\u00a0: cinq minutes.\n\nUn mot aux parents suffit."
PASSAGE = "Le moment reste court\u00a0: cinq minutes."
REPLY = "merci, je n’aurais pas osé si court."
LISTEN = """news => {
  window.heard = [];
  new MutationObserver(() => window.heard.push(news.textContent)).observe(news, { childList: true });
}"""
"""Keeps what a live region says, which it soon forgets; and is itself forgotten where a page is loaded again."""


@pytest.mark.parametrize(("viewport", "follower"), [(WIDE, "referent"), (NARROW, "editor")], ids=["wide", "narrow"])
def test_a_question_is_answered_live_marked_as_answered_and_told_in_the_weekly_mail(
    open_as: Open, site: Server, viewport: dict[str, int], follower: str
) -> None:
    claire, karim, reader = (open_as(who, viewport=viewport) for who in ("teacher", "colleague", follower))
    title = f"Que dire le jour du retour, à {viewport['width']} points de large\u00a0?"
    address = ask(claire.page, title)
    follow(reader.page, address)

    answer(karim.page, title)
    see_the_answer_come(claire.page)
    quote_and_name(claire.page)
    be_rung_and_led_to_the_reply(karim.page, title)
    mark_what_helped(claire.page)
    see_that_it_helped(karim.page, title)

    have_mail_leave(site)
    letters = weeks_told(site, follower)
    letter = letters[-1]
    read_the_week(reader, letter, title)
    end_such_mails(letter)
    reply_once_more(claire.page)
    have_mail_leave(site)
    assert title in text_of(weeks_told(site, "colleague")[-1], "plain"), "who still takes it is not told"
    assert len(weeks_told(site, follower)) == len(letters)
    reader.page.goto("/notices")
    expect(reader.page.locator(".row").first).to_contain_text(f"Claire Morvan a répondu dans «\u00a0{title}\u00a0».")
    assert claire.said + karim.said + reader.said == []


def ask(page: Page, title: str) -> str:
    """Asks a question in a space; gives the address of its thread."""
    page.goto(SPACE)
    page.get_by_role("link", name="Ouvrir une discussion").click()
    page.get_by_role("textbox", name="Titre").fill(title)
    page.get_by_role("radio", name="Question").check()
    page.get_by_role("textbox", name="Votre message").fill("Il revient **lundi**. Qui l’attend, et où\u00a0?")
    page.get_by_role("button", name="Ouvrir la discussion").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".thread-head")).to_contain_text("Question")
    expect(page.locator("#post-1 strong")).to_have_text("lundi")
    page.locator("[data-live-news]").evaluate(LISTEN)
    return page.url


def follow(page: Page, address: str) -> None:
    """Follows a thread, and leaves it."""
    page.goto(address)
    page.get_by_label("Me prévenir").select_option("all")
    expect(page.locator("[data-watch-said]")).to_have_text("C’est noté.")
    page.goto("/about")


def row_of(page: Page, title: str) -> Locator:
    """The row of a thread in its space."""
    page.goto(SPACE)
    return page.locator(".row", has_text=title)


def answer(page: Page, title: str) -> None:
    """Finds a question in its space, answers it and goes elsewhere."""
    row = row_of(page, title)
    expect(row).to_contain_text("Question de Claire Morvan")
    row.get_by_role("link", name=title).click()
    page.get_by_role("textbox", name="Votre réponse").fill(ANSWER)
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.locator("#post-2 p", has_text=PASSAGE)).to_be_visible()
    page.goto("/practices")


def see_the_answer_come(page: Page) -> None:
    """Without the page being loaded again, the answer is there and was announced."""
    expect(page.locator("#post-2")).to_contain_text("Karim Belhadj")
    page.wait_for_function("window.heard.includes('Un nouveau message')")
    expect(page.locator(".facts")).to_contain_text("2 messages")
    expect(page.locator("#post-2 p", has_text=PASSAGE)).to_be_visible()


def quote_and_name(page: Page) -> None:
    """Chooses a passage of the answer, quotes it and names who wrote it, by the list of people."""
    page.locator("#post-2 p", has_text=PASSAGE).click(click_count=3)
    page.locator("[data-quote-selection]").click()
    area = page.get_by_role("textbox", name="Votre réponse")
    expect(area).to_be_focused()
    area.press_sequentially("@kar")
    expect(page.get_by_role("option", name="Karim Belhadj")).to_be_visible()
    area.press("Enter")
    expect(area).to_have_value(re.compile(r"\n\n@karim-belhadj $"))
    area.press_sequentially(REPLY)
    page.get_by_role("button", name="Répondre", exact=True).click()
    post = page.locator("#post-3")
    expect(post.locator("blockquote")).to_contain_text(PASSAGE)
    expect(post.locator("blockquote")).to_contain_text("Karim Belhadj")
    expect(post.get_by_role("link", name="@karim-belhadj")).to_be_visible()


def be_rung_and_led_to_the_reply(page: Page, title: str) -> None:
    """The bell rings by itself, the page of notices says why, and leads to what was written."""
    expect(page.locator(".bell .dot")).to_be_visible()
    expect(page.locator("[data-bell-said]")).to_have_text(re.compile(r"^\d+ avis non lus?$"))
    page.locator(".bell").click()
    row = page.locator(".row", has_text=f"Claire Morvan vous mentionne dans «\u00a0{title}\u00a0».")
    expect(row).to_contain_text("Parce qu’on vous mentionne")
    row.get_by_role("link", name="vous mentionne").first.click()
    expect(page).to_have_url(re.compile("#post-3$"))
    expect(page.locator("#post-3")).to_contain_text(REPLY)
    expect(page.locator("#post-3")).to_be_in_viewport()


def mark_what_helped(page: Page) -> None:
    """Says that the answer is what helped."""
    page.locator("#post-2").get_by_role("button", name="C’est ce qui m’a aidé").click()
    expect(page.locator("[data-flashes]")).to_contain_text("Cette réponse est marquée\u00a0: elle a aidé.")
    mark = page.locator("#post-2").get_by_role("button", name="C’est ce qui m’a aidé")
    expect(mark).to_have_attribute("aria-pressed", "true")


def see_that_it_helped(page: Page, title: str) -> None:
    """The mark comes by itself on the page of the thread; then a notice tells of it, and the lists show it."""
    expect(page.locator("#post-2 .who")).to_contain_text("A aidé")
    page.goto("/notices")
    expect(page.locator("main")).to_contain_text(
        f"Claire Morvan dit que votre réponse a aidé dans «\u00a0{title}\u00a0»."
    )
    expect(row_of(page, title)).to_contain_text("Une réponse a aidé")


def weeks_told(site: Server, account: str) -> list[EmailMessage]:
    """The mails of the week that somebody got."""
    return [letter for letter in letters_to(site, account) if letter["Subject"] == "Votre semaine sur Médiane"]


def read_the_week(reader: Reader, letter: EmailMessage, title: str) -> None:
    """Reads the mail of the week both ways, and follows it to the thread."""
    line = f"{title} (2 nouveautés)"
    plain = text_of(letter, "plain")
    assert "Voici votre semaine." in plain
    assert re.search(rf"Ce que vous suivez\n\n?- {re.escape(line)}\n  {reader.address}/posts/\d+\n", plain), plain
    assert "Vous recevez ce récapitulatif chaque semaine, comme le disent vos réglages." in plain

    reader.page.goto("about:blank")
    reader.page.set_content(text_of(letter, "html"))
    expect(reader.page.locator("body")).to_contain_text("Voici votre semaine.")
    expect(reader.page.get_by_role("link", name="Ne plus recevoir le récapitulatif")).to_be_visible()
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.page.get_by_role("link", name=line).click()
    expect(reader.page.locator("h1")).to_have_text(title)
    expect(reader.page).to_have_url(re.compile("#post-3$"))
    expect(reader.page.locator("#post-3")).to_contain_text(REPLY)
    reader.page.goto("/about")


def end_such_mails(letter: EmailMessage) -> None:
    """Presses the button by which a program of mail ends them: one request, with no session (RFC 8058)."""
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.findall(r"<(http[^>]+)>", letter["List-Unsubscribe"])
    with urlopen(Request(address, b"List-Unsubscribe=One-Click"), timeout=10) as answered:
        assert answered.status == 200


def reply_once_more(page: Page) -> None:
    page.get_by_role("textbox", name="Votre réponse").fill("Lundi soir, je vous raconte.")
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.locator("#post-4")).to_contain_text("je vous raconte")
