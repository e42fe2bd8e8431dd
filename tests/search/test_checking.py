"""Where the index is not what the database has, it is found, said and put right, whichever engine keeps it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from forum.accounts.models import Person, Role
from forum.core import audience
from forum.discussions.models import Post, Thread
from forum.discussions.services import edit_post
from forum.extensions import db
from forum.schools.models import School
from forum.search.engine import current_engine
from forum.search.services import Drift, check, rebuild
from tests.browsing import Browser
from tests.discussions.factories import make_reply, make_space, make_thread
from tests.factories import actor, make_person
from tests.practices.factories import make_sheet
from tests.schools.factories import make_school, make_schools
from tests.search.factories import document
from tests.search.test_keeping import found

Deliver = Callable[[], int]


def test_an_index_as_it_should_be_differs_in_nothing(
    app: Flask, command: FlaskCliRunner, claire: Person, post: Post, deliver: Deliver
) -> None:
    make_school()
    make_sheet(make_person(role=Role.EDITOR))
    rebuild()
    for number in range(3):
        edit_post(actor(claire), post.id, f"Une cornemuse, {number}.")
    deliver()

    done = command.invoke(args=["search", "check", "--only-look"])

    assert done.exit_code == 0, done.stdout
    assert "Checking the index" in done.stderr
    assert "nothing differs" in done.stdout
    assert "post 1 in the database 0 missing 0 stale 0 stray" in lines(done.stdout)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda post: take_out(post.id), "1 missing 0 stale 0 stray"),
        (lambda post: put_in(post.id, body="Un biniou."), "0 missing 1 stale 0 stray"),
        (lambda post: put_in(post.id, body="Une cornemuse.", audience=audience.MEMBERS), "0 missing 1 stale 0 stray"),
        (lambda post: put_in(post.id + 900), "0 missing 0 stale 1 stray"),
        (lambda post: put_in(post.id - 1), "0 missing 0 stale 1 stray"),
    ],
    ids=["missing", "of older words", "of another audience", "gone, the last", "gone, in between"],
)
def test_what_differs_is_said_and_put_right(
    app: Flask,
    visitor: Browser,
    command: FlaskCliRunner,
    post: Post,
    spoil: Callable[[Post], None],
    said: str,
) -> None:
    spoil(post)

    looked = command.invoke(args=["search", "check", "--only-look"])
    checked = command.invoke(args=["search", "check"])
    again = command.invoke(args=["search", "check", "--only-look"])

    assert looked.exit_code == 1
    assert f"post 1 in the database {said}" in lines(looked.stdout)
    assert "they differ; run: flask search check" in looked.stdout
    assert checked.exit_code == 0
    assert f"post 1 in the database {said}" in lines(checked.stdout)
    assert "what differed is put right" in checked.stdout
    assert again.exit_code == 0, again.stdout
    assert found(visitor, "cornemuse") == ["cornemuse"]
    assert found(visitor, "biniou") == []


def test_documents_of_a_kind_that_no_feature_gives_any_more_are_taken_out(app: Flask, post: Post) -> None:
    current_engine().change("poem", [7], lambda: [document("Un biniou.", kind="poem", id=7)])

    assert check(is_mended=True)["poem"] == Drift(stray=1)

    assert "poem" not in current_engine().count()


def test_more_than_is_looked_at_at_once_is_compared_to_the_end(app: Flask) -> None:
    make_schools(1_100, "École", "school")
    rebuild()
    ids = list(db.session.scalars(select(School.id).order_by(School.id)))
    current_engine().change("school", ids[::2], list)
    beyond = [document(kind="school", id=ids[-1] + number) for number in range(1, 701)]
    current_engine().change("school", [each.id for each in beyond], lambda: beyond)
    looked_at: list[int] = []

    drift = check(is_mended=False, progress=looked_at.append)["school"]

    assert drift == Drift(documents=1_100, missing=550, stray=700)
    assert sum(looked_at) == 1_100
    assert check(is_mended=True)["school"] == drift
    assert not check(is_mended=False)["school"]


def take_out(post_id: int) -> None:
    current_engine().change("post", [post_id], list)


def put_in(post_id: int, **more: str) -> None:
    described = {"body": "Un biniou.", **more}
    current_engine().change("post", [post_id], lambda: [document(id=post_id, **described)])


def lines(printed: str) -> list[str]:
    """What was printed, line by line, with single spaces."""
    return [" ".join(line.split()) for line in printed.splitlines()]


@pytest.fixture
def post(claire: Person, thread: Thread, deliver: Deliver) -> Post:
    """The only reply there is, in the index."""
    made = make_reply(claire, thread, "Une cornemuse.")
    deliver()
    return made


@pytest.fixture
def claire(app: Flask) -> Person:
    return make_person("Claire Morvan")


@pytest.fixture
def thread(claire: Person) -> Thread:
    return make_thread(claire, make_space("Climat scolaire"), "Bonjour à tous", "Bonjour.")
