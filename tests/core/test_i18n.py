"""The reader's language, time and way of writing dates and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, render_template_string
from flask_babel import ngettext
from sqlalchemy import select, update

from forum.core.i18n import ago, chosen_language, day, hour, in_language, moment, visitor_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions.models import Post, PostRevision
from forum.discussions.services import edit_post
from forum.extensions import db
from forum.proposals.models import ProposalOption
from forum.proposals.words import choice_words
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person

Open = Callable[..., Browser]
SUMMER = datetime(2026, 7, 14, 18, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.8,fr;q=0.6", "en"),
        ("fr-CA", "fr"),
        ("de,en;q=0.5", "en"),
        ("de", "fr"),
        ("", "fr"),
        ("*", "fr"),
        ("en;q=0", "fr"),
        ("en;q=nonsense", "fr"),
        ("\x01\x02", "fr"),
        ("a" * 5_000, "fr"),
    ],
)
def test_a_visitor_reads_in_the_language_of_their_browser(browser: Open, accepted: str, language: str) -> None:
    assert browser(**{"Accept-Language": accepted}).get("/").select("html")[0]["lang"] == language


@pytest.mark.parametrize("cookie", ["xx", "", "fr-FR", "../en", "é"])
def test_a_cookie_of_no_language_of_ours_is_passed_over(visitor: Browser, cookie: str) -> None:
    visitor.client.set_cookie("language", cookie)

    assert visitor.get("/").select("html")[0]["lang"] == "fr"


def test_the_profile_then_the_cookie_then_the_browser_decide(browser: Open) -> None:
    french = browser(make_person(language="fr"), **{"Accept-Language": "en"})
    french.client.set_cookie("language", "en")
    by_cookie = browser(**{"Accept-Language": "fr"})
    by_cookie.client.set_cookie("language", "en")

    assert french.get("/").select("html")[0]["lang"] == "fr"
    assert by_cookie.get("/").select("html")[0]["lang"] == "en"


def test_a_language_of_ours_is_refused_to_nobody_and_another_to_everybody(visitor: Browser) -> None:
    page = visitor.post("/language", {"language": "xx"})

    assert page.status == 422
    assert "ne parle pas encore cette langue" in page.main
    assert visitor.client.get_cookie("language") is None


def test_no_request_is_spoken_to_in_the_sites_language(app: Flask) -> None:
    assert chosen_language("en") == "en"
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert visitor_language("fr") == "en"


def test_moments_are_written_as_each_language_writes_them(paris: None) -> None:
    with in_language("fr"):
        assert hour(SUMMER) == "20\u00a0h\u00a005"
        assert day(SUMMER) == "14 juillet 2026"
        assert moment(SUMMER) == "14 juillet 2026, 20\u00a0h\u00a005"
    with in_language("en"):
        assert hour(SUMMER) == "20:05"
        assert day(SUMMER) == "14 July 2026"


def test_the_first_of_a_month_is_an_ordinal_in_french_wherever_a_day_is_written(app: Flask, paris: None) -> None:
    first = datetime(2012, 12, 1, 8, tzinfo=UTC)
    this_year = now().replace(month=1, day=1, hour=12)
    weekday = app.jinja_env.filters["weekday"]
    choice = ProposalOption(moment=datetime(2026, 12, 1, 8, tzinfo=UTC), words="")
    with in_language("fr"):
        assert day(first) == "1er décembre 2012"
        assert day(date(2012, 1, 1)) == "1er janvier 2012"
        assert moment(first) == "1er décembre 2012, 9\u00a0h\u00a000"
        assert ago(first) == "le 1er décembre 2012"
        assert day(first, "full") == weekday(first) + " 2012" == "samedi 1er décembre 2012"
        assert day(this_year, "d MMMM") == "1er janvier"
        assert choice_words(choice) == "mardi 1er décembre 2026, 9\u00a0h\u00a000"
        assert day(datetime(2012, 12, 11, tzinfo=UTC)) == "11 décembre 2012"
        assert day(datetime(2001, 12, 21, tzinfo=UTC)) == "21 décembre 2001"
    with in_language("en"):
        assert day(first) == "1 December 2012"


def test_a_moment_is_written_in_the_readers_time_zone(browser: Open, edited_at_a_known_hour: str) -> None:
    paris, reunion = make_person(timezone="Europe/Paris"), make_person(timezone="Indian/Reunion")

    assert "14 juillet 2026, 20 h 05" in browser(paris).get(edited_at_a_known_hour).text
    assert "14 juillet 2026, 22 h 05" in browser(reunion).get(edited_at_a_known_hour).text


@pytest.mark.parametrize(
    ("passed", "french", "english"),
    [
        (timedelta(seconds=-5), "à l’instant", "just now"),
        (timedelta(seconds=59), "à l’instant", "just now"),
        (timedelta(minutes=5), "il y a 5 minutes", "5 minutes ago"),
        (timedelta(hours=3), "il y a 3 heures", "3 hours ago"),
        (timedelta(days=2), "il y a 2 jours", "2 days ago"),
    ],
)
def test_what_is_near_is_told_by_how_long_ago(paris: None, passed: timedelta, french: str, english: str) -> None:
    with in_language("fr"):
        assert ago(now() - passed).replace("\u00a0", " ") == french
    with in_language("en"):
        assert ago(now() - passed) == english


def test_what_is_far_is_told_by_its_day(paris: None) -> None:
    with in_language("fr"):
        assert ago(datetime(2012, 7, 14, 8, tzinfo=UTC)) == "le 14 juillet 2012"
    with in_language("en"):
        assert ago(datetime(2012, 7, 14, 8, tzinfo=UTC)) == "on 14 July 2012"


def test_numbers_are_written_as_each_language_writes_them(app: Flask) -> None:
    number = app.jinja_env.filters["number"]
    with app.test_request_context():
        with in_language("fr"):
            assert number(12345) == "12\u202f345"
        with in_language("en"):
            assert number(12345) == "12,345"


def test_nothing_takes_the_singular_in_french_and_the_plural_in_english(app: Flask) -> None:
    for language, none in (("fr", "0 réponse"), ("en", "0 replies")):
        with app.test_request_context(), in_language(language):
            words = render_template_string('{{ ngettext("%(num)d réponse", "%(num)d réponses", 0) }}')
            assert words == none
            assert ngettext("%(num)d réponse", "%(num)d réponses", 0) == none


def test_a_language_spoken_for_a_while_gives_way_to_the_readers(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert render_template_string('{{ _("Accueil") }}') == "Accueil"
        with in_language("en"):
            assert render_template_string('{{ _("Accueil") }}') == "Home"
        assert render_template_string('{{ _("Accueil") }}') == "Accueil"


def test_no_break_spaces_stand_before_high_signs_in_french(visitor: Browser) -> None:
    for address in ("/", "/about", "/charter", "/privacy", "/accessibility", "/nowhere"):
        page = visitor.get(address)
        for words in page.soup.find_all(string=True):
            text = str(words)
            for sign in "?!;»":
                assert f" {sign}" not in text, (address, text)
            assert "« " not in text, (address, text)


@pytest.fixture
def paris(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.fixture
def edited_at_a_known_hour(app: Flask) -> str:
    """The address that shows what a post said before it was edited, at a known hour."""
    author = make_person()
    thread = make_thread(author, make_space())
    post = db.session.scalars(select(Post)).one()
    edit_post(actor(author), post.id, "D’autres mots.")
    with transaction():
        db.session.execute(update(PostRevision).values(replaced_at=SUMMER))
        db.session.execute(update(Post).where(Post.thread_id == thread.id).values(written_at=SUMMER))
    return f"/posts/{post.id}/revisions"
