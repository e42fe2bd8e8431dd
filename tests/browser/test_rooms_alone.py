"""One person's room: cut off, reloaded, its past, its keyboard; and what is refused there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from forum.accounts.models import Person
from forum.chat import services
from forum.chat.models import Room
from tests.browser.chromium import NARROW
from tests.browser.conftest import Open
from tests.browser.rooms import MANY, NO_WEBSOCKETS, enter, fresh_room, open_acts, said, two_hours_apart, write
from tests.browser.test_every_page import AXE, RUN_AXE
from tests.chat.factories import say
from tests.factories import actor
from tests.services.serving import Server

pytestmark = pytest.mark.browser
FIRST_IN_VIEW = """() => {
  const { top } = document.querySelector("[data-log]").getBoundingClientRect();
  const messages = [...document.querySelectorAll("[data-part=body]")];
  return Number(messages.find((one) => one.getBoundingClientRect().top > top).textContent.match(/\\d+/)[0]);
}"""
"""The number of the message that one reads first."""


def slow(room: Room, people: Sequence[Person]) -> None:
    services.slow_room(actor(people[0]), room.id, 60)


def one_message(room: Room, people: Sequence[Person]) -> None:
    say(people[2], room, "Bonjour, qui vient jeudi ?")


def test_what_waits_survives_a_reload_and_is_said_once(open_as: Open, site: Server) -> None:
    room = fresh_room(site)
    reader = open_as("teacher")
    reader.context.add_init_script(NO_WEBSOCKETS)
    page, other = enter(reader, room), enter(open_as("colleague"), room)
    page.route("**/socket.io/**", lambda route: route.abort())
    reader.context.set_offline(True)
    expect(page.locator("[data-connection]")).to_contain_text("Hors connexion")
    for words in ("Écrit dans le train", "Et dans le tunnel"):
        write(page, words)
        expect(page.locator("[data-message]", has_text=words)).to_contain_text("En attente de connexion")

    reader.context.set_offline(False)
    page.reload()  # the line stays cut
    for words in ("Écrit dans le train", "Et dans le tunnel"):
        expect(page.locator("[data-message]", has_text=words)).to_contain_text("En attente de connexion")
    page.unroute("**/socket.io/**")
    page.reload()

    for window in (page, other):
        expect(said(window, "Et dans le tunnel")).to_have_count(1, timeout=15_000)
        assert window.locator("[data-message] .prose").all_inner_texts() == ["Écrit dans le train", "Et dans le tunnel"]
    page.reload()
    expect(page.locator("[data-message]")).to_have_count(2)


def test_the_past_comes_without_end_keeps_its_place_and_leads_back(open_as: Open, site: Server) -> None:
    page = enter(open_as("teacher"), fresh_room(site, two_hours_apart))
    messages = page.locator("[data-message]")
    shown = messages.count()
    assert shown < MANY

    while shown < MANY:
        page.locator("[data-log]").evaluate("pane => { pane.scrollTop = 0; }")
        read = page.evaluate(FIRST_IN_VIEW)
        expect(messages).not_to_have_count(shown)
        shown = messages.count()
        assert abs(page.evaluate(FIRST_IN_VIEW) - read) <= 1
    said_in_order = [int(words[8:-1]) for words in page.locator("[data-part=body]").all_inner_texts()]
    assert said_in_order == list(range(MANY))
    expect(page.locator("[data-older]")).to_be_hidden()

    page.get_by_role("button", name="Aller au présent").click()
    expect(said(page, f"Message {MANY - 1}.")).to_be_in_viewport()


def test_a_date_and_a_link_lead_to_their_messages_and_what_is_said_meanwhile_waits(open_as: Open, site: Server) -> None:
    room = fresh_room(site, two_hours_apart)
    page, other = enter(open_as("teacher"), room), enter(open_as("colleague"), room)
    day = datetime.now(UTC).date() - timedelta(days=9)

    page.fill("[name=on]", day.isoformat())
    page.get_by_role("button", name="Aller", exact=True).click()
    sought = page.locator(".sought")
    expect(sought).to_be_focused()
    # By the clock that moments are kept by, a day of Paris begins in the evening of the day before.
    expect(sought).to_have_attribute("data-said", re.compile(f"^({day - timedelta(days=1)}|{day})"))
    write(other, "Dit pendant qu’on lit le passé")
    expect(page.locator("[data-new-count]")).to_have_text("1")
    expect(said(page, "Dit pendant qu’on lit le passé")).to_have_count(0)
    page.get_by_role("button", name="Aller au présent").click()
    expect(said(page, "Dit pendant qu’on lit le passé")).to_be_in_viewport()

    link = said(page, f"Message {MANY - 10}.").locator("a[data-copy]").get_attribute("href")
    page.goto(link or "")
    expect(said(page, f"Message {MANY - 10}.")).to_be_focused()
    page.mouse.wheel(0, 20_000)
    expect(said(page, "Dit pendant qu’on lit le passé")).to_have_count(1)
    expect(page.locator("[data-newer]")).to_be_hidden()


def test_all_of_it_is_done_with_the_keyboard_alone(open_as: Open, site: Server) -> None:
    page = enter(open_as("teacher"), fresh_room(site, one_message))
    page.locator("main").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Écrire un message")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Moi.")
    page.keyboard.press("Enter")
    expect(said(page, "Moi.")).to_have_count(1)
    expect(page.locator("[data-say] textarea")).to_be_focused()

    question = said(page, "qui vient jeudi")
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Pareil chez nous").focus()
    page.keyboard.press("Enter")
    expect(question.get_by_role("button", name="Pareil chez nous 1", pressed=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(question.locator("summary")).to_be_focused()
    expect(question.get_by_role("button", name="Merci")).to_be_hidden()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-say] textarea")).to_be_focused()
    expect(page.locator("[data-answering]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-answering]")).to_be_hidden()
    assert faults(page) == []


def test_a_pause_and_a_silence_are_said_beside_the_text_which_is_kept(open_as: Open, site: Server) -> None:
    room = fresh_room(site, one_message)
    page, holder = enter(open_as("colleague"), room), enter(open_as("referent"), room)
    page.fill("[data-say] textarea", "J’allais dire")

    holder.goto(f"/rooms/{room}/settings")
    holder.get_by_role("button", name="Mettre en pause").click()
    expect(page.locator("[data-speech]")).to_contain_text("Ce salon est en pause")
    page.press("[data-say] textarea", "Enter")
    expect(page.locator("[data-say] textarea")).to_have_value("J’allais dire")
    assert page.locator("[data-message]").count() == 1
    assert faults(page) == []

    holder.goto(f"/rooms/{room}/settings")
    holder.get_by_role("button", name="Mettre fin à la pause").click()
    expect(page.locator("[data-speech]")).to_be_hidden()
    page.press("[data-say] textarea", "Enter")
    expect(said(page, "J’allais dire")).to_have_count(1)

    open_acts(said(holder, "qui vient jeudi"))
    holder.get_by_role("link", name="Suspendre sa parole").click()
    holder.get_by_label("Motif").fill("Le ton de ce matin.")
    holder.get_by_role("button", name="Suspendre sa parole").click()
    expect(page.locator("[data-speech]")).to_contain_text("Le ton de ce matin.")
    write(page, "Je me tais donc")
    expect(page.locator("[data-say] textarea")).to_have_value("Je me tais donc")
    assert faults(page) == []


def test_in_a_slow_room_one_reads_how_long_to_wait_and_keeps_ones_words(open_as: Open, site: Server) -> None:
    room = fresh_room(site, slow)
    page = enter(open_as("teacher"), room)
    write(page, "Une première chose")
    expect(page.locator("[data-speech]")).to_contain_text("Le salon est ralenti")
    expect(page.locator("[data-slow-left]")).to_have_text(re.compile(r"encore \d+ s"))

    write(page, "Une seconde")

    expect(page.locator("[data-say] textarea")).to_have_value("Une seconde")
    expect(page.locator("[data-message]")).to_have_count(1)


def test_a_draft_is_taken_up_in_another_browser_and_goes_with_its_message(open_as: Open, site: Server) -> None:
    room = fresh_room(site)
    page = enter(open_as("teacher"), room)
    page.fill("[data-say] textarea", "Commencé à la maison")
    expect(page.locator("[data-draft-state]")).to_contain_text("Brouillon enregistré")

    other = enter(open_as("teacher", viewport=NARROW), room)
    expect(other.locator("[data-say] textarea")).to_have_value("Commencé à la maison")
    other.press("[data-say] textarea", "Enter")
    expect(said(other, "Commencé à la maison")).to_have_count(1)

    other.reload()
    expect(other.locator("[data-say] textarea")).to_have_value("")


def test_without_scripts_one_answers_and_reacts(open_as: Open, site: Server) -> None:
    room = fresh_room(site, one_message)
    page = open_as("teacher", java_script_enabled=False).go(f"/rooms/{room}")
    open_acts(said(page, "qui vient jeudi"))
    page.get_by_role("button", name="Merci").click()
    expect(said(page, "qui vient jeudi").get_by_text("Merci 1")).to_be_visible()

    said(page, "qui vient jeudi").hover()
    said(page, "qui vient jeudi").get_by_role("link", name="Répondre").click()
    expect(page.locator("[data-answering]")).to_contain_text("Karim Belhadj Bonjour, qui vient jeudi ?")
    page.fill("[name=body]", "Moi, avec plaisir")
    page.get_by_role("button", name="Envoyer").click()

    expect(said(page, "Moi, avec plaisir")).to_contain_text("En réponse à Karim Belhadj")


def faults(page: Page) -> list[str]:
    """What axe finds on a page as it stands."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return list(page.evaluate(RUN_AXE))
