"""Publishing a version: it is what readers see and find. The committee does it, or the site at once."""

from __future__ import annotations

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.events import SheetPublished
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services.content import describe, find_sheet
from forum.practices.services.facets import write_facets
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step


def publish_at_once(actor: Actor, sheet_id: int) -> Sheet:
    """Publishes the latest version as the site's own doing, without the committee; again changes nothing.

    For what comes in by command and for the demonstration: no page leads here.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.publish_at_once".
        Conflict: the sheet is before the committee, or archived.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.publish_at_once", sheet)
        if sheet.published_version == sheet.latest_version and sheet.state == SheetState.PUBLISHED:
            return sheet
        version = db.session.scalars(
            select(SheetVersion).where(SheetVersion.sheet_id == sheet_id, SheetVersion.number == sheet.latest_version)
        ).one()
        take_step(sheet, Step.PUBLISH_AT_ONCE, actor.person_id, {"version": version.number})
        show_to_readers(sheet, version)
    return sheet


def show_to_readers(sheet: Sheet, version: SheetVersion) -> None:
    """Makes a version the one that readers see and find, in the transaction at hand."""
    version.is_autosave = False
    sheet.published_version = version.number
    sheet.listed_at = now()
    sheet.published_at = sheet.published_at or sheet.listed_at
    describe(sheet, version.content)
    write_facets(sheet.id, version.content)
    touch("library", f"sheet:{sheet.id}")
    record(SheetPublished(sheet.id))
