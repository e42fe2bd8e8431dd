"""Telling many at once, taking it back, and who is shown what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.core import audience
from forum.core.outbox import Delivery
from forum.core.policy import can, visible
from forum.extensions import db
from forum.notices.events import NoticesTold
from forum.notices.models import Notice
from forum.notices.policy import seen_by_their_people
from forum.notices.queries import latest_unread
from forum.notices.services import mark_read, mark_topic_read, move_topic, retitle, tell, tell_many, withdraw
from forum.notices.words import notice_words
from tests.browsing import Browser
from tests.factories import actor, make_person
from tests.notices.factories import leave_school, make_school_space

Open = Callable[..., Browser]


@notice_words("tests.told")
def told(facts: object) -> str:
    return f"On parle de « {facts['title']} »."  # type: ignore[index]


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Notice)) or 0


def test_five_hundred_people_are_told_by_one_insert(app: object, statements: list[str]) -> None:
    people = {make_person().id: "mention" for _ in range(500)}
    statements.clear()
    tell_many(people, "tests.told", "thing:1", {"title": "A"}, "/about")

    assert len([one for one in statements if one.startswith("INSERT INTO notices")]) == 1
    assert count() == 500


def test_thousands_are_told_a_thousand_at_a_time_and_each_once(app: object, statements: list[str]) -> None:
    people = {make_person().id: "watch-space" for _ in range(1_250)}
    for _ in range(2):
        statements.clear()
        tell_many(people, "tests.told", "thing:1", {"title": "A"}, "/about")

    assert len([one for one in statements if one.startswith("INSERT INTO notices")]) == 2
    assert count() == 1_250


def test_who_was_told_already_is_not_told_of_again(claire: Person, yann: Person) -> None:
    tell(claire.id, "tests.told", "thing:1", {"title": "A"}, "/about")
    tell_many({claire.id: "", yann.id: ""}, "tests.told", "thing:1", {"title": "A"}, "/about")
    events = db.session.scalars(
        select(Delivery.payload).where(Delivery.handler == f"{NoticesTold.__name__}:live").order_by(Delivery.id)
    ).all()

    assert [len(event["notice_ids"]) for event in events] == [1, 1]
    assert count() == 2


def test_what_is_withdrawn_is_gone_for_all_or_for_some(claire: Person, yann: Person) -> None:
    for number in (1, 2):
        tell_many(
            {claire.id: "", yann.id: ""}, "tests.told", f"t:{number}", {"title": "A"}, "/", about=f"post:{number}"
        )
    withdraw("post:1", [yann.id])
    assert count() == 3
    withdraw("post:2")

    assert db.session.scalars(select(Notice.person_id)).all() == [claire.id]


def test_what_went_out_of_sight_is_shown_by_no_door(browser: Open, claire: Person) -> None:
    space = make_school_space(claire)
    tell(claire.id, "tests.told", "t:1", {"title": "Entre nous"}, "/about", audience=space.audience, reason="mention")
    member = browser(claire)
    doors = ("/", "/notices", "/notices?show=unread", "/notices?show=mentions")
    assert all("Entre nous" in member.get(door).main for door in doors)
    assert member.get("/about").texts(".bell .dot") == ["1"]
    leave_school(claire, space)

    assert not any("Entre nous" in member.get(door).text for door in doors)
    assert member.get("/about").select(".bell .dot") == []
    assert latest_unread(actor(claire), 5) == []


@pytest.mark.parametrize("token", ["", audience.PUBLIC, audience.MEMBERS, "school:999", "community:1", "odd"])
def test_the_rule_says_the_same_of_one_of_many_and_of_many_people(claire: Person, yann: Person, token: str) -> None:
    space = make_school_space(claire)
    for person in (claire, yann):
        tell(person.id, "tests.told", "t:1", {"title": "A"}, "/", audience=space.audience)
        tell(person.id, "tests.told", "t:2", {"title": "A"}, "/", audience=token)
    every = list(db.session.scalars(select(Notice)))
    together = set(db.session.scalars(select(Notice.id).where(seen_by_their_people())))

    for person in (claire, yann):
        seen = set(db.session.scalars(select(Notice.id).where(visible(actor(person), Notice))))
        assert seen == {notice.id for notice in every if can(actor(person), "notice.see", notice)}
        assert seen == {notice.id for notice in every if notice.person_id == person.id and notice.id in together}


def test_a_topic_that_moved_takes_its_notices_along(claire: Person, yann: Person) -> None:
    space = make_school_space(claire)
    tell_many(
        {claire.id: "", yann.id: ""}, "tests.told", "t:1", {"title": "A"}, "/", topic="thread:1", audience="public"
    )
    move_topic("thread:1", space.audience)

    assert len(latest_unread(actor(claire), 5)) == 1
    assert latest_unread(actor(yann), 5) == []


def test_a_topic_that_is_called_otherwise_is_called_so_in_its_notices(claire: Person) -> None:
    tell(claire.id, "tests.told", "t:1", {"title": "Le nom d’un élève"}, "/", topic="thread:1")
    tell(claire.id, "tests.told", "t:2", {"title": "Autre chose"}, "/", topic="thread:2")
    retitle("thread:1", "Un élève « exclu »")
    db.session.expire_all()

    assert [row.words for row in latest_unread(actor(claire), 5)] == [
        "On parle de « Autre chose ».",
        "On parle de « Un élève « exclu » ».",
    ]


def test_what_was_seen_is_read_and_nobody_else_s(claire: Person, yann: Person) -> None:
    for number in (1, 2):
        tell_many(
            {claire.id: "", yann.id: ""}, "tests.told", f"t:{number}", {"title": "A"}, "/", about=f"post:{number}"
        )
    mark_read(claire.id, ["post:1"])
    left = select(Notice.person_id, Notice.about).where(Notice.read_at.is_(None)).order_by(Notice.about)

    assert {(person_id, about) for person_id, about in db.session.execute(left)} == {
        (yann.id, "post:1"),
        (claire.id, "post:2"),
        (yann.id, "post:2"),
    }


@pytest.mark.parametrize("topic", ["", "notice:", "notice:x", "notice:99999999999999", "notice:²", "odd", "thread:9"])
def test_a_topic_that_is_none_marks_nothing(claire: Person, topic: str) -> None:
    tell(claire.id, "tests.told", "t:1", {"title": "A"}, "/")
    mark_topic_read(actor(claire), topic)

    assert len(latest_unread(actor(claire), 5)) == 1
