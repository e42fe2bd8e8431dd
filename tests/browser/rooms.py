"""Rooms for browsers to open: shared ones, of the people of the demonstration, so that no test is in another's way."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.core.transactions import transaction
from forum.extensions import db
from tests.browser.chromium import Reader
from tests.chat.factories import make_shared_room, say
from tests.services.serving import Server

MANY = 160
HOLDER, MEMBERS = "referent", ("teacher", "colleague")
NO_WEBSOCKETS = """
const Real = WebSocket;
globalThis.WebSocket = class extends Real {
  constructor(address) {
    super(address.replace("/socket.io/", "/nothing-here/"));
  }
};
"""
"""As behind a proxy that lets none through."""
LOCKS_AFTER_THE_ROOM = """
const soon = navigator.locks.request.bind(navigator.locks);
navigator.locks.request = async (...asked) => {
  const connected = () => document.querySelector("[data-connection]")?.textContent.includes("Connecté");
  while (!connected()) await new Promise(requestAnimationFrame);
  return soon(...asked);
};
"""
"""As on a slow machine: the connection is open before the tab that listens for all others is found."""


def fresh_room(site: Server, fill: Callable[[Room, Sequence[Person]], object] = lambda room, people: None) -> int:
    """A new room that the referent holds, with the teacher and the colleague in it.

    Args:
        fill: is given the room and its people, holder first, and says something there.
    """
    with site.app().app_context():
        people = [
            db.session.scalars(select(Person).where(Person.email == f"{name}@demo.example")).one()
            for name in (HOLDER, *MEMBERS)
        ]
        room = make_shared_room(*people, name=f"Salon {uuid.uuid4().hex[:8]}")
        fill(room, people)
        found = room.id
        db.session.remove()
        db.engine.dispose()
    return found


def two_hours_apart(room: Room, people: Sequence[Person], count: int = MANY) -> None:
    """Says many things, the last of them now and each two hours after the one before."""
    for number in range(count):
        say(people[1 + number % 2], room, f"Message {number}.")
    with transaction():
        said = list(db.session.scalars(select(Message).where(Message.room_id == room.id).order_by(Message.seq.desc())))
        for back, message in enumerate(said):
            message.said_at -= timedelta(hours=2 * back)


def enter(reader: Reader, room_id: int) -> Page:
    """Opens a room, until it is connected."""
    page = reader.go(f"/rooms/{room_id}#present")
    expect(page.locator("[data-connection]")).to_have_text("Connecté")
    return page


def write(page: Page, words: str) -> None:
    """Types something and sends it with Enter."""
    page.fill("[data-say] textarea", words)
    page.press("[data-say] textarea", "Enter")


def said(page: Page, words: str) -> Locator:
    """A message that stands, by its words."""
    return page.locator("[data-message]:not(.sending):not(.failed)").filter(
        has=page.locator("[data-part=body]", has_text=words)
    )


def open_acts(message: Locator) -> None:
    """Opens what can be done with a message."""
    message.hover()
    message.locator("[data-acts] summary").click()
