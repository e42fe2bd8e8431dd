"""Files as forms bring them: looked at, kept, and put into the text."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from werkzeug.datastructures import FileStorage

from config import Settings
from forum.core import uploads
from forum.core.actor import Actor
from forum.writing.files import file_markdown
from forum.writing.models import Attachment
from forum.writing.services.bring_file import bring_file


def one_file(actor: Actor, given: FileStorage, field: str) -> Attachment:
    """Keeps a file that a form brings.

    Args:
        actor: who sends it.
        given: as sent.
        field: the form's field that it came by.

    Raises:
        Invalid, TooBig: it is not taken; says why.
        TooMany, Conflict: as `bring_file`.
    """
    settings: Settings = current_app.config["SETTINGS"]
    content = given.stream.read(settings.max_file_bytes + 1)
    return bring_file(actor, uploads.examined(content, given.filename or "", field))


def with_files(actor: Actor, body: str, given: Sequence[FileStorage], field: str = "files") -> str:
    """A text with what shows the files of its form at its end: how they are added where no script does it.

    Raises:
        Invalid, TooBig, TooMany, Conflict: as `one_file`.
    """
    shown = [file_markdown(one_file(actor, file, field)) for file in given if file.filename]
    return "\n\n".join([*([body.rstrip()] if body.strip() else []), *shown]) if shown else body
