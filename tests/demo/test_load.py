"""The demonstration is loaded once, whole, and everyone in it finds what is theirs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.models import Person, SiteRole
from forum.chat.models import Message, Room
from forum.core.events import deliver_outbox
from forum.core.models import now
from forum.core.outbox import Delivery
from forum.demo.load import load_once
from forum.discussions.models import Post, Space, Thread
from forum.extensions import db
from forum.moderation.models import Report
from forum.practices.models import Sheet, SheetState
from forum.schools.models import School
from tests.browsing import Browser, Page
from tests.demo.conftest import address

LogIn = Callable[[str], tuple[Browser, Page]]
ANNOUNCED = ("teacher", "colleague", "outsider", "referent", "mediator", "editor", "editor2", "admin")
TEACHERS_SCHOOL = "0351847T"


def count_rows() -> dict[str, int]:
    tables = db.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_loading_twice_is_loading_once(demo: Flask) -> None:
    before = count_rows()

    assert not load_once()
    assert count_rows() == before


def test_the_command_says_that_it_is_there_already(demo: Flask) -> None:
    outcome = demo.test_cli_runner().invoke(args=["demo", "load"])

    assert outcome.exit_code == 0
    assert "already there" in outcome.output


def test_all_that_was_recorded_is_delivered(demo: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0
    assert deliver_outbox() == 0


def test_nothing_happened_in_the_future_and_much_of_it_in_the_past(demo: Flask) -> None:
    for moment in (Post.written_at, Thread.last_post_at, Message.said_at, Person.joined_at, Sheet.published_at):
        newest, oldest = db.session.execute(select(func.max(moment), func.min(moment))).one()
        assert newest <= now()
        assert (now() - oldest).days >= 10


def test_each_thread_ends_with_its_last_post(demo: Flask) -> None:
    last = dict(db.session.execute(select(Post.thread_id, func.max(Post.written_at)).group_by(Post.thread_id)).all())  # type: ignore[arg-type]

    for thread in db.session.scalars(select(Thread)):
        assert thread.last_post_at == last[thread.id]
        assert thread.opened_at <= thread.last_post_at


@pytest.mark.parametrize("account", ANNOUNCED)
def test_every_account_that_is_announced_can_log_in(log_in: LogIn, account: str) -> None:
    browser, page = log_in(f"{account}@demo.example")

    assert page.status == 200
    assert browser.get("/rooms").status == 200


def test_roles_of_the_site_are_held_by_who_is_announced_with_them(demo: Flask) -> None:
    query = select(Person.email, SiteRole.role).join(SiteRole, SiteRole.person_id == Person.id)

    assert {tuple(row) for row in db.session.execute(query)} == {
        ("mediator@demo.example", "mediator"),
        ("editor@demo.example", "editor"),
        ("editor2@demo.example", "editor"),
        ("admin@demo.example", "administrator"),
    }


def test_colleagues_read_their_school_and_an_outsider_does_not(demo: Flask, log_in: LogIn) -> None:
    school_id = db.session.scalar(select(School.id).where(School.uai == TEACHERS_SCHOOL))
    space = db.session.scalars(select(Space).where(Space.school_id == school_id)).one().slug
    room_id = db.session.scalar(select(Room.id).where(Room.school_id == school_id))

    for email in ("teacher@demo.example", "colleague@demo.example", "referent@demo.example"):
        browser, _page = log_in(email)
        assert "journée banalisée" in browser.get(f"/spaces/{space}").main
        assert "clé des ballons" in browser.get(f"/rooms/{room_id}").main
    for other in (log_in("outsider@demo.example")[0], log_in("admin@demo.example")[0]):
        assert other.get(f"/spaces/{space}").status == 404
        assert other.get(f"/rooms/{room_id}").status == 404


def test_visitors_read_what_is_public_and_nothing_else(demo: Flask) -> None:
    page = Browser(demo).get("/spaces")

    assert "Climat scolaire" in page.main
    assert "Entre membres" not in page.main
    assert Browser(demo).get("/spaces/entre-membres").status == 404


def test_the_long_discussion_has_several_pages(demo: Flask) -> None:
    thread = db.session.scalars(select(Thread).order_by(Thread.post_count.desc())).first()
    assert thread is not None

    page = Browser(demo).get(address(demo, "discussions.thread", thread_id=thread.id, slug=thread.slug) + "?page=2")

    assert page.status == 200
    assert "Je résume ce que j’ai lu jusqu’ici" in page.main


def test_links_to_sheets_lead_to_sheets(demo: Flask) -> None:
    assert db.session.scalars(select(Post.id).where(Post.source.contains("](sheet:"))).all() == []

    post = db.session.scalars(select(Post).where(Post.source.contains("](/practices/"))).first()
    assert post is not None
    path = next(link for link in re.findall(r"\]\(([^)]+)\)", post.source) if link.startswith("/practices/"))
    assert Browser(demo).get(path).status == 200


@pytest.mark.parametrize("words", ["exclusion définitive", "intelligence relationnelle", "relational intelligence"])
def test_the_sheet_of_the_founding_programme_is_found(demo: Flask, words: str) -> None:
    page = Browser(demo).get("/search", query_string={"q": words})

    assert page.status == 200
    assert any("Osez la médiation" in title for title in page.links())


def test_the_library_holds_the_founding_programme_in_both_languages_and_five_practices(demo: Flask) -> None:
    published = db.session.scalars(select(Sheet).where(Sheet.state == SheetState.PUBLISHED.value)).all()
    french = [sheet for sheet in published if sheet.language == "fr" and sheet.title.startswith("Osez")]
    english = [sheet for sheet in published if sheet.language == "en"]

    assert len(published) == 7
    assert [sheet.translation_of for sheet in english] == [french[0].id]


def test_no_field_of_a_report_was_left_without_its_place(demo: Flask) -> None:
    for sheet in db.session.scalars(select(Sheet)):
        page = Browser(demo).get(address(demo, "practices.sheet", sheet_id=sheet.id, slug=sheet.slug))
        assert page.status == 200
        assert " ".join(sheet.title.split()) in page.main


def test_mediators_find_a_report_on_their_desk(demo: Flask, log_in: LogIn) -> None:
    browser, _page = log_in("mediator@demo.example")
    report = db.session.scalars(select(Report)).one()

    assert "captures d’écran" in browser.get(address(demo, "moderation.desk")).main
    assert "Je me suis senti visé" in browser.get(address(demo, "moderation.item", report_id=report.id)).text


def test_the_referent_finds_somebody_who_asks_to_join(demo: Flask, log_in: LogIn) -> None:
    browser, _page = log_in("referent@demo.example")

    assert "Kenza Ouali" in browser.get(address(demo, "schools.school", key=TEACHERS_SCHOOL)).main


def test_the_teacher_is_told_of_replies_some_of_them_still_unread(log_in: LogIn) -> None:
    browser, _page = log_in("teacher@demo.example")

    assert "a répondu dans" in browser.get("/notices").main
