"""What quotations add to pages: to a thread, the sheets made from it; to a sheet, whose words it holds."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.pieces import Drawn, kept_for_reader
from forum.core.policy import can
from forum.discussions.pieces import versions_of_thread
from forum.practices.models import Sheet
from forum.practices.panels.pieces import Piece, shown_to
from forum.practices.queries.quotations import contributors, quotation_rows, sheets_of_thread


@panel("thread.side", order=50)
def sheets_made_from_thread(actor: Actor, thread_id: int) -> str:
    """The sheets in the library that quote a thread, and the way to make one; the reader sees the thread."""

    def make(reader: Actor) -> Drawn:
        sheets = sheets_of_thread(reader, thread_id)
        may_formalise = can(reader, "sheet.draft")
        if not sheets and not may_formalise:
            return "", frozenset()
        html = render_template(
            "practices/quotations_thread.html", sheets=sheets, thread_id=thread_id, may_formalise=may_formalise
        )
        return html, frozenset()

    return kept_for_reader(actor, ("sheets-of-thread", thread_id), versions_of_thread(thread_id), make)


@panel("sheet.side", order=60)
def whose_words(actor: Actor, sheet_id: int) -> str:
    """Who is quoted by name in what readers see; and to who is quoted, where to change their mind."""
    return shown_to(actor, sheet_id, "contributors", contributors_of)


def contributors_of(reader: Actor, sheet: Sheet) -> Piece:
    found = contributors(sheet.id)
    if not found:
        return "", frozenset()
    html = render_template(
        "practices/quotations_sheet.html",
        names=list(dict.fromkeys(one.name for one in found if one.consent == "agreed")),
        unnamed=len({one.person_id for one in found if one.consent == "unnamed"}),
        is_cited=any(one.person_id == reader.id for one in found),
        sheet_id=sheet.id,
    )
    return html, frozenset(one.person_id for one in found)


@panel("sheet.writing", order=50)
def what_markers_stand_for(actor: Actor, sheet_id: int) -> str:
    """Beside the editor, what each marker of its text stands for; whoever reads this page writes the sheet."""
    rows = quotation_rows(actor, sheet_id, {})
    return render_template("practices/quotations_writing.html", rows=rows, sheet_id=sheet_id) if rows else ""
