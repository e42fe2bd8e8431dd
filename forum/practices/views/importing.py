"""Bringing a report in through a page."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires
from forum.practices import queries, services
from forum.practices.fields import BY_KEY, value_words
from forum.practices.forms import ImportForm
from forum.practices.report import ReportError
from forum.practices.report.decoding import decoded_report
from forum.practices.views import bp


@bp.route("/practices/import", methods=["GET", "POST"])
@requires("sheet.draft")
def import_report() -> ResponseReturnValue:
    """Reading a report into a draft."""
    form = ImportForm()
    status = 200
    if form.is_submitted():
        status = 422
        upload = request.files.get("file")
        source = "file" if upload and upload.filename else "text"
        try:
            text = decoded_report(upload.read()) if upload and source == "file" else form.text.data or ""
            sheet = services.import_report(current_actor(), text, submission=form.submission.data)
            return redirect(url_for(".imported", sheet_id=sheet.id), 303)
        except ReportError as error:
            form.refuse(Invalid(source, str(error)))
        except Invalid as error:
            label = BY_KEY[error.field].label
            form.refuse(Invalid(source, _("« %(field)s » : %(message)s", field=label, message=error.message)))
    return render_template("practices/import.html", form=form), status


@bp.get("/practices/<int:sheet_id>/imported")
@requires("sheet.edit")
def imported(sheet_id: int) -> ResponseReturnValue:
    """What of a report went where, right after it was read."""
    page = queries.sheet_to_edit(current_actor(), sheet_id)
    content = page.version.content
    filled = [(field, value_words(key, content[key])) for key, field in BY_KEY.items() if content.get(key)]
    return render_template("practices/imported.html", sheet=page.sheet, filled=filled, left_over=content.get("other"))
