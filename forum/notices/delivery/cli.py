"""Commands about notices."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from forum.notices.delivery.run import Run, run

notices = AppGroup("notices", help="What people are told by mail and push.")


@notices.command("digest")
@click.option("--early", is_flag=True, help="What waits for its hour leaves now, quiet time or not.")
@click.pass_context
def digest(context: click.Context, early: bool) -> None:
    """Sends the digests that are due, with the mails and the pushes that are.

    The jobs do it every minute; killed and run again, it goes on, and nobody gets anything twice. Ends with status 1
    where something could not be sent, which is tried again later.
    """

    def show(done: Run) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done.mailed} mails", nl=False, err=True)

    done = run(early=early, seen=show)
    click.echo(f"{done.mailed} mails, {done.pushed} pushes, {done.failed} failed")
    context.exit(1 if done.failed else 0)
