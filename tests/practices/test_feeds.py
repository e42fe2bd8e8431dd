"""What programs follow: the feed of the library, the map of the site, what robots are told."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from flask import Flask
from lxml import etree
from sqlalchemy import update

from forum.accounts.models import Person
from forum.core import audience
from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.discussions.models import Thread
from forum.extensions import db
from forum.practices.models import Sheet
from forum.practices.queries import opendata
from forum.practices.services import archive_sheet, save_sheet
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor
from tests.practices.factories import EVERY_FIELD, make_draft, make_sheet, make_small_sheet
from tests.practices.handed_out import ask, read, xml

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "http://127.0.0.1:5000"
FEED = "/feeds/practices.atom"


def test_a_reader_of_feeds_reads_the_library(sheet: Sheet) -> None:
    answered = ask(FEED)
    told = feedparser.parse(answered.data)

    assert answered.content_type == "application/atom+xml; charset=utf-8"
    assert (told.bozo, told.version) == (False, "atom10")
    assert told.feed.title == "Médiane : bibliothèque de pratiques"
    (entry,) = told.entries
    assert entry.title == EVERY_FIELD["title"]
    assert entry.id == f"{SITE}/practices/{sheet.id}"
    assert entry.link == f"{SITE}/practices/{sheet.id}-{sheet.slug}"
    assert entry.summary == "Des lycéens aident des collégiens, deux soirs par semaine."
    assert [author.name for author in entry.authors] == ["Gwenola Riou", "Paul Mahé"]
    assert "Éducation" in [tag.label for tag in entry.tags]
    assert entry.rights == "CC BY 4.0"


def test_the_feed_is_what_atom_asks_of_one(editor: Person) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    make_sheet(editor)
    make_small_sheet(editor, "Ni résumé ni auteur <&>")
    feed = xml(FEED)

    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for needed in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{needed}")) == 1
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo is not None
        assert element.findtext(f"{ATOM}id").startswith("http")
        alternates = [link for link in element.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        assert len(alternates) == 1
    assert feed.find(f"{ATOM}author") is not None, "for entries that name nobody"
    assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [f"{SITE}{FEED}"]
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 2


def test_what_changed_last_comes_first(editor: Person) -> None:
    for number in range(3):
        make_small_sheet(editor, f"Fiche {number}")
    with transaction():
        db.session.execute(
            update(Sheet).where(Sheet.title == "Fiche 0").values(listed_at=datetime(2030, 1, 1, tzinfo=UTC))
        )
        touch("library")

    told = feedparser.parse(read(FEED))

    assert [entry.title for entry in told.entries] == ["Fiche 0", "Fiche 2", "Fiche 1"]
    assert told.feed.updated == told.entries[0].updated == "2030-01-01T00:00:00+00:00"


def test_the_feed_keeps_its_length_and_its_statements(editor: Person, statements: list[str]) -> None:
    for number in range(52):
        make_small_sheet(editor, f"Fiche {number}")
    statements.clear()

    assert len(feedparser.parse(read(FEED)).entries) == 50
    assert len(statements) <= 4


def test_an_empty_library_has_a_feed(app: Flask) -> None:
    told = feedparser.parse(read(FEED))

    assert (told.bozo, told.entries, told.feed.updated) == (False, [], "2020-01-01T00:00:00+00:00")


def test_the_feed_is_sent_again_when_the_library_changes_only(sheet: Sheet, editor: Person) -> None:
    etag = ask(FEED).headers["ETag"]
    assert ask(FEED, headers={"If-None-Match": etag}).status_code == 304

    make_small_sheet(editor, "Une de plus")

    assert ask(FEED, headers={"If-None-Match": etag}).status_code == 200


def test_the_page_of_the_library_leads_to_its_feed(visitor: Browser, sheet: Sheet) -> None:
    (link,) = visitor.get("/practices").select('link[rel="alternate"][type="application/atom+xml"]')

    assert link["href"] == FEED


@pytest.mark.parametrize("door", [FEED, "/sitemaps/practices-1.xml"])
def test_neither_drafts_nor_archived_sheets_nor_revisions_come_out(claire: Person, editor: Person, door: str) -> None:
    make_draft(claire, title="Le brouillon cache", summary="Encore secret")
    archive_sheet(actor(editor), make_small_sheet(editor, "La fiche archivee").id, "Doublon")
    revised = make_small_sheet(editor, "La fiche publiee")
    save_sheet(actor(editor), revised.id, 1, {"title": "La revision en cours"})

    told = read(door).lower()

    assert "fiche" in told and "publiee" in told
    for hidden in ("brouillon", "secret", "archivee", "revision"):
        assert hidden not in told


def test_the_map_leads_to_every_page_that_anyone_may_read(sheet: Sheet, public_thread: Thread) -> None:
    addresses = mapped()

    assert f"{SITE}/practices/{sheet.id}-{sheet.slug}" in addresses
    assert f"{SITE}/threads/{public_thread.id}-{public_thread.slug}" in addresses
    assert {
        f"{SITE}/",
        f"{SITE}/about",
        f"{SITE}/charter",
        f"{SITE}/practices",
        f"{SITE}/spaces/climat-scolaire",
    } <= set(addresses)
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        assert ask(address.removeprefix(SITE)).status_code == 200, address


def test_the_map_tells_nothing_of_what_only_some_may_read(claire: Person, draft: Sheet, public_thread: Thread) -> None:
    closed = make_space("Entre membres", audience.MEMBERS)
    thread = make_thread(claire, closed, "Ce qui reste entre nous")

    addresses = " ".join(mapped())

    assert thread.slug not in addresses and closed.slug not in addresses
    assert draft.slug not in addresses


def test_the_map_is_cut_into_parts(editor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendata, "ADDRESSES_A_MAP", 2)
    monkeypatch.setattr(opendata, "ADDRESSES_A_BATCH", 1)
    sheets = [make_small_sheet(editor, f"Fiche {number}") for number in range(7)]
    for sheet in sheets[2:4]:
        archive_sheet(actor(editor), sheet.id, "Doublon")

    parts = [part for part in locations("/sitemap.xml") if "practices" in part]

    assert parts == [f"{SITE}/sitemaps/practices-{number}.xml" for number in (1, 3, 4)], "a part that is empty is none"
    assert [len(locations(part.removeprefix(SITE))) for part in parts] == [2, 2, 1]
    assert ask("/sitemaps/practices-2.xml").status_code == 404
    assert ask("/sitemaps/threads-1.xml").status_code == 404


@pytest.mark.parametrize("part", ["practices-0", "practices-99999999999", "practices-x", "people-1", "practices-"])
def test_a_part_that_is_none_is_not_found(sheet: Sheet, part: str) -> None:
    assert ask(f"/sitemaps/{part}.xml").status_code == 404


def test_maps_are_what_search_engines_read(sheet: Sheet, public_thread: Thread) -> None:
    """sitemaps.org/protocol.html"""
    assert xml("/sitemap.xml").tag == f"{MAP}sitemapindex"
    for path in ("/sitemaps/pages.xml", "/sitemaps/practices-1.xml", "/sitemaps/threads-1.xml"):
        root = xml(path)
        assert root.tag == f"{MAP}urlset" and len(root) > 0
        for url in root:
            assert [etree.QName(one).localname for one in url] in (["loc"], ["loc", "lastmod"])
            if url.findtext(f"{MAP}lastmod"):
                assert datetime.fromisoformat(url.findtext(f"{MAP}lastmod")).tzinfo is not None


def test_robots_are_told_of_the_map_and_of_what_is_closed(visitor: Browser) -> None:
    answered = ask("/robots.txt")

    assert answered.content_type == "text/plain; charset=utf-8"
    lines = answered.get_data(as_text=True).split("\n")
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /login" in lines and "Disallow: /" not in lines
    assert not any("/practices".startswith(line.removeprefix("Disallow: ")) for line in lines if "Disallow" in line)


def test_the_map_of_a_thread_that_becomes_closed_forgets_it(public_thread: Thread) -> None:
    with transaction():
        db.session.execute(update(Thread).values(audience=audience.MEMBERS))
        touch("discussions")

    assert ask("/sitemaps/threads-1.xml").status_code == 404


# Facts


def locations(path: str) -> list[str]:
    return [element.text for element in xml(path).iter(f"{MAP}loc")]


def mapped() -> list[str]:
    """Every address of the map, over all of its parts."""
    return [address for part in locations("/sitemap.xml") for address in locations(part.removeprefix(SITE))]


@pytest.fixture
def public_thread(claire: Person) -> Thread:
    return make_thread(claire, make_space("Climat scolaire"))
