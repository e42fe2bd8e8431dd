"""The pictures and documents of a sheet: brought, described, taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import or_, select

from config import Settings
from forum.core import jobs, uploads
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.core.uploads import Upload
from forum.extensions import db
from forum.practices.events import SheetChanged
from forum.practices.models import Sheet, SheetFile
from forum.practices.services.content import find_sheet
from forum.practices.services.save_sheet import latest_version_of, put_version
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step

Said = TypeVar("Said")


@dataclass(frozen=True)
class Words:
    """What is said of a file.

    Args:
        caption: what stands below it.
        alternative: what a picture shows, for who does not see it.
    """

    caption: str
    alternative: str = ""


def add_files(actor: Actor, sheet_id: int, added: Sequence[Upload]) -> list[SheetFile]:
    """Adds files to a sheet; one that it shows already is not added again.

    Args:
        actor: one of its authors, or an editor.
        sheet_id: which.
        added: files that were examined (`uploads.examined`).

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Conflict: the sheet is before the committee, or archived.
        Invalid: of the field "files_added": they would be more than a sheet shows.
    """
    most = settings().max_files_per_sheet
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        known = {file.fingerprint: file for file in files_of(sheet_id)}
        fresh = list({upload.fingerprint: upload for upload in added if upload.fingerprint not in known}.values())
        if not fresh:
            return []
        if len(known) + len(fresh) > most:
            raise Invalid("files_added", _("Une fiche montre %(max)d images et documents au plus.", max=most))
        version = version_in_writing(actor, sheet)
        last = max((file.position for file in known.values()), default=0)
        files = [
            SheetFile(
                sheet_id=sheet_id,
                fingerprint=uploads.keep(upload),
                name=upload.name,
                media_type=upload.media_type,
                size=len(upload.content),
                width=upload.width,
                height=upload.height,
                position=last + number,
                added_in=version,
                added_by=actor.person_id,
            )
            for number, upload in enumerate(fresh, start=1)
        ]
        db.session.add_all(files)
        tell_of(sheet)
    return files


def describe_files(actor: Actor, sheet_id: int, words: Mapping[int, Words]) -> None:
    """Says of files what they show; what was said already changes nothing.

    Readers go on seeing the words that were published, until those are.

    Args:
        words: by the id of the file; ids of other sheets' files are left out.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Conflict: the sheet is before the committee, or archived.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        changed = [
            (file, tidied)
            for file, said in today_of(sheet_id, words).values()
            for tidied in [Words(tidy_line(said.caption), tidy_line(said.alternative))]
            if tidied != Words(file.caption, file.alternative)
        ]
        if not changed:
            return
        version = version_in_writing(actor, sheet)
        for file, said in changed:
            one = in_version(file, sheet, version)
            one.caption, one.alternative = said.caption, said.alternative
        tell_of(sheet)


def remove_files(actor: Actor, sheet_id: int, file_ids: Collection[int]) -> None:
    """Takes files out of a sheet. Their bytes are erased as soon as no version that readers see shows them.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Conflict: the sheet is before the committee, or archived.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        removed = [file for file, _ in today_of(sheet_id, dict.fromkeys(file_ids)).values()]
        if not removed:
            return
        version = version_in_writing(actor, sheet)
        for file in removed:
            file.removed_in, file.removed_at = version, now()
        tell_of(sheet)
    erase_removed_files()


def today_of(sheet_id: int, given: Mapping[int, Said]) -> dict[int, tuple[SheetFile, Said]]:
    """The files that a page speaks of as they stand today, each once, with what it says of it.

    A page that was opened a while ago may know a file by the row that readers still see.
    """
    query = select(SheetFile.id, SheetFile.fingerprint).where(
        SheetFile.sheet_id == sheet_id, SheetFile.id.in_(list(given)), SheetFile.fingerprint != ""
    )
    today = {file.fingerprint: file for file in files_of(sheet_id)}
    return {
        today[fingerprint].id: (today[fingerprint], given[file_id])
        for file_id, fingerprint in db.session.execute(query)
        if fingerprint in today
    }


def in_version(file: SheetFile, sheet: Sheet, version: int) -> SheetFile:
    """The row of a file that the version in writing may change: one of its own, where readers see the other."""
    if sheet.published_version is None or file.added_in > sheet.published_version:
        return file
    own = SheetFile(
        **{
            column.key: getattr(file, column.key)
            for column in SheetFile.__table__.columns
            if column.key not in ("id", "added_in")
        },
        added_in=version,
    )
    file.removed_in, file.removed_at = version, now()
    db.session.add(own)
    return own


def version_in_writing(actor: Actor, sheet: Sheet) -> int:
    """The number of the version that authors are writing: a new one where readers or the committee know the latest."""
    take_step(sheet, Step.REVISE, actor.person_id)
    latest = latest_version_of(sheet)
    if sheet.published_version == latest.number:
        latest = put_version(actor, sheet, latest, latest.content, latest.html, is_autosave=False)
    return latest.number


def tell_of(sheet: Sheet) -> None:
    sheet.changed_at = now()
    touch(f"sheet:{sheet.id}")
    record(SheetChanged(sheet.id))


def files_of(sheet_id: int) -> list[SheetFile]:
    """The files that authors see on a sheet today."""
    query = select(SheetFile).where(SheetFile.sheet_id == sheet_id, SheetFile.removed_in.is_(None))
    return list(db.session.scalars(query.order_by(SheetFile.position, SheetFile.id)))


@jobs.every(minute="20", hour="3")
def erase_removed_files() -> None:
    """Erases the bytes of files that were taken out and that no reader sees any more; the row stays, emptied."""
    is_over = or_(Sheet.published_version.is_(None), SheetFile.removed_in <= Sheet.published_version)
    gone = or_(is_over, SheetFile.added_in > Sheet.published_version)
    query = select(SheetFile).join(Sheet, Sheet.id == SheetFile.sheet_id)
    with transaction():
        removed = list(
            db.session.scalars(query.where(SheetFile.removed_in.is_not(None), SheetFile.fingerprint != "", gone))
        )
        fingerprints = {file.fingerprint for file in removed}
        for file in removed:
            file.fingerprint = ""
        db.session.flush()
    uploads.erase_unused(fingerprints)


@uploads.keeps_files
def fingerprints_of_sheets(fingerprints: Iterable[str]) -> Iterable[str]:
    """Those that files of sheets still stand on."""
    asked = SheetFile.fingerprint.in_(list(fingerprints))
    return db.session.scalars(select(SheetFile.fingerprint).where(asked).distinct())


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
