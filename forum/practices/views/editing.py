"""Writing sheets: drafts, the editor, history, publication."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.accounts.queries import names_of
from forum.core.actor import current_actor
from forum.core.errors import Invalid
from forum.core.policy import requires
from forum.practices import queries, services
from forum.practices.comparing import Merge, compare, merge
from forum.practices.fields import DEFAULT_LICENCE
from forum.practices.forms import SheetForm, number_in, sheet_form
from forum.practices.services import Stale
from forum.practices.views import bp


@bp.get("/practices/drafts")
@requires("sheet.draft")
def drafts() -> ResponseReturnValue:
    """One's own sheets; for editors, what waits to be published too."""
    actor = current_actor()
    return render_template("practices/drafts.html", sheets=queries.drafts(actor))


@bp.route("/practices/new", methods=["GET", "POST"])
@requires("sheet.draft")
def new() -> ResponseReturnValue:
    """Beginning a sheet."""
    form = sheet_form({"language": "fr", "licence": DEFAULT_LICENCE})
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                sheet = services.start_sheet(current_actor(), form.content(), submission=form.submission.data)
                flash(_("Le brouillon est enregistré."), "success")
                return redirect(url_for(".edit", sheet_id=sheet.id), 303)
            except Invalid as error:
                form.refuse(error)
    return render_template("practices/edit.html", form=form, sheet=None, merged=None), status


@bp.route("/practices/<int:sheet_id>/edit", methods=["GET", "POST"])
@requires("sheet.edit")
def edit(sheet_id: int) -> ResponseReturnValue:
    """Editing a sheet. Who saves second is shown the difference, and their own text is kept in the form."""
    actor = current_actor()
    page = queries.sheet_to_edit(actor, sheet_id)
    form = sheet_form(page.version.content, page.version.number)
    if not form.is_submitted():
        return show_editor(form, page)
    if not form.validate():
        return show_editor(form, page, 422)
    try:
        sheet = services.save_sheet(actor, sheet_id, form.base(), form.content())
    except Invalid as error:
        form.refuse(error)
        return show_editor(form, page, 422)
    except Stale as stale:
        form.refuse(Invalid("", stale.message))
        form.base_version.data = str(stale.latest.number)
        merged = merge(stale.opened, stale.latest.content, stale.given)
        form.put(merged.content)
        author = names_of([stale.latest.author_id]).get(stale.latest.author_id)
        return show_editor(form, page, stale.status, merged=merged, other=author.name if author else "")
    flash(_("La fiche est enregistrée."), "success")
    return redirect(url_for(".edit", sheet_id=sheet.id), 303)


def show_editor(
    form: SheetForm, page: queries.SheetPage, status: int = 200, *, merged: Merge | None = None, other: str = ""
) -> ResponseReturnValue:
    return render_template("practices/edit.html", form=form, sheet=page.sheet, merged=merged, other=other), status


@bp.post("/practices/<int:sheet_id>/publish")
@requires("sheet.publish")
def publish(sheet_id: int) -> ResponseReturnValue:
    """Publishing the latest version: the one that was shown beside the button."""
    seen = request.form.get("version", "")
    sheet = services.publish_sheet(current_actor(), sheet_id, seen_version=number_in(seen) if seen else None)
    flash(_("La fiche est publiée."), "success")
    return redirect(url_for(".sheet", sheet_id=sheet.id, slug=sheet.slug), 303)


@bp.get("/practices/<int:sheet_id>/history")
@requires("sheet.history")
def history(sheet_id: int) -> ResponseReturnValue:
    """The versions of a sheet; `?a=1&b=3` compares two of them."""
    sheet, versions = queries.history(current_actor(), sheet_id)
    by_number = {version.number: version for version, _name in versions}
    numbers = [number_in(request.args.get(name, "")) for name in ("a", "b")]
    changes = None
    if all(number in by_number for number in numbers):
        changes = compare(by_number[numbers[0]].content, by_number[numbers[1]].content)
    return render_template("practices/history.html", sheet=sheet, versions=versions, changes=changes, numbers=numbers)
