"""Two mediators never work on one item unawares, and none on what concerns them too closely."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.chat.models import Message, Room
from forum.discussions.models import Post, Thread
from forum.extensions import db
from forum.moderation.models import DeskNote, ModerationAction, Reason, Report, Taking
from forum.moderation.services import report
from tests.browsing import Browser, at_once
from tests.chat.factories import make_school_room, say
from tests.discussions.factories import make_reply
from tests.factories import actor, make_person
from tests.moderation.steps import decide, free, notices, take

OpenBrowser = Callable[[Person], Browser]


@pytest.fixture
def made(post: Post, reporter: Person) -> Report:
    return report(actor(reporter), "post", post.id, Reason.HURTFUL, "Il vise quelqu’un.")


def test_what_is_taken_is_shown_as_taken_to_the_others(
    browser: OpenBrowser, made: Report, mediator: Person, colleague: Person
) -> None:
    assert "Prenez-le en main pour agir" in browser(mediator).get(f"/moderation/{made.id}").text

    page = take(browser(mediator), made)
    assert page.select("textarea[name=reason]")
    other = browser(colleague)
    assert "En main : Maud Médiatrice" in other.get("/moderation").main
    item = other.get(f"/moderation/{made.id}")
    assert "Maud Médiatrice l’a en main" in item.text
    assert item.select("textarea[name=reason]") == []
    assert "Vous l’avez en main" in browser(mediator).get("/moderation").main


@pytest.mark.parametrize("act", ["", "/take", "/release", "/hand-over"])
def test_acting_on_what_a_colleague_has_in_hand_changes_nothing(
    act: str, browser: OpenBrowser, made: Report, post: Post, mediator: Person, colleague: Person
) -> None:
    take(browser(mediator), made)
    words = {"decision": "hide", "reason": "Blessant.", "seen": "0", "colleague": str(mediator.id), "body": "Pour toi."}

    answer = browser(colleague).post(f"/moderation/{made.id}{act}", words)

    assert answer.status == 409
    assert "Maud Médiatrice l’a en main. Rien n’a été changé par votre envoi." in answer.main
    assert db.session.scalars(select(Taking.mediator_id)).all() == [mediator.id]
    assert db.session.scalars(select(ModerationAction)).all() == []
    assert db.session.scalars(select(DeskNote)).all() == []


@pytest.mark.parametrize("act", ["", "/release", "/hand-over"])
def test_acting_on_what_is_free_again_changes_nothing(
    act: str, browser: OpenBrowser, made: Report, mediator: Person, colleague: Person
) -> None:
    desk = browser(mediator)
    take(desk, made)
    free()
    words = {
        "decision": "hide",
        "reason": "Blessant.",
        "seen": "0",
        "colleague": str(colleague.id),
        "body": "Pour toi.",
    }

    answer = desk.post(f"/moderation/{made.id}{act}", words)

    assert answer.status == 409
    assert "Vous ne l’avez pas ou plus en main : prenez-le pour agir." in answer.main
    if not act:
        assert "Blessant." in answer.text
    assert db.session.scalars(select(ModerationAction)).all() == []
    assert db.session.scalars(select(DeskNote)).all() == []


def test_it_is_free_again_when_given_back_or_left_alone_for_half_an_hour(
    browser: OpenBrowser, made: Report, mediator: Person, colleague: Person
) -> None:
    desk = browser(mediator)
    answer = desk.submit(take(desk, made), "/release")
    assert "Ce signalement est de nouveau libre." in answer.text
    assert db.session.scalars(select(Taking)).all() == []

    take(desk, made)
    free()
    assert take(browser(colleague), made).select("textarea[name=reason]")
    assert db.session.scalars(select(Taking.mediator_id)).one() == colleague.id


def test_of_two_who_take_it_at_the_same_moment_one_has_it(
    browser: OpenBrowser, made: Report, mediator: Person, colleague: Person
) -> None:
    both = iter([mediator, colleague])

    statuses = at_once(2, lambda _: browser(next(both)), None, f"/moderation/{made.id}/take")

    assert sorted(statuses) == [303, 409]
    assert len(db.session.scalars(select(Taking)).all()) == 1


def test_notes_are_read_by_mediators_alone(
    browser: OpenBrowser,
    made: Report,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    colleague: Person,
) -> None:
    desk = browser(mediator)
    page = desk.get(f"/moderation/{made.id}")
    assert desk.submit(page, "/notes", body="  ").status == 422
    desk.submit(page, "/notes", body="Elle m’a écrit : à ménager.")

    assert "Elle m’a écrit : à ménager." in browser(colleague).get(f"/moderation/{made.id}").text
    for person in (author, reporter, make_person(role=Role.ADMINISTRATOR)):
        reader = browser(person)
        assert reader.post(f"/moderation/{made.id}/notes", {"body": "Moi aussi."}).status == 403
        assert reader.get(f"/moderation/{made.id}").status == 403
        assert "ménager" not in reader.get("/reports").html
    assert len(db.session.scalars(select(DeskNote)).all()) == 1


def test_an_item_is_handed_over_to_a_colleague_who_is_told(
    browser: OpenBrowser, made: Report, mediator: Person, colleague: Person, deliver: Callable[[], int]
) -> None:
    desk = browser(mediator)
    page = desk.get(take(desk, made).links()["Confier à une autre personne"])
    assert [option.get_text() for option in page.select("select[name=colleague] option")] == ["Marc Médiateur"]
    assert desk.submit(page, with_field="colleague", colleague=str(colleague.id), body="").status == 422

    desk.submit(page, with_field="colleague", colleague=str(colleague.id), body="Vous la connaissez mieux.")
    deliver()

    assert notices(colleague)[-1] == "Maud Médiatrice vous confie un signalement."
    item = browser(colleague).get(f"/moderation/{made.id}")
    assert item.select("textarea[name=reason]")
    assert "Vous la connaissez mieux." in item.text


def test_nothing_is_handed_over_to_who_is_no_mediator_or_is_concerned(
    browser: OpenBrowser, thread: Thread, mediator: Person, colleague: Person, reporter: Person, author: Person
) -> None:
    own = make_reply(colleague, thread, "Mes mots.")
    made = report(actor(reporter), "post", own.id, Reason.HURTFUL, "")
    desk = browser(mediator)
    take(desk, made)

    for chosen, words in (
        (author.id, "Choisissez une personne de la médiation."),
        (mediator.id, "Choisissez une personne de la médiation."),
        (0, "Choisissez une personne de la médiation."),
        (colleague.id, "Cela concerne Marc Médiateur"),
    ):
        answer = desk.post(f"/moderation/{made.id}/hand-over", {"colleague": str(chosen), "body": "Pour vous."})
        assert answer.status == 422
        assert words in answer.main
    assert db.session.scalars(select(Taking.mediator_id)).one() == mediator.id


@pytest.fixture(params=["author", "reporter", "school"])
def concerned(
    request: pytest.FixtureRequest, made: Report, post: Post, author: Person, reporter: Person, mediator: Person
) -> tuple[Person, Report]:
    """A mediator whom a report concerns, and that report."""
    if request.param == "school":
        make_school_room("Collège des Tilleuls", author, reporter, mediator)
        return mediator, made
    if request.param == "reporter":
        report(actor(mediator), "post", post.id, Reason.OTHER, "Moi aussi.")
        return mediator, made
    thread = db.session.get_one(Thread, post.thread_id)
    return mediator, report(actor(reporter), "post", make_reply(mediator, thread).id, Reason.OTHER, "Lui.")


def test_nobody_handles_what_concerns_them(
    browser: OpenBrowser, concerned: tuple[Person, Report], colleague: Person, reporter: Person
) -> None:
    person, made = concerned
    browser(colleague).submit(browser(colleague).get(f"/moderation/{made.id}"), "/notes", body="À voir avec soin.")
    desk = browser(person)

    page = desk.get(f"/moderation/{made.id}")
    assert "Ce signalement vous concerne" in page.main
    for kept in (reporter.name, made.words, "À voir avec soin."):
        assert kept not in page.text
    words = {"decision": "dismiss", "reason": "Rien.", "seen": "0", "colleague": str(colleague.id), "body": "Pour toi."}
    for act in ("", "/take", "/release", "/notes", "/hand-over"):
        answer = desk.post(f"/moderation/{made.id}{act}", words)
        assert answer.status == 403, act
    assert desk.get(f"/moderation/{made.id}/hand-over").status == 403
    assert db.session.scalars(select(ModerationAction)).all() == []
    assert take(browser(colleague), made).select("textarea[name=reason]")


def test_a_mediator_of_the_school_of_one_of_the_two_alone_handles_it(
    browser: OpenBrowser, made: Report, author: Person, mediator: Person
) -> None:
    make_school_room("Collège des Tilleuls", author, mediator)

    assert decide(browser(mediator), made, "dismiss", "Rien de blessant.").status == 200


def test_past_decisions_about_the_same_person_are_shown_there_alone(
    browser: OpenBrowser, made: Report, author: Person, reporter: Person, thread: Thread, mediator: Person
) -> None:
    decide(browser(mediator), made, "hide", "Des mots de trop.")
    other = report(actor(reporter), "post", make_reply(author, thread, "Encore.").id, Reason.HURTFUL, "")
    third = report(actor(author), "post", make_reply(reporter, thread, "Assez.").id, Reason.HURTFUL, "")
    desk = browser(mediator)

    item = desk.get(f"/moderation/{other.id}")
    assert "À propos de la même personne" in item.text
    assert "Des mots de trop." in item.text
    assert "Des mots de trop." not in desk.get(f"/moderation/{third.id}").text
    assert "Des mots de trop." not in desk.get("/moderation").text
    assert "Des mots de trop." not in browser(reporter).get(f"/report/post/{other.object_id}").text


def test_an_item_costs_the_same_whatever_it_shows(
    browser: OpenBrowser,
    message: Message,
    room: Room,
    author: Person,
    reporter: Person,
    mediator: Person,
    statements: list[str],
) -> None:
    make_school_room("Collège des Tilleuls", mediator)
    desk = browser(mediator)
    for number in range(5):
        past = report(actor(reporter), "message", say(author, room, f"{number}").id, Reason.HURTFUL, "")
        decide(desk, past, "hide", "Blessant.")
    made = report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    for number in range(5):
        desk.post(f"/moderation/{made.id}/notes", {"body": f"Note {number}"})
    take(desk, made)
    statements.clear()

    assert desk.get(f"/moderation/{made.id}").status == 200
    assert len(statements) <= 8, statements


def test_a_visitor_and_a_member_have_nothing_in_hand(
    browser: OpenBrowser, visitor: Browser, made: Report, reporter: Person
) -> None:
    for act in ("take", "release", "notes", "hand-over"):
        assert browser(reporter).post(f"/moderation/{made.id}/{act}", {"body": "Non."}).status == 403
        assert visitor.post(f"/moderation/{made.id}/{act}", follow=False).status == 303
        assert browser(make_person(role=Role.MEDIATOR)).post(f"/moderation/999999/{act}", {"body": "."}).status == 404
