"""Pages for visitors, kept ready: each change that they show is seen at once, and nobody is shown another's page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from forum.accounts.models import Person, Role
from forum.core.page_cache import KeptPage, PageCache
from forum.core.pieces import Pieces
from forum.discussions.models import Space, Thread
from forum.discussions.services import hide_post, lock_thread, pin_thread, restore_post
from forum.extensions import db
from tests.browsing import Browser, Page
from tests.communities.factories import make_community
from tests.communities.factories import make_member as make_community_member
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_school

Open = Callable[..., Browser]


def test_a_page_is_made_once_and_answered_again(visitor: Browser, thread: Thread, statements: list[str]) -> None:
    for address in pages(thread):
        first = visitor.get(address)
        statements.clear()
        second = visitor.get(address)

        assert first.html == second.html
        assert len(statements) <= 1, (address, statements)


@pytest.mark.parametrize("change", ["reply", "thread", "hide", "restore", "delete", "edit", "lock", "pin", "rename"])
def test_a_change_is_seen_on_every_page_that_shows_it(
    browser: Open, visitor: Browser, thread: Thread, author: Person, mediator: Person, change: str
) -> None:
    """What a visitor has been shown before is what one who comes for the first time is shown now."""
    post = make_reply(author, thread, "Des mots que l’on verra.")
    if change == "restore":
        hide_post(actor(mediator), post.id, "Une raison.")
    before = {address: timeless(visitor.get(address)) for address in pages(thread)}
    member = browser(author)
    match change:
        case "reply":
            make_reply(author, thread, "Une réponse de plus.")
        case "thread":
            make_thread(author, space_of(thread), "Une autre discussion")
        case "hide":
            hide_post(actor(mediator), post.id, "Une raison.")
        case "restore":
            restore_post(actor(mediator), post.id)
        case "delete":
            assert member.post(f"/posts/{post.id}/delete").status == 200
        case "edit":
            page = member.get(f"/posts/{post.id}/edit")
            assert member.submit(page, "/edit", body="D’autres mots.").status == 200
        case "lock":
            lock_thread(actor(mediator), thread.id, "C’est dit.")
        case "pin":
            pin_thread(actor(mediator), thread.id)
        case "rename":
            page = member.get("/account")
            assert member.submit(page, with_field="name", name="Un Nom Nouveau").status == 200
    after = {address: timeless(visitor.get(address)) for address in pages(thread)}
    visitor.app.extensions["page_cache"] = PageCache(10)
    visitor.app.extensions["pieces"] = Pieces(10)
    afresh = {address: timeless(visitor.get(address)) for address in pages(thread)}

    assert after == afresh
    assert after != before


def timeless(page: Page) -> str:
    """A page without « il y a 2 secondes », which grows older from one request to the next."""
    return re.sub(r"il y a [^<]*", "", page.html)


def test_a_school_and_a_community_change_for_visitors_too(visitor: Browser) -> None:
    school, community = make_school("Collège Rosa-Parks"), make_community("Climat scolaire")
    addresses = ("/schools", f"/schools/{school.uai}", "/communities", f"/communities/{community.slug}", "/spaces")
    before = {address: visitor.get(address).html for address in addresses}
    make_community_member(community)
    make_school("Lycée Rosa-Parks")
    after = {address: visitor.get(address).html for address in addresses}
    visitor.app.extensions["page_cache"] = PageCache(10)

    assert after == {address: visitor.get(address).html for address in addresses}
    assert after["/schools"] != before["/schools"]
    assert after["/communities"] != before["/communities"]


def test_a_members_page_is_never_kept_for_another(browser: Open, visitor: Browser, thread: Thread) -> None:
    first, second = make_person("Première Personne"), make_person("Seconde Personne")
    for address in pages(thread):
        assert "Première Personne" in browser(first).get(address).html
        assert "Première Personne" not in browser(second).get(address).html
        assert "Première Personne" not in visitor.get(address).html
        assert "Se connecter" in visitor.get(address).html
        assert "Première Personne" in browser(first).get(address).html


def test_a_kept_page_holds_nothing_of_a_session(visitor: Browser, thread: Thread) -> None:
    for address in pages(thread):
        page = visitor.get(address)
        assert "csrf_token" not in page.html, address
        assert "Set-Cookie" not in page.response.headers, address


def test_the_page_of_a_visitor_who_has_a_session_is_the_same(visitor: Browser, browser: Open, thread: Thread) -> None:
    with_session = browser()
    with_session.get("/login")  # the token of its form begins a session

    assert with_session.get("/").html == visitor.get("/").html


def test_each_language_has_its_page(visitor: Browser, browser: Open, thread: Thread) -> None:
    english = browser(**{"Accept-Language": "en"})
    for address in pages(thread):
        pages_read = [who.get(address) for who in (visitor, english, visitor, english)]
        assert [page.select("html")[0]["lang"] for page in pages_read] == ["fr", "en", "fr", "en"]
        assert pages_read[0].response.headers["ETag"] != pages_read[1].response.headers["ETag"]
        assert {"Cookie", "Accept-Language"} <= set(pages_read[0].response.headers["Vary"].split(", "))


def test_choosing_a_language_changes_the_page_at_once(visitor: Browser, thread: Thread) -> None:
    assert visitor.get("/").select("html")[0]["lang"] == "fr"
    page = visitor.submit(visitor.get("/spaces"), "/language", language="en")

    assert page.url == "/spaces"
    assert page.select("html")[0]["lang"] == "en"


def test_a_page_with_a_message_is_shown_once_and_to_one_reader(browser: Open, visitor: Browser) -> None:
    leaving = browser(make_person())
    leaving.get("/")
    told = leaving.post("/account/logins/end-all", follow=False)
    assert told.status == 303

    assert "Toutes vos connexions sont terminées." in leaving.get("/").text
    assert "Toutes vos connexions" not in leaving.get("/").text
    assert "Toutes vos connexions" not in visitor.get("/").text


@pytest.mark.parametrize("mark", ["{}", "W/{}", '"other", {}', "*"])
def test_a_page_that_did_not_change_is_not_sent_again(visitor: Browser, thread: Thread, mark: str) -> None:
    tag = visitor.get("/").response.headers["ETag"]
    page = visitor.get("/", headers={"If-None-Match": mark.format(tag)})

    assert (page.status, page.html) == (304, "")
    assert page.response.headers["ETag"] == tag
    assert page.response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("mark", ['"other"', "nonsense", "", '"'])
def test_a_page_one_does_not_have_is_sent(visitor: Browser, mark: str) -> None:
    visitor.get("/")

    assert visitor.get("/", headers={"If-None-Match": mark}).status == 200


def test_a_page_that_changed_is_sent_and_a_members_tag_is_worth_nothing(
    visitor: Browser, browser: Open, thread: Thread, author: Person
) -> None:
    tag = visitor.get("/").response.headers["ETag"]
    make_thread(author, space_of(thread), "Du nouveau")

    assert visitor.get("/", headers={"If-None-Match": tag}).status == 200
    assert browser(author).get("/", headers={"If-None-Match": tag}).status == 200
    assert "ETag" not in browser(author).get("/").response.headers


def test_a_head_is_answered_as_the_page_without_it(visitor: Browser, thread: Thread) -> None:
    for _ in range(2):
        head = visitor.request("HEAD", "/")
        assert (head.status, head.html) == (200, "")
    page = visitor.get("/")

    assert page.html
    assert head.response.headers["ETag"] == page.response.headers["ETag"]


def test_pages_of_different_queries_are_different_pages(visitor: Browser, thread: Thread) -> None:
    assert visitor.get("/spaces?a=1").form("/language").select('[name="next"]')[0]["value"] == "/spaces?a=1"
    assert visitor.get("/spaces").form("/language").select('[name="next"]')[0]["value"] == "/spaces"


def test_an_error_is_not_kept(visitor: Browser, author: Person) -> None:
    assert visitor.get("/threads/1-bonjour").status == 404
    thread = make_thread(author, make_space(), "Bonjour")

    assert (thread.id, visitor.get("/threads/1-bonjour").status) == (1, 200)


def test_the_pages_read_longest_ago_make_room(app: Flask) -> None:
    cache = PageCache(2)
    for name in ("a", "b"):
        cache.put((name, "fr"), KeptPage(b"", name, (), 0))
    cache.get(("a", "fr"))
    cache.put(("c", "fr"), KeptPage(b"", "c", (), 0))

    assert cache.get(("b", "fr")) is None
    assert cache.get(("a", "fr")) and cache.get(("c", "fr"))


def space_of(thread: Thread) -> Space:
    return db.session.get_one(Space, thread.space_id)


def pages(thread: Thread) -> list[str]:
    """The pages that show a thread, and others that are kept."""
    return [
        "/",
        "/about",
        "/spaces",
        f"/spaces/{space_of(thread).slug}",
        f"/threads/{thread.id}-{thread.slug}",
        "/tags/exclusion",
        "/practices",
        "/communities",
        "/schools",
    ]


@pytest.fixture
def author(app: Flask) -> Person:
    return make_person("Ariane Autrice", profession="teacher")


@pytest.fixture
def mediator(app: Flask) -> Person:
    return make_person("Maud Médiatrice", role=Role.MEDIATOR)


@pytest.fixture
def thread(author: Person) -> Thread:
    return make_thread(author, make_space("Climat scolaire"), tags=["exclusion"])
