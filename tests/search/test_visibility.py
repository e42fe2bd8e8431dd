"""Nobody ever sees, in results, counts or excerpts, what they may not open."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.communities.services import leave_community
from forum.core import audience
from forum.discussions.models import Post, Space, Thread
from forum.discussions.services import delete_post, hide_post, restore_post
from forum.extensions import db
from forum.practices.services import start_sheet
from forum.schools.models import School
from forum.schools.services import leave_school
from tests.browsing import Browser, Page
from tests.communities.factories import make_community
from tests.communities.factories import make_member as make_community_member
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.schools.factories import close, make_member, make_referent, make_school
from tests.search.reading import ask as ask_for
from tests.search.reading import total, values

Open = Callable[..., Browser]
Deliver = Callable[[], int]


def ask(browser: Browser, text: str = "cornemuse", **more: str) -> Page:
    return ask_for(browser, text, **more)


def found_by(browser: Browser) -> list[int | str]:
    """How many results there are, and of which kinds."""
    page = ask(browser)
    return [total(page), *sorted(values(page))]


def finds_nothing(browser: Browser) -> bool:
    """Whether a reader learns nothing: no row, no count, no excerpt, by whichever question."""
    for text in ("cornemuse", '"une cornemuse"', "secrète", "author:nolwenn", "kind:thread", "kind:post", "after:2000"):
        page = ask(browser, text)
        if "cornemuse secrète" in page.main.lower() or page.select("mark"):
            return False
        said = [*page.texts(".row p:last-child"), *(value for value in values(page) if not value.endswith(" 0"))]
        if any(each.startswith(("Discussion", "Réponse")) for each in said):
            return False
    return True


def write_secretly(author: Person, space: Space) -> Thread:
    thread = make_thread(author, space, "Une cornemuse secrète", "Ici une cornemuse secrète.")
    make_reply(author, thread, "Une cornemuse secrète, oui.")
    return thread


def test_members_only_is_found_by_members_only(
    browser: Open, visitor: Browser, nolwenn: Person, outsider: Person, deliver: Deliver
) -> None:
    write_secretly(nolwenn, make_space("Entre nous", audience.MEMBERS))
    deliver()

    assert finds_nothing(visitor)
    assert found_by(browser(outsider)) == [2, "Discussions 1", "Réponses 1"]


def test_what_is_of_a_school_is_found_by_its_members_and_by_nobody_else(
    browser: Open, visitor: Browser, outsider: Person, deliver: Deliver
) -> None:
    school = make_school()
    referent = make_referent(school)
    teacher = make_member(school, referent, "Nolwenn Le Goff")
    deliver()
    db.session.rollback()
    write_secretly(teacher, db.session.scalars(select(Space).where(Space.school_id == school.id)).one())
    forget_the_school(school.id)
    deliver()
    other = make_referent(make_school())

    assert found_by(browser(teacher)) == [2, "Discussions 1", "Réponses 1"]
    assert ask(browser(referent)).select("mark")
    assert finds_nothing(visitor)
    assert finds_nothing(browser(outsider))
    assert finds_nothing(browser(other))
    assert finds_nothing(browser(make_person(role=Role.ADMINISTRATOR)))


def test_who_leaves_a_school_finds_nothing_of_it_by_the_next_question(browser: Open, deliver: Deliver) -> None:
    school = make_school()
    teacher = make_member(school, make_referent(school), "Nolwenn Le Goff")
    deliver()
    db.session.rollback()
    write_secretly(teacher, db.session.scalars(select(Space).where(Space.school_id == school.id)).one())
    forget_the_school(school.id)
    deliver()
    reader = browser(teacher)
    assert ask(reader).select("mark")

    leave_school(actor(teacher), school.id)

    assert finds_nothing(reader)


def test_what_is_of_a_community_is_found_by_its_members_until_they_leave(
    browser: Open, visitor: Browser, outsider: Person, deliver: Deliver
) -> None:
    community = make_community()
    member = make_community_member(community, "Nolwenn Le Goff")
    deliver()
    db.session.rollback()
    write_secretly(member, db.session.scalars(select(Space).where(Space.community_id == community.id)).one())
    deliver()
    reader = browser(member)

    assert found_by(reader) == [2, "Discussions 1", "Réponses 1"]
    assert finds_nothing(visitor)
    assert finds_nothing(browser(outsider))

    leave_community(actor(member), community.id)

    assert finds_nothing(reader)


def test_a_deleted_post_goes(browser: Open, visitor: Browser, nolwenn: Person, deliver: Deliver) -> None:
    post = make_reply(nolwenn, make_thread(nolwenn, make_space(), "Bonjour", "Bonjour."), "Une cornemuse secrète.")
    deliver()
    assert ask(visitor).select("mark")

    delete_post(actor(nolwenn), post.id)

    assert "secrète" not in "".join(ask(visitor).texts(".row")), "nor before the index heard of it"
    deliver()
    assert found_by(visitor) == [0]
    assert found_by(browser(nolwenn)) == [0]


def test_a_hidden_post_goes_and_comes_back_when_it_is_restored(
    visitor: Browser, nolwenn: Person, mediator: Person, deliver: Deliver
) -> None:
    post = make_reply(nolwenn, make_thread(nolwenn, make_space(), "Bonjour", "Bonjour."), "Une cornemuse secrète.")
    deliver()
    hide_post(actor(mediator), post.id, "Une personne est reconnaissable.")
    assert not ask(visitor).select(".row")
    deliver()
    assert found_by(visitor) == [0]

    restore_post(actor(mediator), post.id)
    deliver()

    assert [mark.get_text() for mark in ask(visitor).select("mark")] == ["cornemuse"]


def test_what_a_hidden_first_post_says_is_not_found_while_its_thread_is(
    visitor: Browser, nolwenn: Person, mediator: Person, deliver: Deliver
) -> None:
    thread = make_thread(nolwenn, make_space(), "Bonjour à tous", "Une cornemuse secrète.")
    deliver()
    post = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
    hide_post(actor(mediator), post.id, "Motif.")
    deliver()

    assert found_by(visitor) == [0]
    assert ask(visitor, "bonjour").texts(".row h3") == ["Bonjour à tous"]


def test_a_draft_is_found_by_nobody(browser: Open, visitor: Browser, deliver: Deliver) -> None:
    editor = make_person(role=Role.EDITOR)
    start_sheet(actor(editor), {"title": "Une cornemuse secrète"})
    deliver()

    assert not ask(visitor).select(".row")
    assert not ask(browser(editor)).select(".row")


def forget_the_school(school_id: int) -> None:
    """Takes the school itself, which everybody finds, out of what is searched: closed in the directory."""
    close(db.session.get_one(School, school_id))


@pytest.fixture
def nolwenn(app: Flask) -> Person:
    return make_person("Nolwenn Le Goff")


@pytest.fixture
def outsider(app: Flask) -> Person:
    return make_person("Yann Berthou")


@pytest.fixture
def mediator(app: Flask) -> Person:
    return make_person("Hélène Garrec", role=Role.MEDIATOR)
