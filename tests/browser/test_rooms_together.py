"""Two people in a room, each in a browser: over a WebSocket, and over polling where none can be opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.rooms import LOCKS_AFTER_THE_ROOM, NO_WEBSOCKETS, enter, fresh_room, open_acts, said, write
from tests.services.serving import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """The path of a small picture."""
    Image.new("RGB", (320, 200), (60, 120, 110)).save(tmp_path / "tableau.png")
    return str(tmp_path / "tableau.png")


@pytest.mark.parametrize("by", ["websocket", "polling"])
def test_two_people_speak_answer_and_react_and_see_who_is_writing(open_as: Open, site: Server, by: str) -> None:
    room = fresh_room(site)
    readers = open_as("teacher"), open_as("colleague")
    if by == "polling":
        for reader in readers:
            reader.context.add_init_script(NO_WEBSOCKETS)
    one, other = (enter(reader, room) for reader in readers)

    one.locator("[data-say] textarea").press_sequentially("Qui a la grille")
    expect(other.locator("[data-typing]")).to_have_text("Claire Morvan écrit…")
    write(one, "Qui a la grille ?")
    expect(said(other, "Qui a la grille")).to_have_count(1)
    expect(other.locator("[data-typing]")).to_have_text("")

    question = said(other, "Qui a la grille")
    question.hover()
    question.get_by_role("link", name="Répondre").click()
    expect(other.locator("[data-answering]")).to_contain_text("Claire Morvan Qui a la grille ?")
    other.keyboard.type("Je l’apporte demain.")
    other.keyboard.press("Enter")
    answer = said(one, "Je l’apporte demain.")
    expect(answer.locator("[data-part=reply]")).to_contain_text("En réponse à Claire Morvan Qui a la grille ?")
    expect(other.locator("[data-answering]")).to_be_hidden()

    open_acts(answer)
    answer.get_by_role("button", name="Merci").click()
    expect(said(other, "Je l’apporte demain.").get_by_text("Merci 1")).to_be_visible()
    answer.get_by_role("button", name="Merci 1", pressed=True).click()
    expect(said(other, "Je l’apporte demain.").get_by_text("Merci")).to_be_hidden()

    answer.locator("[data-part=reply]").click()
    expect(said(one, "Qui a la grille ?")).to_be_focused()
    assert {transport(one), transport(other)} == {by}


def transport(page: Page) -> str:
    """What a page's connection goes through."""
    polls = "performance.getEntriesByType('resource').some(({ name }) => name.includes('transport=polling'))"
    return "polling" if page.evaluate(polls) else "websocket"


@pytest.mark.parametrize("slowed", ["", LOCKS_AFTER_THE_ROOM], ids=["as it comes", "connected first"])
def test_the_header_and_the_list_count_what_is_new_while_one_is_elsewhere(
    open_as: Open, site: Server, slowed: str
) -> None:
    room, elsewhere = fresh_room(site), fresh_room(site)
    speaker = enter(open_as("colleague"), room)
    reader = open_as("teacher")
    reader.context.add_init_script(slowed)
    page = reader.go(f"/rooms/{elsewhere}")
    figure = page.locator(f"[data-count-of='{room}'] .count")
    total = page.locator(".top [data-rooms-count]")
    expect(page.locator("[data-connection]")).to_have_text("Connecté")

    write(speaker, "Une nouvelle.")
    expect(figure).to_have_text("1 message non lu")
    write(speaker, "Une autre.")
    expect(figure).to_have_text("2 messages non lus")
    expect(total).to_contain_text("non lus")

    other_tab = reader.context.new_page()
    other_tab.goto(f"/rooms/{room}#present")
    expect(figure).to_have_count(0)


def test_a_picture_and_a_name_are_put_in_and_arrive(open_as: Open, site: Server, picture: str) -> None:
    room = fresh_room(site)
    one, other = enter(open_as("teacher"), room), enter(open_as("colleague"), room)

    one.set_input_files("input[data-files]", picture)
    expect(one.locator("[data-say] textarea")).to_have_value(re.compile(r"^!\[tableau\]\(/files/"))
    one.locator("[data-say] textarea").press_sequentially("Le tableau, @karim")
    expect(one.get_by_role("option", name="Karim Belhadj")).to_be_visible()
    one.keyboard.press("Enter")
    one.keyboard.press("Enter")

    arrived = said(other, "Le tableau, @karim-belhadj")
    expect(arrived.locator("img[alt=tableau]")).to_be_visible()
    assert arrived.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
