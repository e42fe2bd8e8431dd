"""Commands about the index."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.search import services
from forum.search.engine import RebuildUnderWay, current_engine
from forum.search.services.keeping import count_ids

commands = AppGroup("search", help="The index of what can be searched.")


@commands.command("rebuild")
def rebuild() -> None:
    """Makes the index anew while the site serves."""
    total = count_ids()
    with click.progressbar(length=total, label="Rebuilding the index", file=sys.stderr) as bar:
        try:
            services.rebuild(bar.update)
        except RebuildUnderWay:
            raise click.ClickException("another rebuild is under way") from None
    click.echo(f"{total} rows read, {sum(current_engine().count().values())} documents indexed")


@commands.command("check")
@click.option("--only-look", is_flag=True, help="Change nothing: exit status 1 when something differs.")
@click.pass_context
def check(context: click.Context, only_look: bool) -> None:
    """Compares the index with the database, document by document, and puts right what differs.

    An index that is not there, or can't be read, is made anew.
    """
    problem = current_engine().problem()
    if problem and only_look:
        click.echo(f"{problem}; run: flask search check")
        context.exit(1)
    if problem:
        click.echo(f"{problem}; it is made anew")
        context.invoke(rebuild)
        return
    with click.progressbar(length=count_ids(), label="Checking the index", file=sys.stderr) as bar:
        drifts = services.check(is_mended=not only_look, progress=bar.update)
    for kind, drift in drifts.items():
        click.echo(
            f"{kind:<10} {drift.documents:>8} in the database"
            f" {drift.missing:>8} missing {drift.stale:>8} stale {drift.stray:>8} stray"
        )
    if not any(drifts.values()):
        click.echo("nothing differs")
    elif only_look:
        click.echo("they differ; run: flask search check")
        context.exit(1)
    else:
        click.echo("what differed is put right")
