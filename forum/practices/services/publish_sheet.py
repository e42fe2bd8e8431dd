"""Publishing a sheet: its latest version is what readers see and find."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.events import SheetPublished
from forum.practices.fields import FACETS, value_slug, values_of
from forum.practices.models import Sheet, SheetFacet, SheetState, SheetVersion
from forum.practices.services.content import describe, find_sheet


def publish_sheet(actor: Actor, sheet_id: int, *, seen_version: int | None = None) -> Sheet:
    """Publishes the latest version of a sheet; publishing it again changes nothing.

    Args:
        seen_version: the version that the actor has read; nothing else is published in its place.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.publish".
        Conflict: another version was saved since.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.publish", sheet)
        if seen_version is not None and seen_version != sheet.latest_version:
            raise Conflict(_("Une autre version de cette fiche vient d’être enregistrée. Lisez-la avant de publier."))
        if sheet.published_version == sheet.latest_version and sheet.state == SheetState.PUBLISHED:
            return sheet
        version = db.session.scalars(
            select(SheetVersion).where(SheetVersion.sheet_id == sheet_id, SheetVersion.number == sheet.latest_version)
        ).one()
        sheet.state = SheetState.PUBLISHED.value
        sheet.published_version = version.number
        sheet.published_at = sheet.published_at or now()
        describe(sheet, version.content)
        write_facets(sheet.id, version.content)
        touch("library", f"sheet:{sheet.id}")
        record(SheetPublished(sheet.id))
    return sheet


def write_facets(sheet_id: int, content: Mapping[str, str]) -> None:
    db.session.execute(delete(SheetFacet).where(SheetFacet.sheet_id == sheet_id))
    for facet, key in FACETS.items():
        values = {value_slug(value): value[:200] for value in values_of(content.get(key, ""))}
        for found_by, value in values.items():
            db.session.add(SheetFacet(sheet_id=sheet_id, facet=facet, value_slug=found_by, value=value))
