"""The last look at a sheet before it goes to the committee."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require, requires
from forum.practices import queries, services
from forum.practices.checking import Findings, findings_of
from forum.practices.forms import ChecklistForm, number_in
from forum.practices.queries.writing import files_in_writing
from forum.practices.views import bp
from forum.practices.workflow import SheetState, Step, is_possible, refusal_of


@bp.route("/practices/<int:sheet_id>/checklist", methods=["GET", "POST"])
@requires("sheet.submit")
def checklist(sheet_id: int) -> ResponseReturnValue:
    """What is to be checked, what was found; and submitting the version that was shown."""
    actor = current_actor()
    page = queries.sheet_to_edit(actor, sheet_id)
    require(actor, "sheet.submit", page.sheet)
    form = ChecklistForm(data={"seen_version": str(page.version.number)})
    files = files_in_writing(sheet_id)
    if not any(file.is_picture for file in files):
        del form.pictures
    findings = findings_of(page.version.content, files)
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate() and is_in_order(form, findings):
            try:
                services.submit_sheet(actor, sheet_id, seen_version=number_in(form.seen_version.data or ""))
                flash(_("La fiche est soumise au comité de lecture. Un avis vous dira chaque étape."), "success")
                return redirect(url_for(".sheet", sheet_id=sheet_id, slug=page.sheet.slug, version="latest"), 303)
            except Conflict as conflict:
                form.refuse(Invalid("", conflict.message))
                form.seen_version.data = str(page.version.number)
                status = conflict.status
    elif not is_possible(page.sheet.state, Step.SUBMIT):
        flash(refusal_of(SheetState(page.sheet.state)), "info")
        return redirect(url_for(".sheet", sheet_id=sheet_id, slug=page.sheet.slug, version="latest"), 303)
    shown = render_template(
        "practices/checklist.html", form=form, sheet=page.sheet, read=page.version, findings=findings, files=files
    )
    return shown, status


def is_in_order(form: ChecklistForm, findings: Findings) -> bool:
    """Puts beside its point what was ticked though it is not so."""
    if not findings.has_results:
        form.refuse(Invalid("results", _("Aucun résultat n’est écrit. Dites ce qui a changé, même si c’est peu.")))
    if findings.undescribed:
        names = ", ".join(file.name for file in findings.undescribed)
        form.refuse(Invalid("pictures", _("Dites ce que montre cette image : %(names)s.", names=names)))
    return not form.errors
