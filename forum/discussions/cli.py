"""Commands about spaces, and about what rows keep of others."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.core import audience
from forum.discussions.services import open_space
from forum.discussions.services.recount import recount

spaces = AppGroup("spaces", help="Spaces for discussions.")
discussions = AppGroup("discussions", help="Threads and posts.")


@spaces.command("open")
@click.argument("name")
@click.option("--about", default="", help="One or two sentences that say what it is for.")
@click.option("--members-only", is_flag=True, help="Only members see it; otherwise everybody does.")
def open_one(name: str, about: str, members_only: bool) -> None:
    """Opens a space of the whole site."""
    space = open_space(name, audience.MEMBERS if members_only else audience.PUBLIC, about)
    click.echo(f"/spaces/{space.slug}")


@discussions.command("recount")
def recount_all() -> None:
    """Counts again what threads, spaces, posts and reading marks keep of other rows, and mends what is wrong."""
    for table, mended in recount().items():
        click.echo(f"{table}: {mended} mended")
