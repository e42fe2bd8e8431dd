"""Mediators decide on what was reported: with a reason, one after the other, and everyone concerned is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from config import Settings
from forum.accounts.models import Person, Role
from forum.chat.models import Message, Room
from forum.discussions.models import Post, Thread
from forum.discussions.services import reassign_post
from forum.extensions import db
from forum.moderation.models import ModerationAction, Reason, Report
from forum.moderation.services import report
from tests.browsing import Browser
from tests.chat.factories import say
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.moderation.steps import decide, free, mails, notices, take

OpenBrowser = Callable[[Person], Browser]
REASON = "Une personne est visée ; la charte demande de parler des situations."


def test_the_desk_is_the_mediators_alone(browser: OpenBrowser, visitor: Browser, post: Post, reporter: Person) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")

    for url in ("/moderation", "/moderation/log", f"/moderation/{made.id}"):
        assert browser(reporter).get(url).status == 403
        assert browser(make_person(role=Role.ADMINISTRATOR)).get(url).status == 403
        assert visitor.get(url, follow=False).status == 303
    assert browser(reporter).post(f"/moderation/{made.id}", {"decision": "hide", "reason": REASON}).status == 403


def test_an_empty_desk_says_so(browser: OpenBrowser, mediator: Person) -> None:
    assert "Rien n’attend de décision." in browser(mediator).get("/moderation").main
    assert "Aucune décision" in browser(mediator).get("/moderation/log").main


def test_the_queue_puts_reports_on_the_same_thing_together_what_weighs_most_first(
    browser: OpenBrowser, post: Post, message: Message, reporter: Person, mediator: Person
) -> None:
    report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    report(actor(make_person()), "post", post.id, Reason.OTHER, "Non.")

    page = browser(mediator).get("/moderation")

    assert page.texts("ul.rows h3 a") == ["Un mot blessant.", "Un message blessant."]
    assert page.texts(".row-aside") == ["2 signalements", "1 signalement"]


def test_a_long_queue_goes_on_by_pages(
    browser: OpenBrowser,
    post: Post,
    message: Message,
    reporter: Person,
    mediator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("forum.moderation.queries.desk.QUEUE", 1)
    report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    desk = browser(mediator)

    first = desk.get("/moderation")
    second = desk.get(first.links()["Signalements suivants"])

    assert first.texts("ul.rows h3 a") == ["Un message blessant."]
    assert second.texts("ul.rows h3 a") == ["Un mot blessant."]
    assert "Signalements suivants" not in second.links()


def test_an_item_shows_three_before_and_three_after_and_nothing_else_of_the_room(
    browser: OpenBrowser, room: Room, author: Person, reporter: Person, mediator: Person
) -> None:
    messages = [say(author, room, f"numéro {number}") for number in range(1, 11)]
    made = report(actor(reporter), "message", messages[4].id, Reason.CONFIDENTIAL, "On le reconnaît.")
    desk = browser(mediator)

    page = desk.get(f"/moderation/{made.id}")

    assert page.texts(".context .prose") == [f"numéro {number}" for number in range(2, 9)]
    assert page.texts(".context .reported .prose") == ["numéro 5"]
    assert "Confidentiel : une personne est reconnaissable" in page.main + page.text
    assert "Rémi Rapporteur" in page.text
    assert "On le reconnaît." in page.text
    assert "Voir à sa place" not in page.links()
    assert desk.get(f"/rooms/{room.id}").status == 404
    assert desk.get(f"/messages/{messages[4].id}").status == 404


def test_an_item_of_a_thread_shows_its_neighbours_of_the_same_thread(
    browser: OpenBrowser, thread: Thread, post: Post, author: Person, reporter: Person, mediator: Person
) -> None:
    make_thread(author, make_space(), "Autre discussion", "Rien à voir.")
    make_reply(reporter, thread, "Pourquoi dire cela ?")
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")

    page = browser(mediator).get(f"/moderation/{made.id}")

    assert page.texts(".context .prose") == ["Premier message.", "Un mot blessant.", "Pourquoi dire cela ?"]


@pytest.mark.parametrize("kind", ["post", "message"])
def test_hiding_closes_every_report_and_tells_everyone_concerned(
    kind: str,
    browser: OpenBrowser,
    settings: Settings,
    post: Post,
    message: Message,
    author: Person,
    reporter: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    subject = post if kind == "post" else message
    made = report(actor(reporter), kind, subject.id, Reason.HURTFUL, "")
    desk = browser(mediator)

    answer = decide(desk, made, "hide", REASON)
    deliver()

    assert answer.status == 200
    assert answer.url == "/moderation"
    assert "Rien n’attend de décision." in answer.main
    db.session.refresh(subject)
    assert subject.hidden_at is not None
    assert subject.hidden_reason == REASON
    assert [found.state for found in db.session.scalars(select(Report))] == ["hidden"]
    action = db.session.scalars(select(ModerationAction)).one()
    assert (action.action, action.reason, action.mediator_id, action.report_id) == (
        "hide",
        REASON,
        mediator.id,
        made.id,
    )
    [to_author] = notices(author)
    assert f"a été masqué par la médiation. Motif : {REASON}" in to_author
    assert notices(reporter)[0].endswith("c’est maintenant masqué.")
    assert REASON not in notices(reporter)[0]
    [mail] = mails(settings, author)
    assert "masqué" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()
    assert REASON in text
    assert f"/report/{kind}/{subject.id}" in text
    assert mails(settings, reporter) == []


def test_finding_nothing_to_change_tells_the_reporter_and_not_the_author(
    browser: OpenBrowser,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    second = make_person()
    for person in (reporter, second):
        made = report(actor(person), "post", post.id, Reason.OFF_TOPIC, "")

    decide(browser(mediator), made, "dismiss", "C’est bien le sujet de cet espace.")
    deliver()

    assert {found.state for found in db.session.scalars(select(Report))} == {"dismissed"}
    for person in (reporter, second):
        assert notices(person)[0].endswith(
            "n’a rien changé. La médiation vous dit : C’est bien le sujet de cet espace."
        )
    assert notices(author) == []
    db.session.refresh(post)
    assert post.hidden_at is None


def test_a_decision_is_undone_by_another_and_the_log_keeps_both(
    browser: OpenBrowser,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    colleague: Person,
    deliver: Callable[[], int],
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    decide(browser(mediator), made, "hide", REASON)

    decide(browser(colleague), made, "restore", "Relu à deux : rien de blessant.")
    deliver()

    db.session.refresh(post)
    assert post.hidden_at is None
    assert "est rétabli par la médiation. Motif : Relu à deux : rien de blessant." in notices(author)[-1]
    assert notices(reporter)[-1].endswith("c’est de nouveau affiché.")
    log = browser(mediator).get("/moderation/log")
    assert log.texts("ul.rows h3") == [
        "Ariane Autrice : message rétabli",
        "Ariane Autrice : message masqué",
    ]
    assert REASON in log.main
    assert "par Marc Médiateur" in log.main


def test_who_comes_second_is_told_who_decided_and_keeps_the_words(
    browser: OpenBrowser, post: Post, reporter: Person, mediator: Person, colleague: Person
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    late = browser(colleague)
    page = take(late, made)
    free()
    decide(browser(mediator), made, "hide", REASON)

    answer = late.submit(page, with_field="decision", decision="dismiss", reason="Rien de grave.")

    assert answer.status == 409
    assert "Maud Médiatrice a pris une décision entre-temps : message masqué." in answer.main
    assert answer.texts("blockquote") == ["Rien de grave."]
    db.session.refresh(post)
    assert post.hidden_at is not None
    assert len(db.session.scalars(select(ModerationAction)).all()) == 1


def test_two_reports_on_one_thing_are_decided_once(
    browser: OpenBrowser, post: Post, reporter: Person, mediator: Person, colleague: Person
) -> None:
    first = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    second = report(actor(make_person()), "post", post.id, Reason.HURTFUL, "")
    late = browser(colleague)
    page = take(late, second)
    free()
    decide(browser(mediator), first, "dismiss", "Rien de blessant.")

    answer = late.submit(page, with_field="decision", decision="hide", reason=REASON)

    assert answer.status == 409
    assert REASON in answer.main


def test_the_same_decision_sent_twice_is_one(
    browser: OpenBrowser, post: Post, reporter: Person, mediator: Person
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    desk = browser(mediator)
    page = take(desk, made)

    for _time in range(2):
        assert desk.submit(page, with_field="decision", decision="hide", reason=REASON).status == 200

    assert len(db.session.scalars(select(ModerationAction)).all()) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "hide", "reason": "  "}, "Donnez le motif"),
        ({"decision": "hide", "reason": "x" * 1001}, "Ce texte est trop long : 1000 caractères au plus."),
        ({"reason": REASON}, "Choisissez une décision."),
        ({"decision": "burn", "reason": REASON}, "Choisissez une décision."),
    ],
)
def test_a_decision_needs_a_reason(
    fields: dict[str, str], words: str, browser: OpenBrowser, post: Post, reporter: Person, mediator: Person
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    desk = browser(mediator)

    answer = desk.submit(take(desk, made), with_field="decision", **fields)

    assert answer.status == 422
    assert words in answer.main
    assert answer.select("textarea[name=reason]")[0].get_text().strip() == fields["reason"].strip()
    assert db.session.scalars(select(ModerationAction)).all() == []


def test_what_can_t_be_done_as_things_stand_is_a_conflict(
    browser: OpenBrowser, post: Post, reporter: Person, mediator: Person
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")

    desk = browser(mediator)
    take(desk, made)

    answer = desk.post(f"/moderation/{made.id}", {"decision": "restore", "reason": REASON, "seen": "0"})

    assert answer.status == 409
    assert "Ce message n’est pas masqué." in answer.main


def test_mediators_don_t_judge_what_they_wrote(
    browser: OpenBrowser, thread: Thread, reporter: Person, mediator: Person
) -> None:
    own = make_reply(mediator, thread, "Mes propres mots.")
    made = report(actor(reporter), "post", own.id, Reason.HURTFUL, "")
    desk = browser(mediator)

    page = desk.get(f"/moderation/{made.id}")
    assert "Ce signalement vous concerne" in page.main
    assert page.select("textarea[name=reason]") == []
    answer = desk.post(f"/moderation/{made.id}", {"decision": "dismiss", "reason": REASON, "seen": "0"})

    assert answer.status == 403
    assert "Ce signalement vous concerne" in answer.text
    assert db.session.scalars(select(Report.state)).all() == ["open"]


def test_a_contest_goes_to_another_mediator(
    browser: OpenBrowser,
    settings: Settings,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    colleague: Person,
    deliver: Callable[[], int],
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    decide(browser(mediator), made, "hide", REASON)
    writer = browser(author)
    page = writer.get(f"/report/post/{post.id}")
    assert REASON in page.main
    assert writer.submit(page, with_field="words", words=" ").status == 422
    writer.submit(page, with_field="words", words="Je parlais de la situation.")

    contest = db.session.scalars(select(Report).where(Report.reason == "contest")).one()
    first = browser(mediator)
    assert "Votre décision est contestée" in first.get(f"/moderation/{contest.id}").main
    refused = first.post(f"/moderation/{contest.id}", {"decision": "dismiss", "reason": REASON, "seen": "1"})
    assert refused.status == 403
    decide(browser(colleague), contest, "dismiss", "La règle vaut aussi ici.")
    deliver()

    assert "reste masqué. Motif : La règle vaut aussi ici." in notices(author)[-1]
    assert [str(mail["Subject"]) for mail in mails(settings, author)][-1].endswith("reste masqué")
    assert browser(reporter).get(f"/report/post/{post.id}").status == 409


def test_the_desk_s_pages_cost_the_same_whatever_they_show(
    browser: OpenBrowser,
    room: Room,
    thread: Thread,
    author: Person,
    reporter: Person,
    mediator: Person,
    statements: list[str],
) -> None:
    for number in range(6):
        made = report(actor(reporter), "message", say(author, room, f"{number}").id, Reason.HURTFUL, "")
        report(actor(reporter), "post", make_reply(author, thread, f"{number}").id, Reason.HURTFUL, "")
    desk = browser(mediator)
    decide(desk, made, "hide", REASON)

    for url in ("/moderation", "/moderation/log", f"/moderation/{made.id}"):
        statements.clear()
        assert desk.get(url).status == 200
        assert len(statements) <= 8, f"{url}: {statements}"


def test_a_reported_post_that_was_reassigned_is_judged_where_it_stands(
    browser: OpenBrowser, author: Person, reporter: Person, mediator: Person, thread: Thread, post: Post
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    right = make_thread(author, make_space(), "La bonne discussion", "Premier mot de la bonne.")
    reassign_post(actor(mediator), post.id, right.id)
    desk = browser(mediator)

    page = take(desk, made)
    assert "Premier mot de la bonne." in page.main
    assert "Premier message." not in page.main
    desk.submit(page, with_field="decision", decision="hide", reason="Blessant.")

    db.session.expire_all()
    assert post.hidden_at is not None
    assert (right.post_count, thread.post_count) == (1, 1)
