"""Marking what helped: who may, how it shows, how it is counted, who is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Post, Space, Thread, ThreadKind
from forum.discussions.services import delete_post, hide_post, mark_helped, restore_post
from forum.extensions import db
from forum.notices.models import Notice
from forum.schools.services import leave_school
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.pressing import press
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


@pytest.fixture
def question(yann: Person, space: Space) -> Thread:
    return make_thread(yann, space, "Qui a essayé ?", kind=ThreadKind.QUESTION)


@pytest.fixture
def answer(claire: Person, question: Thread) -> Post:
    return make_reply(claire, question, "Nous, avec une semaine construite.")


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


def helped_count(thread: Thread) -> int:
    return db.session.get_one(Thread, thread.id, populate_existing=True).helped_count


def test_who_asked_marks_what_helped_and_takes_it_back(
    browser: Open, visitor: Browser, question: Thread, answer: Post, yann: Person
) -> None:
    asker = browser(yann)
    page = asker.get(address(question))
    assert not page.select("#post-1 button[name=helped]"), "a question is no answer"

    page = press(asker, page, "#post-2 button[name=helped]")

    assert page.texts("#post-2 button[name=helped]") == ["C’est ce qui m’a aidé"]
    assert "A aidé" in page.texts("#post-2 .badge")
    shown = visitor.get(address(question))
    assert "A aidé" in shown.texts("#post-2 .badge")
    assert not shown.select("button[name=helped]")
    kept = visitor.get(f"{address(question)}?only=helped")
    assert kept.select("#post-2") and not kept.select("#post-1")
    page = press(asker, page, "#post-2 button[name=helped]")
    assert "A aidé" not in page.texts("#post-2 .badge")
    assert "A aidé" not in visitor.get(address(question)).texts("#post-2 .badge")


def test_several_replies_may_have_helped(question: Thread, answer: Post, yann: Person, claire: Person) -> None:
    other = make_reply(claire, question)
    for post in (answer, other, other):
        mark_helped(actor(yann), post.id, is_on=True)

    assert helped_count(question) == 2
    mark_helped(actor(yann), answer.id, is_on=False)
    mark_helped(actor(yann), answer.id, is_on=False)
    assert helped_count(question) == 1


def test_a_holder_marks_it_too(browser: Open, question: Thread, answer: Post, mediator: Person) -> None:
    holder = browser(mediator)

    page = press(holder, holder.get(address(question)), "#post-2 button[name=helped]")

    assert "A aidé" in page.texts("#post-2 .badge")
    assert page.texts("#post-2 button[name=helped]") == ["C’est ce qui a aidé"]


def test_nobody_else_does(browser: Open, visitor: Browser, question: Thread, answer: Post, claire: Person) -> None:
    for person in (claire, make_person()):
        member = browser(person)
        assert not member.get(address(question)).select("button[name=helped]")
        assert member.post(f"/posts/{answer.id}/helped", {"helped": "on"}).status == 403
    assert visitor.post(f"/posts/{answer.id}/helped", {"helped": "on"}, follow=False).status == 303
    assert helped_count(question) == 0


def test_only_a_reply_to_a_question_or_a_call_helps(
    browser: Open, thread: Thread, question: Thread, yann: Person, claire: Person
) -> None:
    asker = browser(yann)
    said = make_reply(claire, thread)
    opening = db.session.query(Post).filter_by(thread_id=question.id, number=1).one()

    for post in (said, opening):
        assert asker.post(f"/posts/{post.id}/helped", {"helped": "on"}).status == 403
    assert not asker.get(address(thread)).select("button[name=helped]")


@pytest.mark.parametrize("sent", [{}, {"helped": ""}, {"helped": "yes"}])
def test_what_says_neither_yes_nor_no_is_refused(
    browser: Open, question: Thread, answer: Post, yann: Person, sent: dict[str, str]
) -> None:
    assert browser(yann).post(f"/posts/{answer.id}/helped", sent).status == 422
    assert helped_count(question) == 0


def test_what_can_no_longer_be_read_is_not_counted(
    browser: Open, question: Thread, answer: Post, yann: Person, claire: Person, mediator: Person
) -> None:
    other = make_reply(claire, question)
    for post in (answer, other):
        mark_helped(actor(yann), post.id, is_on=True)

    hide_post(actor(mediator), answer.id, "Motif.")
    assert helped_count(question) == 1
    assert browser(yann).post(f"/posts/{answer.id}/helped", {"helped": "off"}).status == 403
    assert "A aidé" not in browser(yann).get(address(question)).texts(f"#post-{answer.number} .badge")
    restore_post(actor(mediator), answer.id)
    assert helped_count(question) == 2
    delete_post(actor(claire), other.id)
    assert helped_count(question) == 1


def test_lists_say_that_something_helped(
    browser: Open, visitor: Browser, space: Space, question: Thread, answer: Post, yann: Person
) -> None:
    assert "Une réponse a aidé" not in visitor.get(f"/spaces/{space.slug}").main

    mark_helped(actor(yann), answer.id, is_on=True)

    assert "Une réponse a aidé" in visitor.get(f"/spaces/{space.slug}").main


def test_who_helped_is_told_once(
    browser: Open, question: Thread, answer: Post, yann: Person, claire: Person, deliver: Callable[[], int]
) -> None:
    mark_helped(actor(yann), answer.id, is_on=True)
    deliver()
    mark_helped(actor(yann), answer.id, is_on=False)
    mark_helped(actor(yann), answer.id, is_on=True)
    deliver()

    page = browser(claire).get("/notices").main
    assert page.count("Yann Berthou dit que votre réponse a aidé dans « Qui a essayé ? ».") == 1


def test_one_is_not_told_of_one_s_own_mark(question: Thread, yann: Person, deliver: Callable[[], int]) -> None:
    own = make_reply(yann, question, "Voici ce qui a marché.")
    mark_helped(actor(yann), own.id, is_on=True)

    deliver()

    assert db.session.query(Notice).filter_by(kind="post.helped").count() == 0


def test_an_asker_who_left_marks_nothing_more(browser: Open) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    space = make_space("Entre nous", audience.of_school(school.id))
    thread = make_thread(leaves, space, "Chez nous ?", kind=ThreadKind.QUESTION)
    post = make_reply(stays, thread)
    leave_school(actor(leaves), school.id)

    assert browser(leaves).post(f"/posts/{post.id}/helped", {"helped": "on"}).status == 404
    assert helped_count(thread) == 0
