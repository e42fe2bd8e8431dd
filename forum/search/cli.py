"""Commands about the index."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.search.engine import RebuildUnderWay, current_engine
from forum.search.services import count_ids, count_rows
from forum.search.services import rebuild as rebuild_index

commands = AppGroup("search", help="The index of what can be searched.")


@commands.command("rebuild")
def rebuild() -> None:
    """Makes the index anew while the site serves."""
    total = count_ids()
    with click.progressbar(length=total, label="Rebuilding the index", file=sys.stderr) as bar:
        try:
            rebuild_index(bar.update)
        except RebuildUnderWay:
            raise click.ClickException("another rebuild is under way") from None
    click.echo(f"{total} rows read, {sum(current_engine().count().values())} documents indexed")


@commands.command("check")
@click.pass_context
def check(context: click.Context) -> None:
    """Compares the index with the database: exit status 1 when they differ or the index can't be read."""
    problem = current_engine().problem()
    if problem:
        click.echo(f"{problem}; run: flask search rebuild")
        context.exit(1)
    indexed, wanted = current_engine().count(), count_rows()
    for kind, rows in wanted.items():
        click.echo(f"{kind:<10} {indexed.get(kind, 0):>8} indexed {rows:>8} in the database")
    if any(indexed.get(kind, 0) != rows for kind, rows in wanted.items()):
        click.echo("they differ; run: flask search rebuild")
        context.exit(1)
