"""The pictures and documents of sheets: what the editor sends of them, and the files themselves."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from flask.typing import ResponseReturnValue

from config import Settings
from forum.core import uploads
from forum.core.actor import Actor, current_actor
from forum.core.policy import public
from forum.core.uploads import Upload
from forum.practices.forms import SheetForm
from forum.practices.models import SheetFile
from forum.practices.queries.writing import file_of
from forum.practices.services.files import Words, add_files, describe_files, remove_files
from forum.practices.views import bp


def files_added(form: SheetForm) -> list[Upload]:
    """The files that a form brings, looked at.

    Raises:
        Invalid, TooBig: one of them is not taken; says which and why.
    """
    settings: Settings = current_app.config["SETTINGS"]
    given = [file for file in form.files_added.data or [] if getattr(file, "filename", "")]
    return [
        uploads.examined(file.stream.read(settings.max_file_bytes + 1), file.filename, "files_added") for file in given
    ]


def save_files(actor: Actor, sheet_id: int, form: SheetForm, files: Sequence[SheetFile], added: list[Upload]) -> None:
    """Saves what a form says of a sheet's files: words, removals, new ones.

    Raises:
        Invalid: there are too many.
        Conflict: the sheet is before the committee.
    """
    asked = [(file, *form.words_of(file)) for file in files]
    removed = [file.id for file, _alternative, _caption, removes in asked if removes.data]
    words = {
        file.id: Words(caption.data or "", alternative.data or "" if alternative is not None else "")
        for file, alternative, caption, removes in asked
        if not removes.data
    }
    if words:
        describe_files(actor, sheet_id, words)
    if removed:
        remove_files(actor, sheet_id, removed)
    if added:
        add_files(actor, sheet_id, added)


@bp.get("/practices/<int:sheet_id>/files/<int:file_id>")
@public
def file(sheet_id: int, file_id: int) -> ResponseReturnValue:
    """A picture or a document, to who may see it on the sheet."""
    found = file_of(current_actor(), sheet_id, file_id)
    return uploads.handed_out(found.fingerprint, found.name, found.media_type)
