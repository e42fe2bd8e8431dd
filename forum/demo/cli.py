"""Commands about the demonstration: `flask demo …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.demo.load import load_once
from forum.demo.people import PASSWORD

demo = AppGroup("demo", help="The demonstration: people, schools, discussions and sheets to try Médiane with.")


@demo.command("load")
def load_command() -> None:
    """Load the demonstration, unless it is there already."""
    if load_once():
        click.echo(f"The demonstration is loaded. Log in as teacher@demo.example with the password {PASSWORD}.")
    else:
        click.echo("The demonstration is already there: nothing was changed.")
