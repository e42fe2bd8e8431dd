"""Closing at the date or before it, and what came of it; who is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.discussions.models import Thread
from forum.extensions import db
from forum.notices.models import Notice, WatchLevel
from forum.notices.watching import watch
from forum.proposals.models import Proposal
from forum.proposals.services import answer_poll, close_due, close_proposal, conclude_proposal, withdraw_proposal
from forum.schools.services import leave_school
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor, make_person
from tests.proposals.factories import let_its_date_come, make_poll, options
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
Deliver = Callable[[], int]


def told(person: Person, kind: str) -> list[str]:
    """Why a person was told of proposals in one way."""
    found = db.session.query(Notice).filter_by(person_id=person.id, kind=kind)
    return [notice.reason for notice in found]


def test_the_clock_closes_what_is_due_and_nothing_else(poll: Proposal, consent: Proposal) -> None:
    let_its_date_come(poll)

    assert close_due() == 1
    assert close_due() == 0

    assert db.session.get_one(Proposal, poll.id).closed_at == db.session.get_one(Proposal, poll.id).closes_at
    assert db.session.get_one(Proposal, consent.id).is_open


def test_more_than_a_batch_are_closed_in_one_run(thread: Thread, yann: Person) -> None:
    first = make_poll(yann, thread)
    rows = [
        Proposal(
            thread_id=thread.id,
            author_id=yann.id,
            kind="consent",
            question=f"Question {number} ?",
            closes_at=first.opened_at,
        )
        for number in range(105)
    ]
    db.session.add_all(rows)
    db.session.commit()

    assert close_due() == 105


def test_author_and_holder_close_it_before_its_date(
    browser: Open, poll: Proposal, consent: Proposal, yann: Person, mediator: Person
) -> None:
    for person, proposal in ((yann, poll), (mediator, consent)):
        closer = browser(person)
        page = closer.submit(closer.get(f"/proposals/{proposal.id}"), "/close")
        assert "Close le" in page.main
        assert not page.select(".answering")


def test_nobody_else_closes_or_concludes_it(browser: Open, poll: Proposal, claire: Person) -> None:
    member = browser(claire)

    assert not member.get(f"/proposals/{poll.id}").select("form[action$='/close']")
    assert member.post(f"/proposals/{poll.id}/close").status == 403
    close_due()
    for method in (member.get, member.post):
        assert method(f"/proposals/{poll.id}/outcome").status == 403
    assert browser().post(f"/proposals/{poll.id}/close", follow=False).status == 303
    assert db.session.get_one(Proposal, poll.id).is_open


def test_the_outcome_is_written_once_it_is_closed_and_dated(
    browser: Open, visitor: Browser, thread: Thread, poll: Proposal, yann: Person, mediator: Person
) -> None:
    holder = browser(mediator)
    assert (
        "Cette proposition est encore ouverte"
        in holder.post(f"/proposals/{poll.id}/outcome", {"outcome": "Trop tôt."}).main
    )
    close_proposal(actor(yann), poll.id)

    page = holder.submit(
        holder.get(holder.get(address(thread)).links()["Écrire la suite donnée"]),
        with_field="outcome",
        outcome="Ce sera le **jeudi**.",
    )

    assert page.texts(".outcome strong") == ["jeudi"]
    seen = visitor.get(address(thread))
    assert "par Hélène Garrec" in seen.texts(".outcome")[0]
    assert "Ce sera le jeudi" in seen.texts(".outcome")[0]


def address(thread: Thread) -> str:
    return f"/threads/{thread.id}-{thread.slug}"


@pytest.mark.parametrize("outcome", ["", "  \u200b ", "o" * 10_001])
def test_an_outcome_in_which_there_is_nothing_or_too_much_is_refused(
    browser: Open, poll: Proposal, yann: Person, outcome: str
) -> None:
    close_proposal(actor(yann), poll.id)
    author = browser(yann)

    page = author.submit(author.get(f"/proposals/{poll.id}/outcome"), with_field="outcome", outcome=outcome)

    assert page.status == 422
    assert page.texts("#outcome-error")
    assert db.session.get_one(Proposal, poll.id).outcome == ""


def test_two_who_write_it_at_once_lose_nothing(browser: Open, poll: Proposal, yann: Person, mediator: Person) -> None:
    close_proposal(actor(yann), poll.id)
    author, holder = browser(yann), browser(mediator)
    mine, theirs = author.get(f"/proposals/{poll.id}/outcome"), holder.get(f"/proposals/{poll.id}/outcome")
    author.submit(mine, with_field="outcome", outcome="Jeudi, dit l’auteur.")

    page = holder.submit(theirs, with_field="outcome", outcome="Lundi, dit la médiatrice.")

    assert page.status == 409
    assert "Jeudi, dit l’auteur." in page.main
    assert page.select("textarea")[0].get_text().strip() == "Lundi, dit la médiatrice."
    assert "Lundi, dit la médiatrice." in holder.submit(page, with_field="outcome").main


def test_followers_are_told_of_a_proposal_once_and_its_author_is_not(
    thread: Thread, yann: Person, claire: Person, deliver: Deliver
) -> None:
    muted, follower = make_person(), make_person()
    watch(follower.id, "thread", thread.id, WatchLevel.ALL)
    watch(muted.id, "space", thread.space_id, WatchLevel.MUTED)
    make_poll(claire, thread)

    deliver()
    deliver()

    assert told(follower, "proposal.opened") == ["watch-thread"]
    assert told(yann, "proposal.opened") != []
    assert told(claire, "proposal.opened") == told(muted, "proposal.opened") == []


def test_what_was_withdrawn_is_told_no_more(thread: Thread, yann: Person, claire: Person, deliver: Deliver) -> None:
    poll = make_poll(claire, thread)
    deliver()
    assert told(yann, "proposal.opened")

    withdraw_proposal(actor(claire), poll.id)
    deliver()

    assert not told(yann, "proposal.opened")


def test_those_who_answered_are_told_that_it_closed_and_what_came_of_it(
    browser: Open, poll: Proposal, yann: Person, claire: Person, mediator: Person, deliver: Deliver
) -> None:
    bystander = make_person()
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    let_its_date_come(poll)
    close_due()
    deliver()
    conclude_proposal(actor(mediator), poll.id, "Lundi.")
    deliver()
    conclude_proposal(actor(mediator), poll.id, "Lundi, à huit heures.")
    deliver()

    assert told(claire, "proposal.closed") == ["answered-proposal"]
    assert told(yann, "proposal.to_conclude") == ["own-proposal"]
    assert told(yann, "proposal.closed") == []
    assert told(claire, "proposal.concluded") == ["answered-proposal"]
    assert told(yann, "proposal.concluded") == ["own-proposal"]
    for person in (bystander, mediator):
        assert not told(person, "proposal.closed") and not told(person, "proposal.concluded")
    page = browser(claire).get("/notices").main
    assert "La proposition « Quel jour pour le conseil ? » est close." in page
    assert "Hélène Garrec a écrit la suite donnée" in page


def test_who_left_is_told_nothing_more(deliver: Deliver) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", f"school:{school.id}"))
    poll = make_poll(stays, thread)
    answer_poll(actor(leaves), poll.id, options(poll)[:1])
    leave_school(actor(leaves), school.id)
    close_proposal(actor(stays), poll.id)
    conclude_proposal(actor(stays), poll.id, "Entre nous.")

    deliver()

    assert not told(leaves, "proposal.closed") and not told(leaves, "proposal.concluded")
