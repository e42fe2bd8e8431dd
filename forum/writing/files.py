"""Files in a text: `![words](/files/12/photo.png)`, `[fiche.pdf](/files/13/fiche.pdf)`."""

from __future__ import annotations

import re
from urllib.parse import quote

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import update

from config import Settings
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Invalid
from forum.extensions import db
from forum.writing.holders import register_holder
from forum.writing.models import Attachment

__all__ = ["attach", "file_markdown", "file_url", "files_in", "register_holder"]

SHOWN = re.compile(r"/files/(\d{1,10})/")
WORDS = re.compile(r"([\\\[\]`*_<>])")


def files_in(source: str) -> list[int]:
    """The ids of the files that a text shows, each once, in order."""
    ids = (int(number) for number in SHOWN.findall(source))
    return list(dict.fromkeys(number for number in ids if number <= LARGEST_ID))


def attach(person_id: int, holder: str, holder_id: int, source: str) -> None:
    """Claims, in the transaction at hand, the files that a text shows and that its author brought: from then on they
    are seen by those who may see what holds them. A file is claimed once; those of others are left alone.

    Args:
        person_id: who wrote the text.
        holder: a registered one: "post".
        holder_id: its id.
        source: Markdown.

    Raises:
        Invalid: of the field "body": it shows more files than a text may.
    """
    ids = files_in(source)
    if not ids:
        return
    settings: Settings = current_app.config["SETTINGS"]
    if len(ids) > settings.max_files_per_post:
        most = settings.max_files_per_post
        raise Invalid("body", _("Un message montre %(max)d images et documents au plus.", max=most))
    db.session.execute(
        update(Attachment)
        .where(Attachment.id.in_(ids), Attachment.person_id == person_id, Attachment.holder.is_(None))
        .values(holder=holder, holder_id=holder_id)
        .execution_options(synchronize_session=False)
    )


def file_url(file: Attachment) -> str:
    """The path of a file, ending in its name without what would end a link early."""
    name = quote(file.name.replace("/", "-"), safe="")
    return f"/files/{file.id}/{name}"


def file_markdown(file: Attachment) -> str:
    """What shows a file in a text: a picture as one, anything else as a link."""
    name = file.name
    if file.media_type.startswith("image/"):
        name = name.rpartition(".")[0] or name
    words = WORDS.sub(r"\\\1", name)
    mark = "!" if file.media_type.startswith("image/") else ""
    return f"{mark}[{words}]({file_url(file)})"
