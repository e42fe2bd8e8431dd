"""`flask people …`."""

from __future__ import annotations

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from forum.accounts.models import Person, Role, SiteRole
from forum.accounts.passwords import verify_password
from forum.extensions import db
from tests.accounts.factories import GOOD
from tests.factories import make_person


def test_a_role_is_given_and_taken_back(command: FlaskCliRunner) -> None:
    make_person(email="rose@college.example")
    given = command.invoke(args=["people", "role", "Rose@College.example", "mediator"])
    assert (given.exit_code, given.output) == (0, "Rose@College.example now has the role mediator.\n")
    assert roles() == ["mediator"]
    again = command.invoke(args=["people", "role", "rose@college.example", "mediator"])
    assert (again.exit_code, roles()) == (0, ["mediator"])

    taken = command.invoke(args=["people", "role", "rose@college.example", "mediator", "--take"])
    assert (taken.exit_code, taken.output) == (0, "rose@college.example no longer has the role mediator.\n")
    assert roles() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["role", "nobody@college.example", "mediator"], "no account has the address nobody@college.example"),
        (["role", "nobody@college.example", "mediator", "--take"], "no account has the address"),
        (["role", "rose@college.example", "king"], "king is not a role: mediator, editor, administrator"),
        (["list", "--role", "king"], "king is not a role"),
        (["add", "new@college.example", "Rose", "--profession", "pirate"], "pirate is not a profession: teacher"),
        (["add", "new", "Rose", "--password-stdin"], "prenom.nom@exemple.fr"),
        (["add", "new@college.example", "  ", "--password-stdin"], "1 to 120 characters"),
        (["add", "new@college.example", "x" * 121, "--password-stdin"], "1 to 120 characters"),
        (["add", "rose@college.example", "Rose", "--password-stdin"], "already has an account"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    command: FlaskCliRunner, arguments: list[str], words: str
) -> None:
    make_person(email="rose@college.example")
    done = command.invoke(args=["people", *arguments], input=f"{GOOD}\n")

    assert done.exit_code == 1
    assert words in done.output
    assert roles() == []
    assert list(db.session.scalars(select(Person.email))) == ["rose@college.example"]


def test_an_account_is_added_confirmed(command: FlaskCliRunner) -> None:
    arguments = ["people", "add", "Rose@College.example", " Rose  Martin", "--profession", "cpe", "--password-stdin"]
    done = command.invoke(args=arguments, input=f"{GOOD}\n")
    assert done.exit_code == 0, done.output

    person = db.session.scalars(select(Person)).one()
    assert (person.email, person.name, person.profession) == ("rose@college.example", "Rose Martin", "cpe")
    assert person.confirmed_at is not None
    assert verify_password(person.password_hash, GOOD)


def test_an_account_is_not_added_with_a_poor_password(command: FlaskCliRunner) -> None:
    done = command.invoke(args=["people", "add", "rose@college.example", "Rose", "--password-stdin"], input="court\n")

    assert done.exit_code == 1
    assert "10" in done.output
    assert db.session.scalar(select(Person.id)) is None


def test_people_are_listed_by_role(command: FlaskCliRunner) -> None:
    make_person("Rose", email="rose@college.example", role=Role.MEDIATOR)
    make_person("Omar", email="omar@college.example", confirmed_at=None)

    everyone = command.invoke(args=["people", "list"]).output.splitlines()
    assert [line.split("\t")[1:] for line in everyone] == [
        ["omar@college.example", "Omar", "unconfirmed"],
        ["rose@college.example", "Rose", "confirmed"],
    ]
    mediators = command.invoke(args=["people", "list", "--role", "mediator"]).output.splitlines()
    assert [line.split("\t")[2] for line in mediators] == ["Rose"]


def roles() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(SiteRole.role)))
