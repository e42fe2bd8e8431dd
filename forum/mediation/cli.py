"""Commands about mediation cases: `flask mediation …`."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from forum.core.errors import Refused
from forum.mediation import services

mediation = AppGroup("mediation", help="Mediation cases and the keys that they are sealed under.")


@mediation.command("rotate-keys")
def rotate_keys_command() -> None:
    """Wrap the key of every case anew, under the newest of CASE_KEYS. The older ones can then be destroyed."""
    try:
        done = services.rotate_keys()
    except Refused:
        raise click.ClickException(
            "a case's key was wrapped under a key that CASE_KEYS does not name: add it, and run this again."
        ) from None
    click.echo(f"{done} cases are wrapped under the newest key.")


@mediation.command("erase")
def erase_command() -> None:
    """Erase the cases whose time is over, as the jobs do every hour."""
    click.echo(f"{services.erase_due()} cases erased.")
