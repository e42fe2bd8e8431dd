"""What mediators do besides hiding: each action has a reason that the person concerned reads, and can be undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from config import Settings
from forum.accounts.models import Person, Role
from forum.chat.models import Message
from forum.discussions.models import Post, PostRevision
from forum.extensions import db
from forum.moderation.models import ModerationAction, Reason, Report
from forum.moderation.services import report
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.moderation.steps import decide, mails, notices, take

OpenBrowser = Callable[[Person], Browser]
ASKED = "Dites-le sans nommer la personne."


@pytest.fixture
def made(post: Post, reporter: Person) -> Report:
    return report(actor(reporter), "post", post.id, Reason.HURTFUL, "")


@pytest.fixture
def asked(browser: OpenBrowser, made: Report, mediator: Person) -> Report:
    """A report on which a mediator asked the author for an edit."""
    decide(browser(mediator), made, "ask_edit", ASKED)
    return made


def test_who_reported_is_thanked_and_the_author_told_nothing(
    browser: OpenBrowser, made: Report, author: Person, reporter: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    decide(browser(mediator), made, "thank", "Vif, sans viser personne.", answer="Vous avez bien fait.")
    deliver()

    [told] = notices(reporter)
    assert "rien n’a été changé, et merci de votre attention. La médiation vous dit : Vous avez bien fait." in told
    assert "merci de votre attention" in browser(reporter).get("/reports").main
    assert notices(author) == []


def test_a_reminder_is_a_private_word_to_the_author(
    browser: OpenBrowser,
    settings: Settings,
    made: Report,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    decide(browser(mediator), made, "remind", "La charte demande de parler des situations.")
    deliver()

    [told] = notices(author)
    assert told.endswith("La charte demande de parler des situations.")
    [mail] = mails(settings, author)
    assert "La charte demande de parler des situations." in mail.get_body(("plain",)).get_content()
    [answer] = notices(reporter)
    assert answer.endswith("la médiation a fait le nécessaire.")
    assert "rappel" not in browser(reporter).get("/reports").main
    db.session.refresh(post)
    assert post.hidden_at is None


def test_the_reminder_begins_with_what_mediators_wrote_together(
    browser: OpenBrowser, visitor: Browser, made: Report, mediator: Person, colleague: Person
) -> None:
    desk = browser(mediator)
    item = f"/moderation/{made.id}?act=remind"
    take(desk, made)
    assert "La charte demande de parler des situations" in desk.get(item).select("textarea[name=reason]")[0].get_text()
    page = desk.get("/moderation/reminder")
    assert desk.submit(page, with_field="body", body=" ").status == 422
    assert desk.submit(page, with_field="body", body="x" * 1001).status == 422
    desk.submit(page, with_field="body", body="Parlons des situations.")

    begun = desk.get(item)
    assert begun.select("textarea[name=reason]")[0].get_text().strip() == "Parlons des situations."
    assert begun.select("input[value=remind][checked]")
    assert "Parlons des situations." in browser(colleague).get("/moderation/reminder").main
    for person in (make_person(), make_person(role=Role.ADMINISTRATOR)):
        assert browser(person).get("/moderation/reminder").status == 403
        assert browser(person).post("/moderation/reminder", {"body": "Non."}).status == 403
    assert visitor.get("/moderation/reminder", follow=False).status == 303


def test_an_edit_is_asked_for_made_and_read_again(
    browser: OpenBrowser,
    settings: Settings,
    asked: Report,
    post: Post,
    author: Person,
    reporter: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    deliver()
    place = f"/posts/{post.id}"
    writer, reader, desk = browser(author), browser(reporter), browser(mediator)
    assert "Un mot blessant." not in reader.get(place).main
    assert ASKED in writer.get(place).main
    assert ASKED in notices(author)[-1]
    assert f"/report/post/{post.id}/edit" in mails(settings, author)[-1].get_body(("plain",)).get_content()
    assert "c’est masqué le temps d’être repris" in notices(reporter)[-1]
    assert "Rien n’attend de décision." in desk.get("/moderation").main

    way = writer.get(writer.get(place).links()["Reprendre ce message ou demander un autre avis"])
    page = writer.get(way.links()["Reprendre mon message"])
    assert page.select("textarea")[0].get_text().strip() == "Un mot blessant."
    assert writer.submit(page, with_field="body", body="  ").status == 422
    answer = writer.submit(page, with_field="body", body="Une situation difficile.")
    assert "Merci. La médiation va relire votre message." in answer.text
    assert "difficile" not in reader.get(place).main
    again = writer.submit(page, with_field="body", body="Un autre mot blessant.")
    assert again.status == 409
    assert "il ne se change plus d’ici là" in again.main
    assert "Un autre mot blessant." in again.main

    edited = db.session.scalars(select(Report).where(Report.reason == "edited")).one()
    item = desk.get(f"/moderation/{edited.id}")
    assert "Une situation difficile." in item.main
    assert "Un mot blessant." in item.text  # among the notes
    decide(desk, edited, "restore", "Merci.")
    deliver()
    assert "Une situation difficile." in reader.get(place).main
    assert notices(author)[-1].endswith("est rétabli par la médiation. Motif : Merci.")
    assert "Relu : votre message est de nouveau affiché" in writer.get("/reports").main
    assert db.session.scalars(select(PostRevision)).all() == []


def test_an_edit_that_is_not_enough_is_asked_for_again_or_refused(
    browser: OpenBrowser, asked: Report, post: Post, author: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    writer, desk, way = browser(author), browser(mediator), f"/report/post/{post.id}/edit"
    writer.submit(writer.get(way), with_field="body", body="Presque.")
    edited = db.session.scalars(select(Report).where(Report.reason == "edited")).one()
    decide(desk, edited, "ask_edit", "Encore un effort.")
    assert "Encore un effort." in writer.get(way).main
    writer.submit(writer.get(way), with_field="body", body="Pas mieux.")
    last = db.session.scalars(select(Report).where(Report.reason == "edited").order_by(Report.id.desc())).first()
    decide(desk, last, "dismiss", "Toujours une personne visée.")
    deliver()

    assert "a été relu : il reste masqué. Motif : Toujours une personne visée." in notices(author)[-1]
    assert writer.post(way, {"body": "Encore."}).status == 409
    assert "Aucune modification ne vous est demandée ici." in writer.get(way).main


def test_nobody_else_takes_up_a_message_and_no_other_is_taken_up(
    browser: OpenBrowser,
    visitor: Browser,
    asked: Report,
    post: Post,
    message: Message,
    author: Person,
    reporter: Person,
    mediator: Person,
) -> None:
    way = f"/report/post/{post.id}/edit"
    for person in (reporter, mediator, make_person(role=Role.ADMINISTRATOR)):
        assert browser(person).get(way).status == 403
        assert browser(person).post(way, {"body": "À ma façon."}).status == 403
    assert visitor.get(way, follow=False).status == 303
    writer = browser(author)
    for other, status in ((f"message/{message.id}", 403), ("post/999999", 404), ("nonsense/1", 404)):
        assert writer.post(f"/report/{other}/edit", {"body": "Mieux."}).status == status
    db.session.refresh(post)
    assert post.source == "Un mot blessant."


def test_an_edit_is_asked_for_of_posts_alone(
    browser: OpenBrowser, message: Message, reporter: Person, mediator: Person
) -> None:
    made = report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    desk = browser(mediator)
    assert "Demander une modification" not in take(desk, made).main

    answer = desk.post(f"/moderation/{made.id}", {"decision": "ask_edit", "reason": ASKED, "seen": "0"})

    assert answer.status == 409
    assert db.session.scalars(select(ModerationAction)).all() == []


def test_a_post_hidden_for_good_waits_for_no_edit(
    browser: OpenBrowser, made: Report, post: Post, author: Person, mediator: Person
) -> None:
    decide(browser(mediator), made, "hide", "Blessant.")
    writer = browser(author)

    assert "Reprendre mon message" not in writer.get(f"/report/post/{post.id}").links()
    assert writer.post(f"/report/post/{post.id}/edit", {"body": "Mieux."}).status == 409


@pytest.mark.parametrize("decision", ["dismiss", "settle", "thank", "remind"])
def test_what_changes_nothing_that_is_shown_is_undone_and_waits_again(
    decision: str,
    browser: OpenBrowser,
    made: Report,
    author: Person,
    reporter: Person,
    mediator: Person,
    colleague: Person,
    deliver: Callable[[], int],
) -> None:
    flashed = decide(browser(mediator), made, decision, "Rien à voir.")
    assert flashed.links()["Revenir dessus"] == f"/moderation/{made.id}"
    other = browser(colleague)

    decide(other, made, "reopen", "Lu trop vite.")
    deliver()

    assert db.session.scalars(select(Report.state)).all() == ["open"]
    assert other.get("/moderation").texts("ul.rows h3 a") == ["Un mot blessant."]
    assert "Transmis : la médiation va regarder" in browser(reporter).get("/reports").main
    assert notices(reporter)[-1].endswith("la médiation va regarder de nouveau.")
    undone = [told for told in notices(author) if "La médiation retire son rappel" in told]
    assert bool(undone) == (decision == "remind")
    assert other.get("/moderation/log").texts("ul.rows h3")[0] == "Ariane Autrice : décision annulée"


def test_there_is_nothing_to_undo_where_nothing_was_decided(
    browser: OpenBrowser, made: Report, mediator: Person
) -> None:
    desk = browser(mediator)
    take(desk, made)

    answer = desk.post(f"/moderation/{made.id}", {"decision": "reopen", "reason": "Oups.", "seen": "0"})

    assert answer.status == 409
    assert "Il n’y a pas de décision à annuler." in answer.main


def test_undoing_leaves_what_was_reported_anew_meanwhile(
    browser: OpenBrowser, made: Report, post: Post, reporter: Person, mediator: Person
) -> None:
    desk = browser(mediator)
    report(actor(make_person()), "post", post.id, Reason.HURTFUL, "")
    decide(desk, made, "dismiss", "Rien.")
    report(actor(reporter), "post", post.id, Reason.OTHER, "Regardez mieux.")

    decide(desk, made, "dismiss", "Toujours rien.")
    assert set(db.session.scalars(select(Report.state))) == {"dismissed"}
    decide(desk, made, "reopen", "Lu trop vite.")
    assert sorted(db.session.scalars(select(Report.state))) == ["dismissed", "dismissed", "open"]


def test_an_asked_edit_is_undone_by_showing_the_post_again(
    browser: OpenBrowser, asked: Report, post: Post, reporter: Person, mediator: Person
) -> None:
    decide(browser(mediator), asked, "restore", "Elle ne vise personne.")

    db.session.refresh(post)
    assert post.hidden_at is None
    assert "c’est de nouveau affiché" in browser(reporter).get("/reports").main


def test_one_goes_from_an_item_to_the_next_and_back(
    browser: OpenBrowser, made: Report, message: Message, reporter: Person, mediator: Person
) -> None:
    second = report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    desk = browser(mediator)

    page = desk.get(desk.get(f"/moderation/{made.id}").links()["Signalement suivant"])
    assert page.url == f"/moderation/{second.id}"
    assert desk.get(page.links()["Signalement précédent"]).url == f"/moderation/{made.id}"
    assert desk.get(page.links()["Signalement suivant"]).url == "/moderation"
    assert browser(reporter).get(f"/moderation/{made.id}/next").status == 403
