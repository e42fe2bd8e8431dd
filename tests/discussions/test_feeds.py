"""The feeds of spaces, threads and tags: what anyone may follow, and what the holder of a key may."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import feedparser
import pytest
from flask import Flask
from lxml import etree
from werkzeug.test import TestResponse

from forum.accounts.feed_keys import change_feed_key, feed_key
from forum.accounts.models import Person
from forum.accounts.services.profile import change_profile
from forum.core import audience
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import delete_post, edit_post, hide_post
from forum.discussions.services.holding.merge_threads import merge_threads
from forum.discussions.services.holding.move_thread import move_thread
from forum.discussions.services.holding.split_thread import split_thread
from forum.extensions import db
from forum.schools.services import leave_school
from tests.browsing import Browser, apart
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:5000"


def ask(app: Flask, address: str, **headers: str) -> TestResponse:
    """What a feed reader is answered."""
    client = app.test_client()
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return apart(lambda: client.get(address, headers=sent))


def read(app: Flask, address: str) -> Any:
    """What a feed reader reads."""
    answered = ask(app, address)
    assert answered.status_code == 200, address
    told = feedparser.parse(answered.data, sanitize_html=False)
    assert (told.bozo, told.version) == (False, "atom10")
    return told


def titles(app: Flask, address: str) -> list[str]:
    return [entry.title for entry in read(app, address).entries]


def addresses(thread: Thread, space: Space, tag: str = "familles") -> list[str]:
    return [f"/feeds/spaces/{space.slug}.atom", f"/feeds/threads/{thread.id}.atom", f"/feeds/tags/{tag}.atom"]


@pytest.fixture
def told(yann: Person, space: Space) -> Thread:
    """A public thread under a tag."""
    return make_thread(yann, space, "Un retour <préparé> & tenu ?", "Voyez [ici](/posts/1).", tags=["Familles"])


def test_a_space_tells_the_threads_opened_last(app: Flask, space: Space, told: Thread, claire: Person) -> None:
    make_thread(claire, space, "La seconde")

    feed = read(app, f"/feeds/spaces/{space.slug}.atom")

    assert feed.feed.title == "Médiane\u00a0: Climat scolaire"
    assert [entry.title for entry in feed.entries] == ["La seconde", "Un retour <préparé> & tenu ?"]
    entry = feed.entries[1]
    assert entry.id == f"tag:127.0.0.1,2026:threads/{told.id}"
    assert entry.link == f"{SITE}/threads/{told.id}-{told.slug}"
    assert entry.author == "Yann Berthou"
    assert [(word.term, word.label) for word in entry.tags] == [("familles", "Familles")]
    assert f'href="{SITE}/posts/1"' in entry.content[0].value, "relative links are resolved"


def test_a_thread_tells_its_newest_posts(app: Flask, told: Thread, claire: Person) -> None:
    post = make_reply(claire, told, "Nous l’avons *tenu*.")

    feed = read(app, f"/feeds/threads/{told.id}.atom")

    assert [entry.title for entry in feed.entries] == ["Claire Morvan, message 2", "Yann Berthou, message 1"]
    assert feed.entries[0].id == f"tag:127.0.0.1,2026:posts/{post.id}"
    assert feed.entries[0].link == f"{SITE}/posts/{post.id}"
    assert "<em>tenu</em>" in feed.entries[0].content[0].value


def test_a_long_thread_tells_fifty_posts(app: Flask, told: Thread, claire: Person) -> None:
    lengthen(told, claire, 70)

    feed = read(app, f"/feeds/threads/{told.id}.atom")

    assert [entry.title for entry in feed.entries][::49] == ["Claire Morvan, message 70", "Claire Morvan, message 21"]


def test_a_tag_tells_the_public_threads_under_it(app: Flask, told: Thread, yann: Person) -> None:
    make_thread(yann, make_space("Fermé", audience.MEMBERS), "Réservée", tags=["familles"])
    make_thread(yann, make_space("Fermé aussi", audience.MEMBERS), "Encore", tags=["secret"])

    assert titles(app, "/feeds/tags/familles.atom") == ["Un retour <préparé> & tenu ?"]
    assert ask(app, "/feeds/tags/secret.atom").status_code == 404
    assert ask(app, "/feeds/tags/inconnu.atom").status_code == 404


def test_each_is_what_atom_asks_of_a_feed(app: Flask, space: Space, told: Thread, claire: Person) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    make_reply(claire, told)
    key = change_feed_key(actor(claire))
    for address in addresses(told, space):
        for asked in (address, f"{address}?key={key}"):
            feed = etree.fromstring(ask(app, asked).data)
            assert feed.tag == f"{ATOM}feed"
            for element in (feed, *feed.iter(f"{ATOM}entry")):
                for needed in ("id", "title", "updated"):
                    assert len(element.findall(f"{ATOM}{needed}")) == 1
                assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo is not None
                assert element.findtext(f"{ATOM}id").startswith("tag:127.0.0.1,2026:")
                links = element.findall(f"{ATOM}link")
                assert len([link for link in links if link.get("rel", "alternate") == "alternate"]) == 1
                assert element.find(f"{ATOM}author/{ATOM}name").text
            own = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
            assert own == [f"{SITE}{asked}"]
            ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
            assert ids and len(set(ids)) == len(ids)
            assert all(content.get("type") == "html" for content in feed.iter(f"{ATOM}content"))


def test_an_empty_space_has_a_feed(app: Flask, space: Space) -> None:
    feed = read(app, f"/feeds/spaces/{space.slug}.atom")

    assert feed.entries == []
    assert feed.feed.updated == "2020-01-01T00:00:00+00:00"


def test_what_is_deleted_or_hidden_leaves_and_what_is_edited_says_so(
    app: Flask, space: Space, told: Thread, yann: Person, claire: Person, mediator: Person
) -> None:
    first, second = make_reply(claire, told, "Le mot cornemuse."), make_reply(claire, told, "Le mot biniou.")
    feed = f"/feeds/threads/{told.id}.atom"
    etag = ask(app, feed).headers["ETag"]
    assert ask(app, feed, If_None_Match=etag).status_code == 304

    delete_post(actor(claire), first.id)
    hide_post(actor(mediator), second.id, "Motif.")

    body = ask(app, feed, If_None_Match=etag).get_data(as_text=True)
    assert "cornemuse" not in body and "biniou" not in body
    opening = db.session.query(Post).filter_by(thread_id=told.id, number=1).one()
    edit_post(actor(yann), opening.id, "Tout autre chose.")
    for address in addresses(told, space):
        assert "Tout autre chose." in ask(app, address).get_data(as_text=True)
    assert read(app, feed).entries[0].updated > read(app, feed).entries[0].published
    hide_post(actor(mediator), opening.id, "Motif.")
    for address in (addresses(told, space)[0], feed):
        assert "Tout autre chose." not in ask(app, address).get_data(as_text=True)
    assert ask(app, "/feeds/tags/familles.atom").status_code == 404


def test_what_is_moved_leaves_and_is_told_where_it_stands(
    app: Flask, told: Thread, space: Space, yann: Person, claire: Person, mediator: Person
) -> None:
    holder, other = actor(mediator), make_space("Autre espace")
    away, kept = make_reply(claire, told, "Une digression."), make_reply(claire, told, "La suite.")
    for address in addresses(told, space):
        ask(app, address)

    split = split_thread(holder, told.id, [away.id], "La digression", other.id)

    assert "Une digression." not in ask(app, f"/feeds/threads/{told.id}.atom").get_data(as_text=True)
    assert titles(app, f"/feeds/threads/{split.id}.atom") == ["Claire Morvan, message 1"]
    assert titles(app, f"/feeds/spaces/{other.slug}.atom") == ["La digression"]
    merge_threads(holder, split.id, told.id)
    assert titles(app, f"/feeds/spaces/{other.slug}.atom") == []
    assert read(app, f"/feeds/threads/{split.id}.atom").feed.title == told.title, "the old address tells where it went"
    move_thread(holder, told.id, make_space("Entre membres", audience.MEMBERS).id)
    assert [ask(app, address).status_code for address in addresses(told, space)] == [200, 404, 404]
    assert titles(app, f"/feeds/spaces/{space.slug}.atom") == []
    assert ask(app, f"/feeds/threads/{split.id}.atom").status_code == 404
    assert kept.thread_id == told.id


def test_a_date_alone_never_hides_that_a_post_left(app: Flask, told: Thread, claire: Person) -> None:
    post = make_reply(claire, told, "À oublier.")
    feed = f"/feeds/threads/{told.id}.atom"
    known = ask(app, feed).headers["Last-Modified"]

    delete_post(actor(claire), post.id)

    again = ask(app, feed, If_Modified_Since=known)
    assert again.status_code == 200
    assert "À oublier." not in again.get_data(as_text=True)


def test_who_is_renamed_is_renamed_in_feeds(app: Flask, told: Thread, yann: Person) -> None:
    feed = f"/feeds/threads/{told.id}.atom"
    assert read(app, feed).entries[0].author == "Yann Berthou"

    facts = {"handle": yann.handle, "profession": "cpe", "about": "", "language": "fr", "timezone": "Europe/Paris"}
    change_profile(actor(yann), name="Yann Le Goff", **facts)

    assert read(app, feed).entries[0].author == "Yann Le Goff"


def test_anyone_may_keep_a_public_feed_and_pages_of_other_sites_may_read_it(app: Flask, told: Thread) -> None:
    headers = ask(app, f"/feeds/threads/{told.id}.atom").headers

    assert headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert headers["Cache-Control"] == "public, no-cache"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "X-Robots-Tag" not in headers
    assert "Set-Cookie" not in headers


def test_a_feed_costs_the_same_for_one_entry_and_for_fifty(
    app: Flask, space: Space, told: Thread, claire: Person, statements: list[str]
) -> None:
    key = change_feed_key(actor(claire))

    def costs() -> list[int]:
        counted = []
        for address in addresses(told, space):
            for asked in (address, address, f"{address}?key={key}"):
                statements.clear()
                assert ask(app, asked).status_code == 200
                counted.append(len(statements))
        return counted

    few = costs()
    for number in range(52):
        make_thread(claire, space, f"Discussion {number}", tags=["familles"])
    lengthen(told, claire, 60)

    assert costs() == few
    assert max(few) <= 6


# With a key


@pytest.fixture
def closed(yann: Person) -> Thread:
    """A thread for members."""
    return make_thread(yann, make_space("Entre membres", audience.MEMBERS), "Réservée", tags=["familles"])


def test_a_session_opens_no_feed_that_is_not_public(browser: Open, closed: Thread, claire: Person) -> None:
    member = browser(claire)

    assert member.get(f"/feeds/threads/{closed.id}.atom").status == 404
    assert member.get("/feeds/spaces/entre-membres.atom").status == 404


def test_a_key_opens_what_its_holder_may_read(app: Flask, closed: Thread, told: Thread, claire: Person) -> None:
    key = change_feed_key(actor(claire))

    assert titles(app, f"/feeds/threads/{closed.id}.atom?key={key}") == ["Yann Berthou, message 1"]
    assert titles(app, f"/feeds/spaces/entre-membres.atom?key={key}") == ["Réservée"]
    assert titles(app, f"/feeds/tags/familles.atom?key={key}") == ["Un retour <préparé> & tenu ?", "Réservée"]
    assert titles(app, "/feeds/tags/familles.atom") == ["Un retour <préparé> & tenu ?"]


def test_what_a_key_opened_is_kept_nowhere(app: Flask, closed: Thread, claire: Person) -> None:
    key = change_feed_key(actor(claire))
    for asked in (f"/feeds/threads/{closed.id}.atom?key={key}", f"/feeds/threads/{closed.id}.atom?key=faux"):
        headers = ask(app, asked).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in headers and "Last-Modified" not in headers
        assert "Access-Control-Allow-Origin" not in headers


def test_a_wrong_key_and_what_is_not_there_are_answered_alike(
    app: Flask, closed: Thread, told: Thread, claire: Person
) -> None:
    key = change_feed_key(actor(claire))
    change_feed_key(actor(make_person()))
    forged = [key[:-2], f"{key}x", "", "faux", "[1, 2]", key.replace(".", ".."), "é", "%00", key.swapcase()]
    school = make_school()
    secret = make_thread(make_referent(school), make_space("École", audience.of_school(school.id)), "Le secret")

    answers = {
        (answered.status_code, len(answered.data) > 0)
        for asked in (
            *(f"/feeds/threads/{closed.id}.atom?key={wrong}" for wrong in forged),
            *(f"/feeds/threads/{told.id}.atom?key={wrong}" for wrong in forged),
            f"/feeds/threads/{secret.id}.atom?key={key}",
            "/feeds/spaces/ecole.atom?key=" + key,
            f"/feeds/threads/99999.atom?key={key}",
            f"/feeds/threads/{secret.id}.atom",
        )
        for answered in [ask(app, asked)]
    }

    assert answers == {(404, True)}


def test_another_key_ends_the_one_before(app: Flask, closed: Thread, claire: Person) -> None:
    before = change_feed_key(actor(claire))
    other = change_feed_key(actor(make_person()))

    after = change_feed_key(actor(claire))

    feed = f"/feeds/threads/{closed.id}.atom?key="
    assert [ask(app, feed + key).status_code for key in (before, after, other)] == [404, 200, 200]


def test_a_key_is_worth_what_its_holder_may_do_now(app: Flask) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)), "Chez nous", tags=["chez"])
    key = change_feed_key(actor(leaves))
    space = db.session.get_one(Space, thread.space_id)
    asked = [f"{address}?key={key}" for address in addresses(thread, space, "chez")]
    assert [ask(app, address).status_code for address in asked] == [200, 200, 200]

    leave_school(actor(leaves), school.id)

    assert [ask(app, address).status_code for address in asked] == [404, 404, 404]


def test_the_key_of_an_account_that_is_not_confirmed_opens_nothing(
    app: Flask, told: Thread, closed: Thread, claire: Person
) -> None:
    key = change_feed_key(actor(claire))
    with transaction():
        db.session.get_one(Person, claire.id).confirmed_at = None

    for thread in (told, closed):
        assert ask(app, f"/feeds/threads/{thread.id}.atom?key={key}").status_code == 404


def test_a_key_is_in_no_line_of_the_log(app: Flask, closed: Thread, claire: Person) -> None:
    key = change_feed_key(actor(claire))
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    try:
        for asked in (key, f"{key}x"):
            ask(app, f"/feeds/threads/{closed.id}.atom?key={asked}")
    finally:
        root.removeHandler(handler)
        root.setLevel(before)

    assert "/feeds/threads/" in written.getvalue()
    assert key[:20] not in written.getvalue()


# Where the addresses are


def test_pages_lead_to_their_feeds(browser: Open, visitor: Browser, space: Space, told: Thread) -> None:
    pages = [f"/spaces/{space.slug}", f"/threads/{told.id}-{told.slug}", "/tags/familles"]

    for page, feed in zip(pages, addresses(told, space), strict=True):
        shown = visitor.get(page)
        (link,) = shown.select('link[rel="alternate"][type="application/atom+xml"]')
        assert link["href"] == feed
        assert shown.links()["Flux"] == feed


def test_pages_that_are_not_public_name_no_feed_but_lead_to_one_s_own(
    browser: Open, closed: Thread, claire: Person
) -> None:
    member = browser(claire)
    for page in ("/spaces/entre-membres", f"/threads/{closed.id}-{closed.slug}", "/tags/familles"):
        shown = member.get(page)
        assert not shown.select('link[type="application/atom+xml"]')
        assert shown.links()["Flux, à votre adresse"].startswith("/account/feeds?of=/feeds/")


def test_a_member_makes_their_addresses_and_changes_their_key(
    app: Flask, browser: Open, closed: Thread, claire: Person
) -> None:
    member = browser(claire)
    page = member.get(f"/account/feeds?of=/feeds/threads/{closed.id}.atom")
    assert not page.select("input[type=url]")
    assert feed_key(actor(claire)) == "", "a look makes no key"

    page = member.submit(page, "/account/feeds")

    first, *others = [str(field["value"]) for field in page.select("input[type=url]")]
    assert first.startswith(f"{SITE}/feeds/threads/{closed.id}.atom?key=")
    for address in (first, *others):
        assert ask(app, address.removeprefix(SITE)).status_code == 200
    assert page.response.headers["Cache-Control"] == "private, no-store"
    changed = member.submit(page, "/account/feeds")
    assert "vos anciennes adresses ne s’ouvrent plus" in changed.text
    assert ask(app, first.removeprefix(SITE)).status_code == 404


@pytest.mark.parametrize(
    "wanted", ["//ailleurs.example/x.atom", "/feeds/../login", "https://x.example", '"><script>', ""]
)
def test_the_page_makes_addresses_of_feeds_alone(browser: Open, claire: Person, wanted: str) -> None:
    change_feed_key(actor(claire))

    page = browser(claire).get("/account/feeds", query_string={"of": wanted})

    assert page.status == 200
    assert not page.select("#wanted-address")


def test_a_visitor_has_no_page_of_feeds(visitor: Browser) -> None:
    assert visitor.get("/account/feeds", follow=False).response.headers["Location"].startswith("/login")
    assert visitor.post("/account/feeds", follow=False).status == 303


def test_one_person_s_addresses_are_not_another_s(browser: Open, claire: Person, yann: Person) -> None:
    key = change_feed_key(actor(claire))
    change_feed_key(actor(yann))

    assert key not in browser(yann).get("/account/feeds").html
