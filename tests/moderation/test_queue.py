"""The queue puts first what weighs most, can be filtered, and costs the same however long it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from forum.accounts.models import Person
from forum.chat.models import Room
from forum.core.models import now
from forum.discussions.models import Thread
from forum.extensions import db
from forum.moderation.models import Reason, Report
from forum.moderation.services import report
from tests.browsing import Browser, Page
from tests.chat.factories import say
from tests.discussions.factories import make_reply
from tests.factories import actor, make_person
from tests.moderation.steps import decide, take

OpenBrowser = Callable[[Person], Browser]


@pytest.fixture
def reported(author: Person, thread: Thread) -> Callable[..., Report]:
    """Reports something new that the author wrote, some days ago."""

    def make(
        words: str, reason: Reason = Reason.OFF_TOPIC, *, by: int = 1, days: float = 0, wish: bool = False
    ) -> Report:
        reply = make_reply(author, thread, words)
        for _person in range(by):
            made = report(actor(make_person()), "post", reply.id, reason, "", wishes_mediation=wish)
            made.reported_at = now() - timedelta(days=days)
        db.session.commit()
        return made

    return make


def titles(page: Page) -> list[str]:
    return page.texts("ul.rows h3 a")


def test_what_several_reported_what_exposes_somebody_and_what_waits_comes_first(
    browser: OpenBrowser, reported: Callable[..., Report], mediator: Person
) -> None:
    reported("léger")
    reported("souhait", wish=True)
    reported("exposé", Reason.CONFIDENTIAL, wish=True)
    reported("ancien", days=8, by=2)
    reported("suivant")

    assert titles(browser(mediator).get("/moderation")) == ["ancien", "exposé", "souhait", "léger", "suivant"]


def test_the_queue_goes_on_where_it_was_cut(
    browser: OpenBrowser, reported: Callable[..., Report], mediator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("forum.moderation.queries.desk.QUEUE", 2)
    for number in range(3):
        reported(f"léger {number}")
        reported(f"lourd {number}", Reason.CONFIDENTIAL)
    desk, page, seen = browser(mediator), browser(mediator).get("/moderation"), []
    while True:
        seen += titles(page)
        following = page.links().get("Signalements suivants")
        if not following:
            break
        page = desk.get(following)

    assert seen == ["lourd 0", "lourd 1", "lourd 2", "léger 0", "léger 1", "léger 2"]
    for wrong in ("x", "1-", "-1-2", "9999999999999999999999-1", "1-2-3"):
        assert desk.get(f"/moderation?after={wrong}").status == 200


def test_the_queue_is_filtered(
    browser: OpenBrowser,
    reported: Callable[..., Report],
    room: Room,
    author: Person,
    reporter: Person,
    mediator: Person,
) -> None:
    desk = browser(mediator)
    held = reported("à moi")
    take(desk, held)
    decide(desk, reported("masqué"), "hide", "Blessant.")
    decide(desk, reported("classé", Reason.HURTFUL), "dismiss", "Rien.")
    reported("vif", Reason.HURTFUL)
    report(actor(reporter), "message", say(author, room, "au salon").id, Reason.HURTFUL, "")

    for asked, expected in {
        "": ["vif", "au salon", "à moi"],
        "kind=message": ["au salon"],
        "kind=post&reason=hurtful": ["vif"],
        "state=mine": ["à moi"],
        "state=hidden": ["masqué"],
        "state=dismissed": ["classé"],
        "state=dismissed&reason=off_topic": [],
        "state=restored": [],
        "kind=nonsense&reason=nonsense&state=nonsense": ["vif", "au salon", "à moi"],
    }.items():
        assert titles(desk.get(f"/moderation?{asked}")) == expected, asked
    assert "Rien ne répond à ces filtres." in desk.get("/moderation?state=restored").main


def test_what_one_wrote_is_not_in_one_s_queue(
    browser: OpenBrowser, thread: Thread, reporter: Person, mediator: Person, colleague: Person
) -> None:
    report(actor(reporter), "post", make_reply(mediator, thread, "Mes mots.").id, Reason.HURTFUL, "")

    assert titles(browser(mediator).get("/moderation")) == []
    assert titles(browser(colleague).get("/moderation")) == ["Mes mots."]


def test_a_long_past_and_a_long_queue_cost_nothing_more(
    browser: OpenBrowser,
    reported: Callable[..., Report],
    author: Person,
    reporter: Person,
    mediator: Person,
    statements: list[str],
) -> None:
    made = reported("un mot")
    past = {
        "object_kind": "post",
        "object_id": made.object_id,
        "author_id": author.id,
        "reporter_id": reporter.id,
        "reason": "hurtful",
        "state": "dismissed",
    }
    moment = now()
    db.session.execute(
        insert(Report),
        [{**past, "reported_at": moment - timedelta(minutes=number), "closed_at": moment} for number in range(3_000)],
    )
    db.session.commit()
    for number in range(60):
        reported(f"numéro {number}")
    desk = browser(mediator)

    for asked in ("", "?kind=post&reason=off_topic", "?state=mine", "?state=dismissed"):
        statements.clear()
        assert desk.get(f"/moderation{asked}").status == 200
        assert len(statements) <= 8, statements
    assert len(db.session.scalars(select(Report.id)).all()) == 3_061
