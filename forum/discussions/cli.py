"""Commands about spaces."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.core import audience
from forum.discussions.services import open_space

spaces = AppGroup("spaces", help="Spaces for discussions.")


@spaces.command("open")
@click.argument("name")
@click.option("--about", default="", help="One or two sentences that say what it is for.")
@click.option("--members-only", is_flag=True, help="Only members see it; otherwise everybody does.")
def open_one(name: str, about: str, members_only: bool) -> None:
    """Opens a space of the whole site."""
    space = open_space(name, audience.MEMBERS if members_only else audience.PUBLIC, about)
    click.echo(f"/spaces/{space.slug}")
