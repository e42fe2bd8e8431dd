"""Who may do what: closed by default, one rule for one thing and for many, visitors led to the door and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.chat.models import Message, Room
from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.core import audience, policy
from forum.core.actor import VISITOR, Actor
from forum.core.errors import NotAllowed, NotFound
from forum.core.models import now
from forum.core.policy import can, require, rule, visible
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread
from forum.discussions.policy import PostInThread
from forum.extensions import db
from forum.mediation.models import Entry, MediationCase
from forum.moderation.holding import Matter
from forum.moderation.models import ModerationAction, Report
from forum.notices.models import Notice, Watch
from forum.practices.models import (
    Collection,
    ContactRequest,
    Quotation,
    Sheet,
    SheetState,
    Transposition,
    WatchedFilter,
)
from forum.proposals.models import Proposal
from forum.saved_searches.models import SavedSearch
from forum.schools.models import School
from tests.browsing import Browser
from tests.factories import PASSWORD, make_person

Open = Callable[..., Browser]

PEOPLE = (1, 2, 3, 4)
AUDIENCES = (audience.PUBLIC, audience.MEMBERS, "school:1", "school:2", "community:1", "community:2")

signed_in = st.builds(
    Actor,
    id=st.sampled_from(PEOPLE),
    roles=st.frozensets(st.sampled_from([str(role) for role in Role])),
    claims=st.frozensets(
        st.sampled_from(
            ["school:1", "school:2", "school-referent:1", "school-referent:2", "community:1", "community:2"]
        )
    ),
)
actors = st.one_of(st.just(VISITOR), signed_in)
OUTSIDERS_SEE = frozenset({audience.PUBLIC, audience.MEMBERS})


def test_what_no_rule_opens_is_refused_to_everyone() -> None:
    administrator = Actor(id=1, roles=frozenset(Role))

    assert not can(administrator, "nothing.such")
    with pytest.raises(NotAllowed):
        require(administrator, "nothing.such")


def test_of_what_no_rule_shows_nothing_is_shown(app: Flask) -> None:
    make_person()

    assert db.session.scalars(select(Post).where(visible(Actor(id=1, roles=frozenset(Role)), Post))).all() == []


def test_a_permission_has_one_rule_alone() -> None:
    with pytest.raises(ValueError, match="two rules for member"):
        rule("member")(lambda actor, thing: True)


def test_what_one_may_not_see_is_answered_as_if_it_were_not_there() -> None:
    hidden = Thread(audience="school:1", author_id=2)
    open_to_all = Thread(audience=audience.PUBLIC, author_id=2, locked_at=now())

    with pytest.raises(NotFound):
        require(Actor(id=1), "thread.reply", hidden)
    with pytest.raises(NotAllowed):
        require(Actor(id=1), "thread.reply", open_to_all)


@given(actors)
def test_a_visitor_is_in_no_audience_but_the_public(who: Actor) -> None:
    if who.is_signed_in:
        assert who.audiences == who.claims | OUTSIDERS_SEE
    else:
        assert who.audiences == {audience.PUBLIC}


def test_every_model_whose_sight_is_ruled_is_held_to_its_filter_here() -> None:
    ruled = set(policy._filters) & set(policy._sight)

    held_elsewhere = {Collection, ContactRequest, Quotation, SavedSearch}  # in the tests of their features
    assert ruled - held_elsewhere == {Person, Notice, School, Community, Space, Thread, Sheet, Room, Report}
    of_many_alone = {Conversation, Entry, MediationCase, Proposal, Watch}  # in the tests of their features
    assert set(policy._filters) - ruled - of_many_alone == {Message, ModerationAction, Transposition, WatchedFilter}


@pytest.mark.parametrize("model", [Person, Notice, School, Community, Space, Thread, Sheet, Room])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(who=actors)
def test_the_filter_on_many_and_the_rule_on_one_show_the_same(everything: None, model: type, who: Actor) -> None:
    rows = db.session.scalars(select(model)).all()
    shown = set(db.session.scalars(select(model).where(visible(who, model))).all())

    assert shown == {row for row in rows if can(who, policy._sight[model], row)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(who=actors)
def test_a_message_is_seen_by_whoever_sees_its_room(everything: None, who: Actor) -> None:
    rooms = {room.id for room in db.session.scalars(select(Room)) if can(who, "room.see", room)}
    shown = {message.room_id for message in db.session.scalars(select(Message).where(visible(who, Message)))}

    assert shown == rooms


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(who=actors)
def test_a_post_is_seen_by_whoever_sees_its_thread(everything: None, who: Actor) -> None:
    threads = {thread.id: thread for thread in db.session.scalars(select(Thread))}
    shown = set(db.session.scalars(select(Thread.id).where(visible(who, Thread))))

    for post in db.session.scalars(select(Post)):
        assert can(who, "post.see", PostInThread(post, threads[post.thread_id])) == (post.thread_id in shown)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(who=actors)
def test_reports_are_for_mediators_and_who_made_them_and_what_was_done_for_mediators_alone(
    everything: None, who: Actor
) -> None:
    is_mediator = who.has_role(Role.MEDIATOR)
    shown = set(db.session.scalars(select(Report).where(visible(who, Report))))

    reports = db.session.scalars(select(Report)).all()
    assert shown == {report for report in reports if can(who, "report.see", report)}
    assert shown == {report for report in reports if is_mediator or report.reporter_id == who.id}
    assert bool(db.session.scalars(select(ModerationAction).where(visible(who, ModerationAction))).all()) == is_mediator
    for report in reports:
        matter = Matter(report.author_id, frozenset({report.reporter_id}), is_of_own_school=False)
        concerned = who.id in (report.author_id, report.reporter_id)
        assert can(who, "report.handle", matter) == (is_mediator and not concerned)
        assert not can(who, "report.handle", replace(matter, is_of_own_school=True))


@given(actors)
def test_a_visitor_may_do_nothing_but_read(who: Actor) -> None:
    things: dict[str, Any] = {
        "thread.reply": Thread(audience=audience.PUBLIC),
        "thread.open": Space(audience=audience.PUBLIC),
        "sheet.edit": Sheet(state=SheetState.PUBLISHED, owner_id=1),
        "message.say": Room(audience="school:1"),
        "member": None,
        "people.list": None,
        "moderation.desk": None,
    }
    for permission, thing in things.items():
        assert who.is_signed_in or not can(who, permission, thing)


def guarded(app: Flask, method: str) -> list[tuple[str, str]]:
    """The addresses that need somebody signed in, made with a number for each of their parts, and their permission."""
    found = []
    with app.test_request_context():
        for each in app.url_map.iter_rules():
            permission = getattr(app.view_functions[each.endpoint], "permission", policy.PUBLIC_PERMISSION)
            if permission == policy.PUBLIC_PERMISSION or method not in (each.methods or ()):
                continue
            address = re.sub(r"<any\((\w+)[^>]*>", r"\1", each.rule)  # the first of the words that it takes
            found.append((re.sub(r"<[^>]*>", "1", address), permission))
    return found


def test_every_guarded_page_leads_a_visitor_to_the_login_page(app: Flask, visitor: Browser) -> None:
    pages = guarded(app, "GET")
    assert len(pages) > 10

    for address, _ in pages:
        page = visitor.get(f"{address}?b=2", follow=False)
        assert page.status == 303, address
        assert page.response.headers["Location"].startswith("/login?next=/"), address


def test_no_guarded_form_takes_anything_from_a_visitor(app: Flask, visitor: Browser) -> None:
    forms = guarded(app, "POST")
    assert len(forms) > 10

    for address, _ in forms:
        page = visitor.post(address, follow=False)
        assert (page.status, page.response.headers.get("Location")) == (303, "/login"), address


def test_no_page_of_a_role_opens_to_a_member_without_it(app: Flask, browser: Open) -> None:
    member = browser(make_person())
    plain = Actor(id=1)
    reserved = [
        (address, method)
        for method in ("GET", "POST")
        for address, permission in guarded(app, method)
        if policy.is_of_site(permission) and not can(plain, permission)
    ]
    assert ("/moderation", "GET") in reserved

    for address, method in reserved:
        page = member.get(address) if method == "GET" else member.post(address)
        assert page.status in (403, 404), address


def test_a_visitor_is_led_back_to_the_page_they_asked_for(visitor: Browser) -> None:
    person = make_person()
    page = visitor.get("/notices?cursor=a%26b&x=é")
    assert page.url == "/login"

    page = visitor.submit(page, "/login", email=person.email, password=PASSWORD)
    assert page.url == "/notices"
    assert page.response.request.query_string == b"cursor=a%26b&x=%C3%A9"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example", "/\t\\evil.example", "/\n//evil.example", " //evil.example", "javascript:alert(1)",
        "evil.example", "/%0d%0aSet-Cookie:a=b\r\nb",
    ],
)  # fmt: skip
def test_nobody_is_led_out_of_the_site(visitor: Browser, target: str) -> None:
    person = make_person()
    page = visitor.get("/login", query_string={"next": target})
    page = visitor.submit(page, "/login", email=person.email, password=PASSWORD, next=target, follow=False)

    assert page.status == 303
    assert page.response.headers["Location"] == "/"


def test_a_program_is_told_in_its_own_terms(app: Flask, browser: Open) -> None:
    visitor, member = browser(Accept="application/json"), browser(make_person(), Accept="application/json")

    for who, address in ((visitor, "/notices"), (member, "/moderation")):
        answer = who.get(address, follow=False).response
        assert answer.status_code == 403
        assert answer.content_type == "application/problem+json"
    assert "Connectez-vous" in visitor.get("/notices").response.get_json()["detail"]


@pytest.fixture
def everything(app: Flask) -> None:
    """One row of everything, for each person and each audience."""
    with transaction() as session:
        for number in PEOPLE:
            session.add(
                Person(
                    id=number,
                    name=f"Personne {number}",
                    email=f"p{number}@example.org",
                    password_hash="x",
                    confirmed_at=now() if number % 2 else None,
                )
            )
        for number in (1, 2):
            session.add(
                School(id=number, name=f"École {number}", slug=f"ecole-{number}", kind="college", is_open=number == 1)
            )
            session.add(Community(id=number, name=f"Communauté {number}", slug=f"communaute-{number}"))
        session.flush()
        for number, token in enumerate(AUDIENCES, 1):
            session.add(Space(id=number, name=token, slug=f"espace-{number}", audience=token))
            session.add(Room(id=number, name=token, audience=token))
        session.flush()
        for number, token in enumerate(AUDIENCES, 1):
            session.add(Thread(id=number, space_id=number, audience=token, title=token, slug="x", author_id=1))
            session.add(Message(room_id=number, seq=1, author_id=1, client_id="x", source="x", html="x"))
        session.flush()
        for number in range(1, len(AUDIENCES) + 1):
            session.add(Post(thread_id=number, number=1, author_id=1, source="x", html="x"))
        for number in PEOPLE:
            for state in SheetState:
                session.add(Sheet(state=state.value, title="x", slug="x", owner_id=number))
            session.add(Notice(person_id=number, kind="x", key="x", facts={}, url="/"))
            session.add(
                Report(object_kind="post", object_id=1, author_id=number, reporter_id=number % 4 + 1, reason="other")
            )
        session.add(ModerationAction(object_kind="post", object_id=1, mediator_id=1, action="hide", reason="x"))
