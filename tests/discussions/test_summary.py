"""The summary of a long thread: written, signed and dated by who holds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import audience
from forum.discussions.models import Thread, ThreadAct
from forum.discussions.services import summarise_thread, undo_act
from forum.extensions import db
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


@pytest.fixture
def keeper(browser: Open, mediator: Person) -> Browser:
    return browser(mediator)


def test_its_holder_writes_what_a_thread_came_to(keeper: Browser, visitor: Browser, thread: Thread) -> None:
    visitor.get(address(thread))
    form = keeper.get(f"/threads/{thread.id}/summary")

    keeper.submit(form, with_field="body", body="Deux pistes : **l’accueil** et le retour.")

    summary = visitor.get(address(thread)).select("details.summary")[0]
    words = " ".join(summary.get_text(" ").split())
    assert "Résumé de la discussion par Hélène Garrec, le" in words
    assert summary.select("strong")[0].get_text() == "l’accueil"
    assert not summary.has_attr("open")


def test_a_summary_is_changed_and_taken_away(keeper: Browser, visitor: Browser, thread: Thread) -> None:
    keeper.submit(keeper.get(f"/threads/{thread.id}/summary"), with_field="body", body="Premier état.")
    page = keeper.get(f"/threads/{thread.id}/summary")
    assert page.select("textarea")[0].get_text().strip() == "Premier état."
    keeper.submit(page, with_field="body", body="Second état.")
    assert "Second état." in visitor.get(address(thread)).main

    keeper.submit(keeper.get(f"/threads/{thread.id}/summary"), with_field="body", remove="1")

    assert not visitor.get(address(thread)).select("details.summary")


def test_each_change_is_in_the_log_and_can_be_undone(keeper: Browser, thread: Thread, mediator: Person) -> None:
    summarise_thread(actor(mediator), thread.id, "Premier état.")
    summarise_thread(actor(mediator), thread.id, "Premier état.")
    summarise_thread(actor(mediator), thread.id, "Second état.")
    acts = db.session.scalars(select(ThreadAct).where(ThreadAct.thread_id == thread.id).order_by(ThreadAct.id)).all()
    assert [act.act for act in acts] == ["summary", "summary"]
    log = keeper.get(f"/threads/{thread.id}/acts").main
    assert log.count("Hélène Garrec a écrit le résumé de la discussion.") == 2

    undo_act(actor(mediator), acts[-1].id)

    assert "Premier état." in keeper.get(address(thread)).main


def test_two_holders_at_once_are_told(browser: Open, keeper: Browser, thread: Thread, mediator: Person) -> None:
    page = keeper.get(f"/threads/{thread.id}/summary")
    summarise_thread(actor(mediator), thread.id, "D’ailleurs.")

    answer = keeper.submit(page, with_field="body", body="D’ici.")

    assert answer.status == 409
    assert answer.select("textarea")[0].get_text().strip() == "D’ici."
    assert "Quelqu’un d’autre a modifié ce résumé" in answer.main
    assert keeper.submit(answer, with_field="body", body="Les deux.").status == 200
    assert "Les deux." in browser().get(address(thread)).main


def test_a_summary_that_is_too_long_is_refused_and_kept_in_the_form(keeper: Browser, thread: Thread) -> None:
    answer = keeper.submit(keeper.get(f"/threads/{thread.id}/summary"), with_field="body", body="a" * 5_001)

    assert answer.status == 422
    assert len(answer.select("textarea")[0].get_text().strip()) == 5_001


def test_scripts_in_a_summary_are_words(keeper: Browser, thread: Thread) -> None:
    keeper.submit(keeper.get(f"/threads/{thread.id}/summary"), with_field="body", body="<script>alert(1)</script>")

    assert not keeper.get(address(thread)).select("details.summary script")


def test_who_does_not_hold_a_thread_summarises_nothing(browser: Open, thread: Thread, claire: Person) -> None:
    assert browser(claire).get(f"/threads/{thread.id}/summary").status == 403
    assert browser(claire).post(f"/threads/{thread.id}/summary", {"body": "Non."}).status == 403
    assert browser().post(f"/threads/{thread.id}/summary", {"body": "Non."}).url == "/login"
    assert "summary" not in browser(claire).get(address(thread)).links()


def test_the_thread_of_a_school_is_summarised_by_its_referent(browser: Open, mediator: Person) -> None:
    school = make_school()
    referent = make_referent(school)
    member = make_member(school, referent)
    thread = make_thread(member, make_space("Entre nous", audience.of_school(school.id)))

    assert browser(member).get(f"/threads/{thread.id}/summary").status == 403
    assert browser(referent).get(f"/threads/{thread.id}/summary").status == 200
    for outsider in (mediator, make_person()):
        assert browser(outsider).get(f"/threads/{thread.id}/summary").status == 404
