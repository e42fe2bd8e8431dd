"""What comes and changes in a thread is told to those who read it, in their own right, and to nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import delete, event

from forum.accounts.models import Login, Person
from forum.core import audience
from forum.core.events import record
from forum.core.models import now
from forum.core.transactions import transaction
from forum.discussions import live
from forum.discussions.events import ThreadMoved
from forum.discussions.models import Space, Thread
from forum.discussions.services import delete_post, edit_post, hide_post, lock_thread, react, reassign_post
from forum.extensions import db, socketio
from forum.schools.services import leave_school
from tests.browsing import Browser, apart
from tests.discussions.factories import lengthen, make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import make_member, make_referent, make_school

Open = Callable[..., Browser]
PLACE = "/threads"


class Line:
    """The line of one open page to the threads."""

    def __init__(self, app: Flask, browser: Browser) -> None:
        self.client: SocketIOTestClient = apart(
            lambda: socketio.test_client(app, namespace=PLACE, flask_test_client=browser.client)
        )

    @property
    def is_open(self) -> bool:
        return bool(self.client.is_connected(PLACE))

    def enter(self, thread_id: object) -> dict[str, Any]:
        return apart(lambda: self.client.emit("enter", {"thread": thread_id}, namespace=PLACE, callback=True))

    def heard(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What was pushed since the last look."""
        found = [(each["name"], each["args"]) for each in self.client.get_received(PLACE)]
        return [(name, args[0] if isinstance(args, list) else args) for name, args in found]

    def close(self) -> None:
        if self.is_open:
            apart(lambda: self.client.disconnect(PLACE))


@pytest.fixture
def listen(app: Flask, browser: Open) -> Iterator[Callable[..., Line]]:
    """Opens somebody's page of a thread."""
    opened: list[Line] = []

    def open_line(person: Person, thread: Thread | None = None) -> Line:
        opened.append(Line(app, browser(person)))
        if thread is not None:
            assert opened[-1].enter(thread.id)["ok"]
        return opened[-1]

    yield open_line
    for each in opened:
        each.close()


Listen = Callable[..., Line]
Deliver = Callable[[], int]


def test_a_reply_is_told_by_its_number_and_not_by_its_words(
    listen: Listen, deliver: Deliver, thread: Thread, claire: Person, yann: Person
) -> None:
    reader = listen(claire, thread)

    make_reply(yann, thread, "Des mots que nul ne doit entendre.")
    deliver()

    assert reader.heard() == [("posts", {"thread": thread.id, "numbers": [2], "last": 2})]


