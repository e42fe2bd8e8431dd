"""A proposal is reported as a post is; hidden, it is a trace that says nothing of what it asked or was answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core.errors import NotAllowed
from forum.discussions.models import Thread
from forum.extensions import db
from forum.moderation.models import Report
from forum.notices.models import Notice, WatchLevel
from forum.notices.watching import watch
from forum.proposals.models import Proposal
from forum.proposals.services import (
    answer_consent,
    answer_poll,
    close_due,
    close_proposal,
    conclude_proposal,
    hide_proposal,
    restore_proposal,
)
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.discussions.holding.factories import address
from tests.factories import actor
from tests.moderation.steps import take
from tests.proposals.factories import let_its_date_come, make_consent, make_poll, options
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
REASON = "Une famille est reconnaissable."
SECRETS = ("Zurbaran", "Velasquez", "Murillo", "Ribera", "personne a répondu", "figures")


@pytest.fixture
def named(yann: Person, thread: Thread) -> Proposal:
    """A poll with an outcome, that says names."""
    return make_poll(yann, thread, "Que faire pour Zurbaran ?", ("Appeler Velasquez", "Attendre"))


@pytest.fixture
def judged(yann: Person, thread: Thread) -> Proposal:
    """A consent round with a reason, that says names."""
    return make_consent(yann, thread, "Recevons-nous Zurbaran ?")


def doors(thread: Thread, *proposals: Proposal) -> list[str]:
    """Where proposals are shown."""
    pages = [f"/proposals/{proposal.id}{page}" for proposal in proposals for page in ("", "/edit", "/outcome")]
    lists = ["/", f"/feeds/threads/{thread.id}.atom", "/notices"]
    return [
        *pages,
        *lists,
        address(thread),
        f"/threads/{thread.id}/proposals",
        f"/threads/{thread.id}/posts?from=1&to=9",
    ]


def test_a_member_reports_a_proposal_and_a_mediator_reads_what_it_asks(
    browser: Open, named: Proposal, claire: Person, mediator: Person
) -> None:
    reader = browser(claire)
    page = reader.get(f"/report/proposal/{named.id}")
    assert "Proposition dans la discussion « Comment préparer un retour" in page.main

    answer = reader.submit(page, with_field="words", reason="confidential", words="On reconnaît la famille.")

    assert answer.url == f"/proposals/{named.id}"
    made = db.session.query(Report).one()
    assert (made.object_kind, made.object_id, made.author_id) == ("proposal", named.id, named.author_id)
    desk = browser(mediator)
    assert desk.get("/moderation").texts("ul.rows h3 a") == ["Que faire pour Zurbaran ?"]
    assert desk.get(f"/moderation/{made.id}").texts(".context li") == ["Appeler Velasquez", "Attendre"]


def test_the_way_to_report_is_shown_to_members_on_what_others_put(
    browser: Open, visitor: Browser, thread: Thread, named: Proposal, yann: Person, claire: Person
) -> None:
    way = f"/report/proposal/{named.id}"

    for page in (address(thread), f"/proposals/{named.id}"):
        assert way in browser(claire).get(page).html
        assert way not in browser(yann).get(page).html
        assert way not in visitor.get(page).html
    assert browser(yann).get(way).status == 403
    assert visitor.get(way, follow=False).status == 303


def test_nobody_reports_a_proposal_that_they_do_not_see(browser: Open, claire: Person) -> None:
    school = make_school()
    inside = make_member(school, make_referent(school))
    poll = make_poll(inside, make_thread(inside, make_space("Dedans", f"school:{school.id}")))

    assert browser(claire).get(f"/report/proposal/{poll.id}").status == 404


def test_what_a_mediator_hides_is_read_at_no_door(
    browser: Open,
    visitor: Browser,
    thread: Thread,
    named: Proposal,
    judged: Proposal,
    yann: Person,
    claire: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    watch(claire.id, "thread", thread.id, WatchLevel.ALL)
    answer_poll(actor(claire), named.id, options(named)[:1])
    close_proposal(actor(yann), named.id)
    conclude_proposal(actor(yann), named.id, "On appelle Murillo.")
    answer_consent(actor(claire), judged.id, "object", "Pas sans Ribera.")
    deliver()
    assert "Zurbaran" in browser(claire).get("/notices").html

    for proposal in (named, judged):
        hide_proposal(actor(mediator), proposal.id, REASON)
    deliver()

    for reader in (visitor, browser(claire), browser(mediator)):
        for door in doors(thread, named, judged):
            page = reader.get(door)
            assert page.status < 500
            assert not [word for word in SECRETS if word in page.html], door
        assert not reader.get("/search?q=Zurbaran").select(".rows .row")
        assert reader.get(address(thread)).main.count("Proposition masquée par la médiation.") == 2
        assert reader.get(f"/proposals/{named.id}").status == 200
        assert REASON not in reader.get(f"/proposals/{named.id}").html


def test_its_author_reads_what_it_asks_with_the_reason_and_not_what_was_answered(
    browser: Open, thread: Thread, judged: Proposal, yann: Person, claire: Person, mediator: Person
) -> None:
    answer_consent(actor(claire), judged.id, "object", "Pas sans Ribera.")

    hide_proposal(actor(mediator), judged.id, REASON)

    for door in (address(thread), f"/proposals/{judged.id}"):
        page = browser(yann).get(door)
        assert "Zurbaran" in page.main
        assert REASON in page.main
        assert "Ribera" not in page.html
        assert not page.select(".figures")
    for door in ("edit", "outcome"):
        assert browser(yann).get(f"/proposals/{judged.id}/{door}").status == 403


def test_what_is_told_of_a_hidden_proposal_is_taken_back_and_its_end_tells_nobody(
    thread: Thread, named: Proposal, yann: Person, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    watch(claire.id, "thread", thread.id, WatchLevel.ALL)
    answer_poll(actor(claire), named.id, options(named)[:1])
    deliver()
    assert db.session.query(Notice).filter_by(about=f"proposal:{named.id}").count() == 1

    hide_proposal(actor(mediator), named.id, REASON)
    let_its_date_come(named)
    assert close_due() == 1
    deliver()

    assert db.session.query(Notice).filter_by(about=f"proposal:{named.id}").count() == 0


def test_an_answer_that_comes_too_late_is_kept_on_a_page_that_says_why(
    browser: Open, judged: Proposal, claire: Person, mediator: Person
) -> None:
    reader = browser(claire)
    page = reader.get(f"/proposals/{judged.id}")
    hide_proposal(actor(mediator), judged.id, REASON)

    answer = reader.submit(page, "/answer", stance="reserve", reason="Attendons mardi.")

    assert answer.status == 403
    assert "cette proposition a été masquée par la médiation" in answer.main
    assert "Attendons mardi." in answer.main
    assert "Zurbaran" not in answer.html


def test_a_hidden_proposal_is_not_closed_concluded_or_withdrawn_by_anyone(
    browser: Open, named: Proposal, yann: Person, mediator: Person
) -> None:
    hide_proposal(actor(mediator), named.id, REASON)

    for person in (yann, mediator):
        for verb in ("close", "withdraw", "take-back"):
            assert browser(person).post(f"/proposals/{named.id}/{verb}").status == 403
    assert db.session.get_one(Proposal, named.id).closed_at is None


def test_a_restored_proposal_is_read_and_answered_again_with_what_was_answered(
    browser: Open, named: Proposal, claire: Person, mediator: Person
) -> None:
    answer_poll(actor(claire), named.id, options(named)[:1])
    hide_proposal(actor(mediator), named.id, REASON)

    restore_proposal(actor(mediator), named.id)

    page = browser(claire).get(f"/proposals/{named.id}")
    assert page.texts("h1") == ["Que faire pour Zurbaran ?"]
    assert page.texts("tr.mine td") == ["1"]


def test_a_mediator_does_not_judge_what_they_put_and_others_hide_nothing(
    thread: Thread, named: Proposal, claire: Person, mediator: Person
) -> None:
    own = make_poll(mediator, thread, "La mienne ?")

    for person, proposal in ((mediator, own), (claire, named)):
        with pytest.raises(NotAllowed):
            hide_proposal(actor(person), proposal.id, REASON)


def test_its_author_is_told_why_and_may_ask_for_another_opinion(
    browser: Open, named: Proposal, yann: Person, claire: Person, mediator: Person, deliver: Callable[[], int]
) -> None:
    reader = browser(claire)
    reader.submit(reader.get(f"/report/proposal/{named.id}"), with_field="words", reason="confidential")
    desk = browser(mediator)
    item = take(desk, db.session.query(Report).one())

    desk.submit(item, with_field="decision", decision="hide", reason=REASON)
    deliver()

    author = browser(yann)
    assert REASON in author.get("/notices").main
    page = author.get(author.get(f"/proposals/{named.id}").links()["Demander un autre avis"])
    assert REASON in page.main
    author.submit(page, with_field="words", words="Personne n’y est nommé.")
    assert db.session.query(Report).filter_by(reason="contest").count() == 1
    assert "Zurbaran" not in reader.get(f"/report/proposal/{named.id}").html
