"""Who reported something follows it, and learns nothing that concerns others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.chat.models import Message, Room
from forum.discussions.models import Post
from forum.extensions import db
from forum.moderation.models import Reason
from forum.moderation.services import report
from forum.notices.models import Notice
from tests.browsing import Browser
from tests.chat.factories import leave_school
from tests.factories import actor, make_person
from tests.moderation.steps import decide

OpenBrowser = Callable[[Person], Browser]


def test_a_report_is_followed_from_its_day_to_its_outcome(
    browser: OpenBrowser, post: Post, reporter: Person, mediator: Person
) -> None:
    made = report(actor(reporter), "post", post.id, Reason.HURTFUL, "Il vise quelqu’un.", wishes_mediation=True)
    reader = browser(reporter)

    page = reader.get("/reports").main
    assert "Un message de la discussion « Comment accueillir un retour ? »" in page
    assert "Transmis : la médiation va regarder" in page
    assert "Il vise quelqu’un." in page
    assert "médiation souhaitée" in page

    assert "Souhaite une médiation" in browser(mediator).get(f"/moderation/{made.id}").text
    decide(browser(mediator), made, "hide", "Une personne est visée.", answer="Merci de votre attention.")
    page = reader.get("/reports").main
    assert "Examiné : c’est maintenant masqué" in page
    assert "Merci de votre attention." in page
    assert "Une personne est visée." not in page

    decide(browser(mediator), made, "restore", "Après relecture.")
    assert "Examiné une seconde fois : c’est de nouveau affiché" in reader.get("/reports").main


def test_nobody_follows_the_reports_of_others(
    browser: OpenBrowser, visitor: Browser, post: Post, author: Person, reporter: Person
) -> None:
    report(actor(reporter), "post", post.id, Reason.HURTFUL, "Il vise quelqu’un.")

    for person in (author, make_person()):
        assert "Vous n’avez rien signalé." in browser(person).get("/reports").main
    assert visitor.get("/reports", follow=False).status == 303


@pytest.mark.parametrize("has_left", [False, True])
def test_who_left_no_longer_reads_where_it_was(
    has_left: bool,
    browser: OpenBrowser,
    message: Message,
    room: Room,
    reporter: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    made = report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    decide(browser(mediator), made, "dismiss", "Rien de blessant.")
    deliver()
    if has_left:
        leave_school(reporter, room)
    reader = browser(reporter)

    for url in ("/reports", "/notices"):
        assert ("Collège des Ormeaux" in reader.get(url).main) != has_left
    assert "n’a été changé" in reader.get("/reports").main
    notice = db.session.query(Notice).filter_by(kind="moderation.told_dismiss").one()
    assert notice.audience == room.audience


def test_a_long_list_goes_on_by_pages(
    browser: OpenBrowser, post: Post, message: Message, reporter: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.moderation.queries.own.OWN", 1)
    report(actor(reporter), "post", post.id, Reason.HURTFUL, "")
    report(actor(reporter), "message", message.id, Reason.HURTFUL, "")
    reader = browser(reporter)

    first = reader.get("/reports")
    second = reader.get(first.links()["Signalements plus anciens"])

    assert first.texts("ul.rows h3") == ["Un message du salon « Collège des Ormeaux »"]
    assert second.texts("ul.rows h3") == ["Un message de la discussion « Comment accueillir un retour ? »"]
