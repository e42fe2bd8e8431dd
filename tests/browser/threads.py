"""Threads of one test alone, in the demonstration that a whole module shares: no draft or reply of another is there."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from forum.accounts.models import Person
from forum.discussions.models import Space
from forum.discussions.services import open_thread, reply
from forum.discussions.services.describe_space import describe_space
from forum.extensions import db
from tests.browser.chromium import Reader
from tests.factories import actor
from tests.services.serving import Server

WRITER = "mediator"
"""Who wrote the posts of these threads."""


def fresh_thread(site: Server, posts: Sequence[str] = ("Qui a essayé ?",)) -> str:
    """The address of a new public thread that holds some posts."""
    with site.app().app_context():
        writer = db.session.scalars(select(Person).where(Person.email == f"{WRITER}@demo.example")).one()
        space = db.session.scalars(select(Space).where(Space.slug == "climat-scolaire")).one()
        thread = open_thread(actor(writer), space.id, "Un essai à raconter", posts[0])
        for body in posts[1:]:
            reply(actor(writer), thread.id, body)
        address = f"/threads/{thread.id}-{thread.slug}"
        db.session.remove()
        db.engine.dispose()
    return address


def suggest_tags(site: Server, *tags: str) -> str:
    """Has the space of these threads suggest keywords; gives the address where a thread is opened in it."""
    with site.app().app_context():
        writer = db.session.scalars(select(Person).where(Person.email == f"{WRITER}@demo.example")).one()
        space = db.session.scalars(select(Space).where(Space.slug == "climat-scolaire")).one()
        describe_space(actor(writer), space.id, space.about, tags)
        db.session.remove()
        db.engine.dispose()
    return "/spaces/climat-scolaire/new"


def composer_at(reader: Reader, address: str) -> tuple[Page, Locator]:
    """Opens a page and finds where one writes, once scripts have taken it up."""
    page = reader.go(address)
    expect(page.locator("[data-tools]").first).to_be_visible()
    return page, page.locator("textarea[name=body]").first
