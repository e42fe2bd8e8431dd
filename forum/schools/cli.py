"""Commands about schools."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.errors import NotFound
from forum.core.i18n import in_language
from forum.extensions import db
from forum.schools import services
from forum.schools.directory import Directory, UnreadableDirectory, read_directory
from forum.schools.queries import school_by_key
from forum.schools.services import Imported

MOST_LINES_SHOWN = 20
schools = AppGroup("schools", help="Schools and the national directory.")


@schools.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def import_file(context: click.Context, file: Path) -> None:
    """Reads an export of the national directory; again, it changes only what changed.

    Ends with status 1 when the file can't be read, or when a line was refused: what the others say is in then.
    """
    with in_language("en"):
        try:
            directory = read_directory(file.read_bytes())
        except OSError as error:
            raise click.ClickException(f"{file}: {error.strerror}") from None
        except UnreadableDirectory as error:
            raise click.ClickException(f"{file}: {error}") from None
        length = len(directory.schools)
        with click.progressbar(length=length, label="Schools", file=sys.stderr) as bar:
            imported = services.import_directory(directory.schools, bar.update)
    summarise(directory, imported)
    context.exit(1 if directory.refused else 0)


def summarise(directory: Directory, imported: Imported) -> None:
    click.echo(
        f"{imported.created} created, {imported.updated} updated, {imported.closed} closed,"
        f" {imported.unchanged} unchanged, {directory.merged} lines merged, {len(directory.refused)} refused"
    )
    for refused in directory.refused[:MOST_LINES_SHOWN]:
        click.echo(f"  line {refused.line}: {refused.reason}")
    if len(directory.refused) > MOST_LINES_SHOWN:
        click.echo(f"  and {len(directory.refused) - MOST_LINES_SHOWN} more")


@schools.command("referent")
@click.argument("key")
@click.argument("address")
@click.option("--take", is_flag=True, help="Takes the role back.")
def referent(key: str, address: str, take: bool) -> None:
    """Makes the person of an ADDRESS of mail a referent of the school of a KEY (code UAI)."""
    person = db.session.scalar(select(Person).where(Person.email == address.strip().lower()))
    if person is None:
        raise click.ClickException(f"nobody has the address {address}")
    try:
        school = school_by_key(key)
    except NotFound:
        raise click.ClickException(f"no school has the code {key}") from None
    services.name_referent(school.id, person.id, take=take)
    click.echo(f"{person.name}: {'no longer ' if take else ''}referent of {school.name}")