def test_edits_reactions_and_what_is_hidden_are_told(
    listen: Listen, deliver: Deliver, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    post = make_reply(yann, thread)
    deliver()
    reader = listen(claire, thread)

    for change in (
        lambda: edit_post(actor(yann), post.id, "Autrement dit."),
        lambda: react(actor(mediator), post.id, "thanks", is_on=True),
        lambda: hide_post(actor(mediator), post.id, "La charte."),
    ):
        change()
        deliver()
        assert reader.heard() == [("changed", {"thread": thread.id, "numbers": [2], "last": 2})]
    lock_thread(actor(mediator), thread.id, "C’est dit.")
    deliver()
    assert ("thread", {"thread": thread.id, "numbers": [], "last": 2}) in reader.heard()


def test_who_reads_another_thread_hears_nothing(
    listen: Listen, deliver: Deliver, space: Space, thread: Thread, claire: Person, yann: Person
) -> None:
    reader = listen(claire, make_thread(yann, space, "Une autre"))

    make_reply(yann, thread)
    deliver()

    assert reader.heard() == []


def test_to_an_outsider_a_thread_is_as_if_it_were_not(listen: Listen, deliver: Deliver) -> None:
    school = make_school()
    referent = make_referent(school)
    thread = make_thread(referent, make_space("Entre nous", audience.of_school(school.id)))
    line = listen(make_person())

    answers = [line.enter(thread_id) for thread_id in (thread.id, 9_999, "1", None, -4)]
    make_reply(referent, thread)
    deliver()

    assert all(answer == answers[0] for answer in answers)
    assert (answers[0]["ok"], answers[0]["status"]) == (False, 404)
    assert line.heard() == []


def test_a_visitor_gets_no_line(app: Flask, visitor: Browser) -> None:
    assert not Line(app, visitor).is_open


def test_who_leaves_a_school_hears_no_more_and_those_who_stay_come_in_again(listen: Listen, deliver: Deliver) -> None:
    school = make_school()
    stays = make_referent(school)
    leaves = make_member(school, stays)
    thread = make_thread(stays, make_space("Entre nous", audience.of_school(school.id)))
    deliver()
    lines = {person.id: listen(person, thread) for person in (stays, leaves)}

    leave_school(actor(leaves), school.id)
    make_reply(stays, thread)
    deliver()

    for line in lines.values():
        assert [name for name, _ in line.heard()] == ["enter_again"]
    assert lines[stays.id].enter(thread.id)["ok"]
    assert lines[leaves.id].enter(thread.id)["status"] == 404
    make_reply(stays, thread)
    deliver()
    assert [name for name, _ in lines[stays.id].heard()] == ["posts"]
    assert lines[leaves.id].heard() == []


def test_a_thread_that_went_out_of_sight_is_heard_no_more(
    listen: Listen, deliver: Deliver, thread: Thread, claire: Person
) -> None:
    school = make_school()
    member = make_referent(school)
    inside = make_space("Entre nous", audience.of_school(school.id))
    lines = [listen(person, thread) for person in (claire, member)]
    deliver()

    with transaction():
        found = db.session.get_one(Thread, thread.id)
        found.space_id, found.audience = inside.id, inside.audience
        record(ThreadMoved(thread.id))
    deliver()
    make_reply(member, thread)
    deliver()

    for line in lines:
        assert [name for name, _ in line.heard()] == ["enter_again"]
    assert [line.enter(thread.id)["ok"] for line in lines] == [False, True]


def test_a_session_that_was_ended_hears_no_more_after_a_while(
    listen: Listen, thread: Thread, claire: Person, yann: Person
) -> None:
    ended, stands = listen(claire, thread), listen(yann, thread)
    with transaction():
        db.session.execute(delete(Login).where(Login.person_id == claire.id))
    later = now() + 2 * live.LENT

    live.push("posts", {thread.id: {1}}, later)
    assert (ended.heard(), stands.heard()) == ([], [])  # both are to enter again by then

    assert ended.enter(thread.id)["ok"] is False
    assert stands.enter(thread.id)["ok"] is True


def test_a_right_lasts_until_it_is_to_be_renewed(listen: Listen, thread: Thread, claire: Person) -> None:
    reader = listen(claire, thread)

    live.push("posts", {thread.id: {1}}, now() + live.LENT)

    assert [name for name, _ in reader.heard()] == ["posts"]


def test_posts_that_move_are_told_in_both_threads(
    listen: Listen, deliver: Deliver, space: Space, thread: Thread, claire: Person, yann: Person, mediator: Person
) -> None:
    post, target = make_reply(yann, thread), make_thread(yann, space, "La bonne")
    deliver()
    here, there = listen(claire, thread), listen(claire, target)

    reassign_post(actor(mediator), post.id, target.id)
    deliver()

    for line, told in ((here, thread), (there, target)):
        assert any(name == "thread" and facts["thread"] == told.id for name, facts in line.heard())


# What a page then asks for: the posts themselves, in the reader's own right.


def test_posts_are_given_by_number_forty_at_most(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    lengthen(thread, yann, 100)
    reader = browser(claire)

    def numbers(query: str) -> list[str]:
        return [str(post["data-number"]) for post in reader.get(f"/threads/{thread.id}/posts{query}").select("article")]

    assert numbers("?from=19&to=22") == ["19", "20", "21", "22"]
    assert numbers("?from=90") == [str(number) for number in range(90, 101)]
    assert len(numbers("?from=1&to=100")) == 40
    assert numbers("?from=101") == numbers("?from=9&to=2") == []


def test_what_is_given_says_how_far_the_thread_is(browser: Open, thread: Thread, claire: Person, yann: Person) -> None:
    lengthen(thread, yann, 25)

    piece = browser(claire).get(f"/threads/{thread.id}/posts?from=24&to=60").select("[data-last-number]")[0]

    assert (piece["data-first"], piece["data-last"], piece["data-last-number"]) == ("24", "25", "25")


def test_a_post_looks_different_only_when_it_changed(
    browser: Open, thread: Thread, claire: Person, yann: Person
) -> None:
    post = make_reply(yann, thread)
    make_reply(claire, thread)
    reader = browser(claire)

    def states() -> dict[str, str]:
        found = reader.get(f"/threads/{thread.id}/posts?from=1").select("article")
        return {str(one["data-number"]): str(one["data-state"]) for one in found}

    before = states()
    edit_post(actor(yann), post.id, "Autrement dit.")
    edited = states()
    delete_post(actor(yann), post.id)
    deleted = states()

    assert before["1"] == edited["1"] == deleted["1"] and before["3"] == deleted["3"]
    assert len({before["2"], edited["2"], deleted["2"]}) == 3


def test_the_posts_of_others_are_not_given(browser: Open, visitor: Browser, claire: Person) -> None:
    school = make_school()
    referent = make_referent(school)
    thread = make_thread(referent, make_space("Entre nous", audience.of_school(school.id)))

    assert browser(claire).get(f"/threads/{thread.id}/posts?from=1").status == 404
    assert visitor.get(f"/threads/{thread.id}/posts?from=1").url == "/login"
    assert browser(referent).get(f"/threads/{thread.id}/posts?from=1").status == 200


def test_a_reader_who_may_not_see_where_posts_went_is_not_told(
    browser: Open, thread: Thread, yann: Person, mediator: Person, claire: Person
) -> None:
    post = make_reply(yann, thread)
    target = make_thread(yann, make_space("Entre membres", audience.MEMBERS), "Une suite discrète")
    reassign_post(actor(mediator), post.id, target.id)

    assert "1 message a été déplacé vers Une suite discrète" in browser(claire).get(f"/threads/{thread.id}").main
    for answer in (browser().get(f"/threads/{thread.id}"), browser().get(f"/threads/{thread.id}?post=2")):
        assert "1 message a été déplacé." in answer.main
        assert "Une suite discrète" not in answer.html


def test_asking_for_posts_costs_the_same_at_any_depth(
    browser: Open, thread: Thread, claire: Person, yann: Person, statements: list[str]
) -> None:
    lengthen(thread, yann, 800)
    reader, costs = browser(claire), set()
    for start in (1, 381, 761):
        statements.clear()
        reader.get(f"/threads/{thread.id}/posts?from={start}&to={start + 39}")
        costs.add(len(statements))

    assert len(costs) == 1 and costs.pop() <= 8


def test_a_page_that_is_left_while_it_enters_is_no_fault_of_the_site(
    listen: Callable[..., Line], claire: Person, thread: Thread, caplog: pytest.LogCaptureFixture
) -> None:
    line = listen(claire)

    manager, thread_id = socketio.server.manager, thread.id
    socket = manager.sid_from_eio_sid(line.client.eio_sid, PLACE)

    def cut_off(*_: object) -> None:
        manager.disconnect(socket, PLACE)

    event.listen(db.engine, "before_cursor_execute", cut_off, once=True)
    line.enter(thread_id)

    assert not manager.is_connected(socket, PLACE)
    assert caplog.records == []
