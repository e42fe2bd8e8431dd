"""What becomes of proposals when holders move and merge threads: who sees them is who sees the thread."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.core import audience
from forum.core.errors import Invalid
from forum.discussions.models import Thread
from forum.discussions.services.holding.merge_threads import merge_threads
from forum.discussions.services.holding.move_thread import move_thread
from forum.extensions import db
from forum.notices.models import Notice, WatchLevel
from forum.notices.watching import watch
from forum.proposals.models import Proposal
from forum.proposals.services import answer_poll
from tests.browsing import Browser
from tests.discussions.factories import make_space, make_thread
from tests.factories import actor
from tests.proposals.factories import make_poll, options

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


def test_a_thread_with_a_proposal_is_not_merged_away(
    thread: Thread, poll: Proposal, yann: Person, mediator: Person
) -> None:
    other = make_thread(yann, make_space(), "Une autre")

    with pytest.raises(Invalid, match="Une proposition se trouve dans cette discussion"):
        merge_threads(actor(mediator), thread.id, other.id)


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
