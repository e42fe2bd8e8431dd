"""Commands about people: `flask people …`."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.accounts import queries
from forum.accounts.forms import LONGEST_NAME
from forum.accounts.models import Profession, Role
from forum.accounts.services import administration
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.text import is_blank, tidy_line

people = AppGroup("people", help="Accounts and the roles they hold.")
ROLES = ", ".join(role.value for role in Role)
PROFESSIONS = ", ".join(profession.value for profession in Profession)


def read_role(text: str) -> Role:
    if text not in set(Role):
        raise click.ClickException(f"{text} is not a role: {ROLES}.")
    return Role(text)


def read_profession(text: str) -> Profession:
    if text not in set(Profession):
        raise click.ClickException(f"{text} is not a profession: {PROFESSIONS}.")
    return Profession(text)


@people.command("role")
@click.argument("address")
@click.argument("role")
@click.option("--take", is_flag=True, help="Take the role back instead of giving it.")
def role_command(address: str, role: str, take: bool) -> None:
    """Give the person at ADDRESS a ROLE: mediator, editor or administrator."""
    wanted = read_role(role)
    try:
        changed = administration.take_role(address, wanted) if take else administration.give_role(address, wanted)
    except NotFound:
        raise click.ClickException(f"no account has the address {address}.") from None
    state = "no longer has" if take else "now has"
    unchanged = "did not have" if take else "already had"
    click.echo(f"{address} {state if changed else unchanged} the role {wanted.value}.")


@people.command("add")
@click.argument("address")
@click.argument("name")
@click.option("--profession", default=Profession.OTHER.value, show_default=True, help=PROFESSIONS)
@click.option("--password-stdin", is_flag=True, help="Read the password from the standard input.")
def add_command(address: str, name: str, profession: str, password_stdin: bool) -> None:
    """Add a confirmed account for NAME at ADDRESS."""
    called = tidy_line(name)
    if is_blank(called) or len(called) > LONGEST_NAME:
        raise click.ClickException(f"the name must hold 1 to {LONGEST_NAME} characters.")
    does = read_profession(profession)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else click.prompt("Password", hide_input=True)
    try:
        person = administration.add_person(address, called, does, password)
    except Invalid as error:
        raise click.ClickException(error.message) from None
    except Conflict:
        raise click.ClickException(f"{address} already has an account.") from None
    click.echo(f"{person.email} has an account, number {person.id}.")


@people.command("list")
@click.option("--role", default=None, help=f"Only those who hold it: {ROLES}.")
def list_command(role: str | None) -> None:
    """List people: number, address, name, whether confirmed."""
    for person in queries.people_with_role(read_role(role).value if role is not None else None):
        state = "confirmed" if person.confirmed_at is not None else "unconfirmed"
        click.echo(f"{person.id}\t{person.email}\t{person.name}\t{state}")
