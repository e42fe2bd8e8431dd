"""The pictures and documents of a sheet, below its sections."""

from __future__ import annotations

from flask import render_template, request

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.extensions import db
from forum.practices.forms import number_in
from forum.practices.models import Sheet
from forum.practices.panels.pieces import shown_to
from forum.practices.queries.writing import files_shown


@panel("sheet.main", order=10)
def pictures_and_documents(actor: Actor, sheet_id: int) -> str:
    """Those of the version that the page shows."""
    asked = request.args.get("version", "")
    sheet = db.session.get(Sheet, sheet_id)
    if not asked and sheet is not None and sheet.is_listed:
        return shown_to(actor, sheet_id, "files", lambda reader, _: (files_of(reader, sheet_id, ""), frozenset()))
    return files_of(actor, sheet_id, asked)


def files_of(actor: Actor, sheet_id: int, asked: str) -> str:
    files = files_shown(actor, sheet_id, latest=asked == "latest", number=number_in(asked) or None)
    if not files:
        return ""
    return render_template(
        "practices/files_panel.html",
        sheet_id=sheet_id,
        pictures=[file for file in files if file.is_picture],
        documents=[file for file in files if not file.is_picture],
    )
