"""Notices stay true when threads and posts move: shown to those alone who see them now, under what they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forum.accounts.models import Person
from forum.discussions.models import Space, Thread
from forum.discussions.services.holding.merge_threads import merge_threads
from forum.discussions.services.holding.move_thread import move_thread
from forum.discussions.services.holding.rename_thread import rename_thread
from forum.discussions.services.holding.split_thread import split_thread
from forum.discussions.told import mark_posts_seen
from forum.notices.queries import inbox, latest_unread
from forum.notices.watching import watch
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_thread
from tests.factories import actor
from tests.notices.factories import Bell, make_school_space

Deliver = Callable[[], int]
Open = Callable[..., Browser]


@pytest.fixture
def within(mediator: Person, claire: Person) -> Space:
    """The space of a school that Yann is not of."""
    return make_school_space(mediator, claire)


def topics(person: Person) -> list[str]:
    """What the page of notices shows a person, newest first."""
    return [group.topic for group in inbox(actor(person), None).rows]


def test_a_thread_that_moved_out_of_sight_takes_its_notices_along(
    app: object,
    deliver: Deliver,
    browser: Open,
    mediator: Person,
    claire: Person,
    yann: Person,
    within: Space,
    thread: Thread,
) -> None:
    make_reply(claire, thread)
    deliver()
    his = Bell(app, browser(yann))  # type: ignore[arg-type]
    assert his.heard() == [("unread", {"unread": 1})]
    move_thread(actor(mediator), thread.id, within.id)

    assert topics(yann) == []
    assert thread.title not in browser(yann).get("/").text
    deliver()
    assert his.heard() == [("unread", {"unread": 0})]
    make_reply(claire, thread, "Bonjour @yann-berthou.")
    deliver()
    assert topics(yann) == []
    his.close()


def test_posts_that_were_split_off_take_their_notices_along(
    deliver: Deliver, mediator: Person, claire: Person, yann: Person, within: Space, thread: Thread
) -> None:
    stays, goes = make_reply(claire, thread), make_reply(claire, thread)
    deliver()
    assert len(latest_unread(actor(yann), 5)) == 1
    split_thread(actor(mediator), thread.id, [goes.id], "Ailleurs", within.id)

    [group] = inbox(actor(yann), None).rows
    assert (group.topic, group.count) == (f"thread:{thread.id}", 1)
    assert group.rows[0].url == f"/posts/{stays.id}"


def test_posts_that_were_merged_stand_under_the_thread_where_they_are(
    deliver: Deliver, mediator: Person, claire: Person, yann: Person, space: Space, thread: Thread
) -> None:
    make_reply(claire, thread)
    other = make_thread(claire, space, "Ce que nous avons essayé")
    deliver()
    merge_threads(actor(mediator), thread.id, other.id)
    [group] = inbox(actor(yann), None).rows

    assert group.topic == f"thread:{other.id}"
    assert group.rows[0].words == "Claire Morvan a répondu dans «\u00a0Ce que nous avons essayé\u00a0»."


def test_a_thread_that_was_renamed_is_called_so_in_what_was_told(
    deliver: Deliver, browser: Open, mediator: Person, claire: Person, yann: Person, thread: Thread
) -> None:
    make_reply(claire, thread)
    deliver()
    rename_thread(actor(mediator), thread.id, "Un retour après exclusion")
    deliver()

    page = browser(yann).get("/notices")
    assert "Un retour après exclusion" in page.main
    assert "Comment préparer un retour" not in page.main


def test_what_one_reads_is_read(deliver: Deliver, claire: Person, yann: Person, thread: Thread) -> None:
    for _ in range(3):
        make_reply(claire, thread)
    watch(claire.id, "thread", thread.id, "all")
    deliver()
    mark_posts_seen(yann.id, thread.id, 3)
    assert [group.unread for group in inbox(actor(yann), None).rows] == [1]
    mark_posts_seen(yann.id, thread.id, 4)

    assert [group.unread for group in inbox(actor(yann), None).rows] == [0]


def test_reading_costs_one_statement_where_nothing_waits(yann: Person, thread: Thread, statements: list[str]) -> None:
    statements.clear()
    mark_posts_seen(yann.id, thread.id, 1)

    assert len(statements) == 1
