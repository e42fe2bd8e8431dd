"""Saving a sheet: every save is a version, but for those made while it is typed, of which the last one stays."""

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
from forum.practices.comparing import Content, Marks, marks_of, says_the_same
from forum.practices.events import SheetChanged
from forum.practices.fields import OF_THE_COMMITTEE
from forum.practices.models import Sheet, SheetVersion
from forum.practices.policy import EDITOR
from forum.practices.services.content import checked_content, describe, find_sheet, html_of
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step


class Stale(Conflict):
    """Somebody saved the sheet since it was opened.

    Args:
        opened: the marks of what it said when it was opened; nothing where that is not known.
        latest: what it says now.
        given: what was to be saved.
    """

    def __init__(self, opened: Marks, latest: SheetVersion, given: Content) -> None:
        super().__init__(_("Quelqu’un a enregistré cette fiche pendant que vous l’écriviez. Rien n’est perdu."))
        self.opened = opened
        self.latest = latest
        self.given = given


def save_sheet(
    actor: Actor,
    sheet_id: int,
    base_version: int,
    content: Mapping[str, str],
    *,
    opened: Marks | None = None,
    is_autosave: bool = False,
) -> Sheet:
    """Saves a new version; what readers see changes when it is published. A published sheet is a revision from then on.

    Args:
        actor: one of its authors, or an editor.
        sheet_id: which.
        base_version: the version that was opened to be edited.
        content: the fields by key; the same as before makes no version.
        opened: the marks of what was opened, which tell more than a number: the last version may have been saved
            over since. Where they are not given, the number alone counts.
        is_autosave: saved while it is typed: the next save of the same person takes its place.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Invalid: a field is too long, or there is no title.
        Conflict: the sheet is before the committee, or archived.
        Stale: another version was saved since.
    """
    kept = checked_content(content)
    html = html_of(kept)
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        latest = latest_version_of(sheet)
        kept = as_the_committee_said(actor, kept, latest.content)
        if latest.content == kept:
            if not is_autosave and latest.author_id == actor.person_id:
                latest.is_autosave = False
            return sheet
        marks = marks_where_known(sheet_id, base_version) if opened is None else opened
        if not (says_the_same(marks, latest.content) if opened else base_version == sheet.latest_version):
            raise Stale(marks, latest, kept)
        take_step(sheet, Step.REVISE, actor.person_id)
        put_version(actor, sheet, latest, kept, html, is_autosave=is_autosave)
        if sheet.published_version is None:
            describe(sheet, kept)
        touch(f"sheet:{sheet.id}")
        record(SheetChanged(sheet.id))
    return sheet


def put_version(
    actor: Actor,
    sheet: Sheet,
    latest: SheetVersion,
    content: dict[str, str],
    html: dict[str, str] | None = None,
    *,
    is_autosave: bool,
) -> SheetVersion:
    """Writes a version, in the transaction at hand: in place of the same person's autosave, else after the others.

    Args:
        latest: the version before it.
        html: of the fields written in Markdown, where it was rendered already.
    """
    sheet.changed_at = now()
    html = html_of(content) if html is None else html
    if latest.is_autosave and latest.author_id == actor.person_id and latest.number != sheet.published_version:
        latest.content, latest.html = content, html
        latest.saved_at, latest.is_autosave = sheet.changed_at, is_autosave
        return latest
    sheet.latest_version += 1
    version = SheetVersion(
        sheet_id=sheet.id,
        number=sheet.latest_version,
        content=content,
        html=html,
        author_id=actor.person_id,
        saved_at=sheet.changed_at,
        is_autosave=is_autosave,
    )
    db.session.add(version)
    return version


def as_the_committee_said(actor: Actor, content: dict[str, str], latest: Content) -> dict[str, str]:
    """What the committee says stays what it was, unless an editor is writing."""
    if actor.has_role(EDITOR):
        return content
    said = {key: latest[key] for key in OF_THE_COMMITTEE if key in latest}
    return {key: text for key, text in content.items() if key not in OF_THE_COMMITTEE} | said


def marks_where_known(sheet_id: int, number: int) -> Marks:
    version = version_of(sheet_id, number)
    return marks_of(version.content) if version is not None else {}


def latest_version_of(sheet: Sheet) -> SheetVersion:
    version = version_of(sheet.id, sheet.latest_version)
    if version is None:
        raise NotFound
    return version


def version_of(sheet_id: int, number: int) -> SheetVersion | None:
    return db.session.scalar(
        select(SheetVersion)
        .where(SheetVersion.sheet_id == sheet_id, SheetVersion.number == number)
        .execution_options(populate_existing=True)
    )
