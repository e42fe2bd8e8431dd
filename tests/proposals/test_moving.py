"""What becomes of proposals when holders move and merge threads: who sees them is who sees the thread."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.errors import Conflict
from forum.discussions.models import Thread
from forum.discussions.services import merge_threads, move_thread, undo_act
from forum.extensions import db
from forum.notices.models import Notice, WatchLevel
from forum.notices.watching import watch
from forum.proposals.models import Proposal
from forum.proposals.services import (
    answer_poll,
    close_proposal,
    conclude_proposal,
    edit_proposal,
    withdraw_proposal,
)
from forum.proposals.services.checking import Asked
from forum.proposals.services.finding import people_who_answered
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.discussions.holding.factories import acts_on, address, split_off
from tests.factories import actor
from tests.proposals.factories import in_a_week, make_poll, options

Open = Callable[..., Browser]


def test_a_thread_that_goes_where_fewer_read_takes_its_proposals_along(
    browser: Open,
    visitor: Browser,
    thread: Thread,
    poll: Proposal,
    claire: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    watch(claire.id, "thread", thread.id, WatchLevel.ALL)
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    pages = [f"/proposals/{poll.id}", f"/threads/{thread.id}/proposals"]
    assert [visitor.get(page).status for page in pages] == [200, 200]
    deliver()

    move_thread(actor(mediator), thread.id, make_space("Entre membres", audience.MEMBERS).id)
    deliver()

    assert [visitor.get(page).status for page in pages] == [404, 404]
    assert "Quel jour" not in visitor.get(pages[0]).html
    assert "1 personne a répondu" in browser(claire).get(pages[0]).main
    told = db.session.query(Notice).filter_by(about=f"proposal:{poll.id}", person_id=claire.id).one()
    assert told.audience == audience.MEMBERS


def test_a_merged_thread_takes_its_proposals_along_with_their_answers(
    browser: Open,
    visitor: Browser,
    thread: Thread,
    poll: Proposal,
    yann: Person,
    claire: Person,
    mediator: Person,
    deliver: Callable[[], int],
) -> None:
    watch(claire.id, "thread", thread.id, WatchLevel.ALL)
    other = make_thread(yann, make_space("Entre membres", audience.MEMBERS), "Une autre")
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    deliver()

    merge_threads(actor(mediator), thread.id, other.id)

    page = browser(claire).get(address(other))
    assert page.texts(".proposal h2") == ["Quel jour pour le conseil ?"]
    assert page.texts(".proposal tr.mine td") == ["1"]
    assert browser(claire).get(f"/threads/{thread.id}/proposals").url == f"/threads/{other.id}/proposals"
    assert visitor.get(f"/proposals/{poll.id}").status == 404
    assert held(thread, other) == [0, 1]
    told = db.session.query(Notice).filter_by(about=f"proposal:{poll.id}", person_id=claire.id).one()
    assert (told.topic, told.audience) == (f"thread:{other.id}", audience.MEMBERS)


def test_a_proposal_that_came_along_is_answered_and_closed_where_it_went(
    thread: Thread, poll: Proposal, yann: Person, claire: Person, mediator: Person
) -> None:
    other = make_thread(claire, make_space(), "Une autre")
    merge_threads(actor(mediator), thread.id, other.id)

    answer_poll(actor(claire), poll.id, options(poll)[:1])
    closed = close_proposal(actor(yann), poll.id)

    assert (closed.thread_id, closed.is_open) == (other.id, False)
    assert people_who_answered(poll.id) == [claire.id]


def test_a_merge_that_is_undone_brings_its_proposals_back_and_leaves_those_put_since(
    browser: Open, thread: Thread, poll: Proposal, consent: Proposal, yann: Person, claire: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space(), "Une autre")
    first = make_poll(yann, other, "Déjà là ?")
    answer_poll(actor(claire), poll.id, options(poll)[:1])
    merge_threads(actor(mediator), thread.id, other.id)
    since = make_poll(claire, other, "Depuis ?")
    withdraw_proposal(actor(yann), consent.id)
    answer_poll(actor(yann), poll.id, options(poll)[1:])
    assert held(thread, other) == [0, 3]

    undo_act(actor(mediator), acts_on(thread)[0].id)

    assert held(thread, other) == [1, 2]
    back, left = browser(claire).get(address(thread)), browser(claire).get(address(other))
    assert back.texts(".proposal h2") == [poll.question]
    assert left.texts(".proposal h2") == [since.question, first.question]
    assert people_who_answered(poll.id) == sorted([claire.id, yann.id])


def test_a_merge_is_undone_again_and_again_with_its_proposals(
    thread: Thread, poll: Proposal, yann: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space(), "Une autre")

    for _ in range(3):
        merge_threads(actor(mediator), thread.id, other.id)
        undo_act(actor(mediator), acts_on(thread)[-1].id)

    assert held(thread, other) == [1, 0]


def answered(poll: Proposal, yann: Person) -> None:
    answer_poll(actor(yann), poll.id, options(poll)[:1])


def edited(poll: Proposal, yann: Person) -> None:
    edit_proposal(actor(yann), poll.id, Asked("poll", "Entre nous ?", in_a_week(), choices=("Oui", "Non")))


def concluded(poll: Proposal, yann: Person) -> None:
    close_proposal(actor(yann), poll.id)
    conclude_proposal(actor(yann), poll.id, "Lundi, entre nous.")


CHANGES = pytest.mark.parametrize("change", [answered, edited, concluded])


@CHANGES
def test_what_was_said_for_fewer_people_keeps_a_merge_from_being_undone(
    change: Callable[[Proposal, Person], None],
    visitor: Browser,
    thread: Thread,
    poll: Proposal,
    yann: Person,
    mediator: Person,
) -> None:
    merge_threads(
        actor(mediator), thread.id, make_thread(yann, make_space("Entre membres", audience.MEMBERS), "Une autre").id
    )
    change(poll, yann)

    with pytest.raises(Conflict, match="Une proposition y a changé depuis"):
        undo_act(actor(mediator), acts_on(thread)[0].id)

    assert visitor.get(f"/proposals/{poll.id}").status == 404


def test_a_merge_for_fewer_people_is_undone_while_nothing_was_said_since(
    visitor: Browser, thread: Thread, poll: Proposal, yann: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space("Entre membres", audience.MEMBERS), "Une autre")
    merge_threads(actor(mediator), thread.id, other.id)

    undo_act(actor(mediator), acts_on(thread)[0].id)

    assert visitor.get(f"/proposals/{poll.id}").status == 200


@CHANGES
def test_what_was_said_for_fewer_people_keeps_a_thread_from_moving_back(
    change: Callable[[Proposal, Person], None], thread: Thread, poll: Proposal, yann: Person, mediator: Person
) -> None:
    move_thread(actor(mediator), thread.id, make_space("Entre membres", audience.MEMBERS).id)
    change(poll, yann)

    with pytest.raises(Conflict, match="Un résumé ou une proposition"):
        undo_act(actor(mediator), acts_on(thread)[0].id)


def test_a_thread_moves_back_with_a_proposal_that_all_its_readers_read_before(
    visitor: Browser, thread: Thread, poll: Proposal, mediator: Person
) -> None:
    move_thread(actor(mediator), thread.id, make_space("Entre membres", audience.MEMBERS).id)

    undo_act(actor(mediator), acts_on(thread)[0].id)

    assert visitor.get(f"/proposals/{poll.id}").status == 200


def test_splitting_posts_off_leaves_proposals_where_they_were_put(
    thread: Thread, poll: Proposal, claire: Person, mediator: Person
) -> None:
    make_reply(claire, thread)

    opened = split_off(mediator, thread, 2)

    assert held(thread, opened) == [1, 0]


def test_what_is_merged_in_changes_nothing_of_a_proposal(
    browser: Open, thread: Thread, poll: Proposal, yann: Person, claire: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space(), "Une autre")
    answer_poll(actor(claire), poll.id, options(poll)[:1])

    merge_threads(actor(mediator), other.id, thread.id)

    page = browser(claire).get(f"/threads/{thread.id}-{thread.slug}")
    assert page.texts(".proposal h2") == ["Quel jour pour le conseil ?"]
    assert browser(claire).post(f"/threads/{other.id}/proposals/new?kind=poll", {"question": "x"}).status in (403, 422)


def test_a_proposal_put_while_its_thread_is_merged_is_refused(
    browser: Open, thread: Thread, yann: Person, claire: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space(), "Une autre")
    member = browser(claire)
    page = member.get(f"/threads/{thread.id}/proposals/new?kind=consent")
    data = {**page.values(page.form(with_field="question")), "question": "Trop tard ?"}
    merge_threads(actor(mediator), thread.id, other.id)

    answer = member.request("POST", f"/threads/{thread.id}/proposals/new?kind=consent", data=data)

    assert answer.status == 403
    assert answer.select("#question")[0]["value"] == "Trop tard ?"
    assert db.session.query(Proposal).count() == 0
    assert make_poll(claire, other).thread_id == other.id


def held(*threads: Thread) -> list[int]:
    """How many proposals threads say they hold, where that is how many they hold."""
    db.session.expire_all()
    counted = [db.session.query(Proposal).filter_by(thread_id=thread.id).count() for thread in threads]
    assert [thread.proposal_count for thread in threads] == counted
    return counted
