"""Commands about communities."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.communities.services import open_community
from forum.core.errors import Invalid, NotAllowed
from forum.core.i18n import in_language
from forum.extensions import db

communities = AppGroup("communities", help="Communities of practice.")


@communities.command("open")
@click.argument("name")
@click.option("--about", default="", help="What it is about, in two sentences.")
@click.option("--by", "address", required=True, help="The address of mail of a mediator or an administrator.")
def open_one(name: str, about: str, address: str) -> None:
    """Opens a community."""
    person = db.session.scalar(select(Person).where(Person.email == address.strip().lower()))
    if person is None:
        raise click.ClickException(f"nobody has the address {address}")
    try:
        with in_language("en"):
            community = open_community(actor_of(person), name, about)
    except NotAllowed:
        raise click.ClickException(f"{person.name} is neither mediator nor administrator") from None
    except Invalid as error:
        raise click.ClickException(f"{error.field}: {error.message}") from None
    click.echo(f"/communities/{community.slug}")
