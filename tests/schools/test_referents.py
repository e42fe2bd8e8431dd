"""`flask schools referent KEY ADDRESS`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskCliRunner

from forum.accounts.models import Person
from forum.schools.models import School
from tests.browsing import Browser
from tests.factories import actor
from tests.schools.factories import ask, history, member_count

Open = Callable[..., Browser]
ADDRESS = "/schools/0359001A"


@pytest.mark.parametrize("key", ["0359001A", "0359001a", "college-aime-cesaire-rennes-0359001a"])
def test_somebody_is_made_referent_and_with_it_a_member(
    command: FlaskCliRunner, school: School, claire: Person, key: str
) -> None:
    done = command.invoke(args=["schools", "referent", key, " Claire@College.example "])

    assert (done.exit_code, done.stdout) == (0, "Claire Morvan: referent of Collège Aimé-Césaire\n")
    assert actor(claire).claims == {f"school:{school.id}", f"school-referent:{school.id}"}
    assert member_count(school) == 1


def test_doing_it_again_changes_nothing(command: FlaskCliRunner, school: School, claire: Person) -> None:
    for _ in range(2):
        assert command.invoke(args=["schools", "referent", "0359001A", claire.email]).exit_code == 0

    assert history(school, claire) == ["admitted"]
    assert member_count(school) == 1


def test_who_asks_to_join_is_admitted_by_it(command: FlaskCliRunner, school: School, claire: Person) -> None:
    ask(school, claire)

    command.invoke(args=["schools", "referent", "0359001A", claire.email])

    assert history(school, claire) == ["admitted"]


def test_a_referent_admits_from_the_next_request_on(
    command: FlaskCliRunner, browser: Open, school: School, yann: Person, claire: Person
) -> None:
    ask(school, claire)
    member = browser(yann)
    assert not member.get(ADDRESS).select("#requests")

    command.invoke(args=["schools", "referent", "0359001A", yann.email])

    assert member.get(ADDRESS).texts("#requests .name") == ["Claire Morvan"]
    assert history(school, yann) == ["admitted"]


def test_the_role_is_taken_back_and_the_person_stays_a_member(
    command: FlaskCliRunner, browser: Open, school: School, referent: Person, claire: Person
) -> None:
    ask(school, claire)
    for _ in range(2):
        done = command.invoke(args=["schools", "referent", "0359001A", referent.email, "--take"])
        assert (done.exit_code, done.stdout) == (0, "Nadia Le Bihan: no longer referent of Collège Aimé-Césaire\n")

    assert actor(referent).claims == {f"school:{school.id}"}
    assert browser(referent).post(f"/schools/{school.id}/members/{claire.id}/admit").status == 403


def test_taking_it_from_who_never_had_it_makes_nobody_a_member(
    command: FlaskCliRunner, school: School, claire: Person
) -> None:
    command.invoke(args=["schools", "referent", "0359001A", claire.email, "--take"])

    assert history(school, claire) == []


@pytest.mark.parametrize(
    ("key", "address", "words"),
    [
        ("0359001A", "nobody@college.example", "nobody has the address nobody@college.example"),
        ("0000000X", "claire@college.example", "no school has the code 0000000X"),
        ("é", "claire@college.example", "no school has the code é"),
    ],
)
def test_what_is_not_there_is_said(
    command: FlaskCliRunner, school: School, claire: Person, key: str, address: str, words: str
) -> None:
    done = command.invoke(args=["schools", "referent", key, address])

    assert (done.exit_code, done.stderr) == (1, f"Error: {words}\n")
    assert history(school, claire) == []
