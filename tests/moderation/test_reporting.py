"""Members ask the mediators to look at what others wrote, where they can see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.chat.models import Message, Room
from forum.chat.services import delete_message
from forum.discussions.models import Post
from forum.extensions import db
from forum.moderation.models import Reason, Report, ReportState
from forum.moderation.services import report
from forum.notices.models import Notice
from tests.browsing import Browser
from tests.chat.factories import make_school_room, say
from tests.factories import actor, make_person

OpenBrowser = Callable[[Person], Browser]


def test_a_member_reports_a_post_with_a_reason(browser: OpenBrowser, post: Post, reporter: Person) -> None:
    reader = browser(reporter)
    page = reader.get(f"/report/post/{post.id}")
    assert "Un mot blessant." in page.main
    assert "Comment accueillir un retour ?" in page.main

    answer = reader.submit(page, with_field="words", reason="confidential", words="On reconnaît la famille.")

    assert answer.status == 200
    assert "Merci. La médiation va regarder" in answer.text
    made = db.session.scalars(select(Report)).one()
    assert (made.object_kind, made.object_id, made.author_id) == ("post", post.id, post.author_id)
    assert (made.reason, made.words, made.state) == ("confidential", "On reconnaît la famille.", "open")


def test_a_member_of_a_room_reports_a_message(browser: OpenBrowser, message: Message, reporter: Person) -> None:
    reader = browser(reporter)
    page = reader.get(f"/report/message/{message.id}")
    assert "Message du salon « Collège des Ormeaux »" in page.main

    answer = reader.submit(page, with_field="words", reason="hurtful", follow=False)

    assert answer.status == 303
    assert answer.response.location == f"/messages/{message.id}"
    assert db.session.scalars(select(Report.object_kind)).all() == ["message"]


def test_reporting_again_changes_what_was_reported_first(browser: OpenBrowser, post: Post, reporter: Person) -> None:
    reader = browser(reporter)
    reader.submit(reader.get(f"/report/post/{post.id}"), with_field="words", reason="hurtful", words="Trop vif.")

    again = reader.get(f"/report/post/{post.id}")
    assert "Vous avez déjà fait ce signalement" in again.main
    assert again.values(again.form(with_field="words"))["words"].strip() == "Trop vif."
    answer = reader.submit(again, with_field="words", reason="confidential", wishes_mediation="y")

    assert "Votre signalement est modifié" in answer.text
    made = db.session.scalars(select(Report)).one()
    assert (made.reason, made.words, made.wishes_mediation) == ("confidential", "Trop vif.", True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Choisissez ce qui se passe."),
        ({"reason": "nonsense"}, "Choisissez ce qui se passe."),
        ({"reason": "contest"}, "Choisissez ce qui se passe."),
        ({"reason": "other"}, "Dites en quelques mots ce qui vous gêne."),
        ({"reason": "hurtful", "words": "x" * 1001}, "Ce texte est trop long : 1000 caractères au plus."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    fields: dict[str, str], words: str, browser: OpenBrowser, post: Post, reporter: Person
) -> None:
    reader = browser(reporter)

    answer = reader.submit(reader.get(f"/report/post/{post.id}"), with_field="words", **fields)

    assert answer.status == 422
    assert words in answer.main
    assert answer.select("textarea[name=words]")[0].get_text().strip() == fields.get("words", "")
    assert db.session.scalars(select(Report)).all() == []


def test_what_one_can_t_see_can_t_be_reported(browser: OpenBrowser, message: Message) -> None:
    stranger = browser(make_person())

    for url in (f"/report/message/{message.id}", "/report/message/999", "/report/post/99999999999", "/report/room/1"):
        assert stranger.get(url).status == 404
        assert stranger.post(url, {"reason": "hurtful"}).status == 404


def test_one_s_own_words_are_not_reported(browser: OpenBrowser, post: Post, message: Message, author: Person) -> None:
    writer = browser(author)

    for url in (f"/report/post/{post.id}", f"/report/message/{message.id}"):
        assert writer.get(url).status == 403
        assert "Ce message est le vôtre" in writer.post(url, {"reason": "hurtful"}).text


def test_what_was_deleted_is_no_longer_reported(
    browser: OpenBrowser, message: Message, room: Room, author: Person, reporter: Person
) -> None:
    delete_message(actor(author), room.id, message.id)

    assert browser(reporter).get(f"/report/message/{message.id}").status == 404


def test_a_visitor_signs_in_first(visitor: Browser, post: Post) -> None:
    answer = visitor.get(f"/report/post/{post.id}", follow=False)

    assert answer.status == 303
    assert "login" in answer.response.location


def test_mediators_are_told_once_for_all_reports_on_the_same_thing(
    app: Flask, post: Post, reporter: Person, mediator: Person, colleague: Person, deliver: Callable[[], int]
) -> None:
    for person in (reporter, make_person()):
        report(actor(person), "post", post.id, Reason.HURTFUL, "")
    deliver()

    told = db.session.scalars(select(Notice).where(Notice.kind == "moderation.reported")).all()
    assert sorted(notice.person_id for notice in told) == sorted([mediator.id, colleague.id])


def test_mediators_whom_a_report_concerns_are_not_told_of_it(
    app: Flask,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    colleague: Person,
    deliver: Callable[[], int],
) -> None:
    make_school_room("Collège des Tilleuls", author, reporter, mediator)
    report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    report(actor(colleague), "post", post.id, Reason.HURTFUL, "")
    third = make_person(role=Role.MEDIATOR)
    deliver()

    told = db.session.scalars(select(Notice.person_id).where(Notice.kind == "moderation.reported")).all()
    assert told == [third.id]


def test_another_report_is_possible_once_the_first_was_decided(app: Flask, post: Post, reporter: Person) -> None:
    first = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    first.state = ReportState.DISMISSED.value
    db.session.commit()

    assert report(actor(reporter), "post", post.id, Reason.HURTFUL, "").id != first.id


def test_a_page_of_report_costs_little(
    browser: OpenBrowser, room: Room, author: Person, reporter: Person, statements: list[str]
) -> None:
    messages = [say(author, room) for _number in range(20)]
    reader = browser(reporter)
    statements.clear()

    assert reader.get(f"/report/message/{messages[9].id}").status == 200
    assert len(statements) <= 8, statements
