"""Bringing a report in through a page: it is read, what went where is shown and can be moved, then it is saved."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires
from forum.core.ratelimits import count_once
from forum.core.uploads import takes_long_texts
from forum.practices import services
from forum.practices.fields import BY_KEY, FIELDS, GROUPS, Kind, value_words
from forum.practices.forms import ImportForm, SortForm, number_in
from forum.practices.queries.writing import sheet_to_edit
from forum.practices.report import ReportError, read_report
from forum.practices.report.decoding import MOST_BYTES, decoded_report
from forum.practices.report.pieces import MOST_PIECES, SET_ASIDE, Piece, content_of, pieces_of
from forum.practices.views import bp

READINGS_A_MINUTE = 20
"""Each may take a processor for some seconds."""


@bp.route("/practices/import", methods=["GET", "POST"])
@requires("sheet.draft")
@takes_long_texts
def import_report() -> ResponseReturnValue:
    """Reading a report, as a file or pasted; nothing is saved yet."""
    form = ImportForm()
    if not form.is_submitted():
        return render_template("practices/import.html", form=form)
    count_once("imports", current_actor().person_id, READINGS_A_MINUTE)
    upload = request.files.get("file")
    is_file = upload is not None and bool(upload.filename)
    try:
        text = decoded_report(upload.stream.read(MOST_BYTES + 1)) if upload and is_file else form.text.data or ""
        report = read_report(text)
    except ReportError as error:
        form.refuse(Invalid("file" if is_file else "text", str(error)))
        return render_template("practices/import.html", form=form), error.status
    return show_sorting(SortForm(formdata=None), pieces_of(report.content))


@bp.post("/practices/import/save")
@requires("sheet.draft")
@takes_long_texts
def save_import() -> ResponseReturnValue:
    """Saving what was read as a draft, each piece in the field that was chosen for it."""
    form, pieces = SortForm(), pieces_sent()
    try:
        sheet = services.start_sheet(current_actor(), content_of(pieces), submission=form.submission.data)
    except Invalid as error:
        label = BY_KEY[error.field].label
        form.refuse(Invalid("", _("« %(field)s » : %(message)s", field=label, message=error.message)))
        return show_sorting(form, pieces, 422)
    flash(_("Le brouillon est enregistré."), "success")
    return redirect(url_for(".edit", sheet_id=sheet.id), 303)


def show_sorting(form: SortForm, pieces: list[Piece], status: int = 200) -> ResponseReturnValue:
    order = {field.key: number for number, field in enumerate(FIELDS)}
    numbered = sorted(enumerate(pieces), key=lambda entry: order.get(entry[1].field, len(order)))
    rows = [
        (number, piece, value_words(piece.field, piece.text) if piece.field in BY_KEY else piece.text)
        for number, piece in numbered
    ]
    targets = [(words, [field for field in FIELDS if field.group == group]) for group, words in GROUPS.items()]
    page = render_template(
        "practices/sorting.html",
        form=form,
        rows=rows,
        targets=targets,
        fields=BY_KEY,
        choice=Kind.CHOICE,
        set_aside=SET_ASIDE,
        filled=len({piece.field for piece in pieces}),
    )
    return page, status


def pieces_sent() -> list[Piece]:
    """The pieces that the page sent back, each with the field chosen for it; of an unknown one, what fits nowhere."""
    count = min(number_in(request.form.get("pieces", "")), MOST_PIECES)
    pieces = []
    for number in range(count):
        text = request.form.get(f"text-{number}", "").replace("\r\n", "\n")
        chosen = request.form.get(f"field-{number}", "other")
        place = chosen if chosen in BY_KEY or chosen == SET_ASIDE else "other"
        pieces.append(Piece(place, text, request.form.get(f"next-{number}") == "yes"))
    return pieces


@bp.get("/practices/<int:sheet_id>/imported")
@requires("sheet.edit")
def imported(sheet_id: int) -> ResponseReturnValue:
    """Where what went where used to be shown, after it was saved."""
    page = sheet_to_edit(current_actor(), sheet_id)
    return redirect(url_for(".edit", sheet_id=page.sheet.id), 301)
