"""Commands about practice sheets."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import Person, SiteRole
from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.core.errors import Invalid, NotAllowed
from forum.core.i18n import in_language
from forum.extensions import db
from forum.practices.report import Report, ReportError, read_report
from forum.practices.report.decoding import MOST_BYTES, decoded_report
from forum.practices.services import import_report, publish_at_once
from forum.practices.services.facets import write_all_facets

practices = AppGroup("practices", help="The practice library.")


@practices.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", "address", default="", help="The address of mail of the drafts' owner; the first editor if none.")
@click.option("--publish", is_flag=True, help="Publishes them at once; the owner must be an editor.")
@click.pass_context
def import_files(context: click.Context, files: tuple[Path, ...], address: str, publish: bool) -> None:
    """Reads practice reports into sheets, and says what went where; status 1 when one could not be read."""
    actor = owner(address)
    failed = 0
    with in_language("en"):
        for file in files:
            try:
                report = read_report(decoded_report(bytes_of(file)))
                sheet = import_report(actor, report)
                if publish:
                    publish_at_once(actor, sheet.id)
            except (ReportError, Invalid) as error:
                where = f"{error.field}: " if isinstance(error, Invalid) else ""
                click.echo(f"{file}: {where}{error}", err=True)
                failed += 1
                continue
            except NotAllowed:
                raise click.ClickException(f"{actor.name} is no editor, and can't publish") from None
            click.echo(f"{file}: /practices/{sheet.id}-{sheet.slug}")
            say_what_went_where(report)
    context.exit(1 if failed else 0)


@practices.command("facets")
def facets() -> None:
    """Writes anew what published sheets are found by, for when facets are read otherwise than before."""
    done = write_all_facets()
    click.echo(f"{done} sheet{'' if done == 1 else 's'} can be found by what they say today")


def bytes_of(file: Path) -> bytes:
    """The content of a file, as far as is needed to see that it is too big."""
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def owner(address: str) -> Actor:
    query = select(Person).where(Person.email == address.strip().lower())
    if not address:
        query = select(Person).join(SiteRole, SiteRole.person_id == Person.id).where(SiteRole.role == "editor")
    person = db.session.scalars(query.order_by(Person.id).limit(1)).first()
    if person is None:
        raise click.ClickException(f"nobody has the address {address}" if address else "there is no editor yet")
    return actor_of(person)


def say_what_went_where(report: Report) -> None:
    for key, text in report.content.items():
        click.echo(f"  {key:<22} {len(text):>6} characters")
    kept = [line for line in report.lines if line.place == "other"]
    for line in kept:
        click.echo(f"  line {line.number} fits nowhere and is kept under other: {line.text.strip()[:80]}")
