"""Saving a sheet: every save is a version."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.events import SheetChanged
from forum.practices.models import Sheet, SheetState, SheetVersion
from forum.practices.services.content import checked_content, describe, find_sheet, html_of


class Stale(Conflict):
    """Somebody saved the sheet since it was opened.

    Args:
        opened: what it said when it was opened; nothing where that is not known.
        latest: what it says now.
        given: what was to be saved.
    """

    def __init__(self, opened: Mapping[str, str], latest: SheetVersion, given: Mapping[str, str]) -> None:
        super().__init__(_("Quelqu’un a enregistré cette fiche pendant que vous l’écriviez. Rien n’est perdu."))
        self.opened = opened
        self.latest = latest
        self.given = given


def save_sheet(actor: Actor, sheet_id: int, base_version: int, content: Mapping[str, str]) -> Sheet:
    """Saves a new version; what readers see changes when it is published.

    Args:
        actor: the owner or an editor.
        sheet_id: which.
        base_version: the version that was opened to be edited.
        content: the fields by key; the same as before makes no version.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Invalid: a field is too long, or there is no title.
        Stale: another version was saved since.
    """
    kept = checked_content(content)
    html = html_of(kept)
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        latest = version_of(sheet_id, sheet.latest_version)
        if latest is None:
            raise NotFound
        if latest.content == kept:
            return sheet
        if base_version != sheet.latest_version:
            opened = version_of(sheet_id, base_version)
            raise Stale(opened.content if opened else {}, latest, kept)
        sheet.latest_version += 1
        sheet.changed_at = now()
        db.session.add(
            SheetVersion(
                sheet_id=sheet.id, number=sheet.latest_version, content=kept, html=html, author_id=actor.person_id
            )
        )
        if sheet.state == SheetState.DRAFT:
            describe(sheet, kept)
        touch(f"sheet:{sheet.id}")
        record(SheetChanged(sheet.id))
    return sheet


def version_of(sheet_id: int, number: int) -> SheetVersion | None:
    return db.session.scalar(
        select(SheetVersion).where(SheetVersion.sheet_id == sheet_id, SheetVersion.number == number)
    )
