"""The history of a sheet: its versions compared and brought back, its way in and out of the library, its original."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Invalid, NotAllowed, NotFound, Refused
from forum.core.policy import can, requires
from forum.practices import queries, services
from forum.practices.authors import authors_of
from forum.practices.committee import Passage
from forum.practices.forms import number_in
from forum.practices.forms_review import ReasonForm, TranslationForm, held
from forum.practices.models import SheetState
from forum.practices.views import bp
from forum.practices.workflow import Step, is_possible


@bp.get("/practices/<int:sheet_id>/history")
@requires("sheet.history")
def history(sheet_id: int) -> ResponseReturnValue:
    """What happened to a sheet, newest first; `?a=1&b=3` compares two of its versions."""
    return show_history(sheet_id)


@bp.post("/practices/<int:sheet_id>/restore")
@requires("sheet.edit")
def restore(sheet_id: int) -> ResponseReturnValue:
    """Bringing an old version back, as a new one."""
    number, seen = (number_in(request.form.get(name, "")) for name in ("version", "seen"))
    try:
        services.restore_version(current_actor(), sheet_id, number, seen_version=seen)
    except Refused as refusal:
        return show_history(sheet_id, refusal)
    flash(_("La version %(number)s est rétablie.", number=number), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/archive")
@requires("sheet.archive")
def archive(sheet_id: int) -> ResponseReturnValue:
    """Taking a sheet out of the library, with a reason."""
    form = ReasonForm()
    if not form.validate():
        return show_history(sheet_id, reason_form=form)
    try:
        services.archive_sheet(current_actor(), sheet_id, form.reason.data or "")
    except Refused as refusal:
        return show_history(sheet_id, refusal, reason_form=form)
    flash(_("La fiche a quitté la bibliothèque."), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/reinstate")
@requires("sheet.reinstate")
def reinstate(sheet_id: int) -> ResponseReturnValue:
    """Bringing it back, with a reason."""
    form = ReasonForm()
    if not form.validate():
        return show_history(sheet_id, reason_form=form)
    try:
        services.reinstate_sheet(current_actor(), sheet_id, form.reason.data or "")
    except Refused as refusal:
        return show_history(sheet_id, refusal, reason_form=form)
    flash(_("La fiche est de retour dans la bibliothèque."), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/original")
@requires("sheet.edit")
def link_original(sheet_id: int) -> ResponseReturnValue:
    """Saying which sheet it translates."""
    form = TranslationForm()
    if not form.validate():
        return show_history(sheet_id, translation_form=form)
    try:
        number = form.original_id()
        if not number:
            raise Invalid("original", _("Donnez l’adresse de la fiche, ou son numéro : /practices/12."))
        services.link_translation(current_actor(), sheet_id, number)
    except Invalid as refusal:
        form.refuse(refusal)
        return show_history(sheet_id, translation_form=form)
    except (NotFound, NotAllowed):
        queries.history(current_actor(), sheet_id)  # of the two, this one may be what they do not edit
        form.refuse(Invalid("original", _("Il n’y a pas de fiche à ce numéro que vous puissiez modifier.")))
        return show_history(sheet_id, translation_form=form)
    flash(_("Les deux fiches sont liées."), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/original/none")
@requires("sheet.edit")
def unlink_original(sheet_id: int) -> ResponseReturnValue:
    """Saying that it translates no other."""
    services.unlink_translation(current_actor(), sheet_id)
    flash(_("Les deux fiches ne sont plus liées."), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


@bp.post("/practices/<int:sheet_id>/original/followed")
@requires("sheet.edit")
def follow_original(sheet_id: int) -> ResponseReturnValue:
    """Saying that a translation says what its original says today."""
    try:
        services.follow_original(current_actor(), sheet_id, number_in(request.form.get("version", "")))
    except Invalid as refusal:
        return show_history(sheet_id, refusal)
    flash(_("La traduction est à jour."), "success")
    return redirect(url_for(".history", sheet_id=sheet_id), 303)


def show_history(
    sheet_id: int,
    refusal: Refused | None = None,
    *,
    reason_form: ReasonForm | None = None,
    translation_form: TranslationForm | None = None,
) -> ResponseReturnValue:
    """The page of the history, with what was typed kept.

    Args:
        refusal: why what was sent was not done, said on top.
        reason_form, translation_form: forms that were refused.
    """
    actor = current_actor()
    page = queries.history(actor, sheet_id, number_in(request.args.get("before", "")))
    numbers = [number_in(request.args.get(name, "")) for name in ("a", "b")]
    changes = queries.comparison(actor, page.sheet, *numbers) if all(numbers) else None
    sheet, was_published = page.sheet, page.sheet.published_version is not None
    may_reinstate = sheet.state == SheetState.ARCHIVED and can(
        actor, "sheet.reinstate", Passage(sheet, authors_of([sheet_id])[sheet_id], None)
    )
    html = render_template(
        "practices/history.html",
        page=page,
        sheet=sheet,
        changes=changes,
        numbers=numbers,
        refusal=refusal.message if refusal is not None else "",
        reason_form=reason_form or held(ReasonForm),
        translation_form=translation_form or held(TranslationForm),
        may_restore=can(actor, "sheet.edit", sheet) and is_possible(sheet.state, Step.REVISE),
        may_archive=can(actor, "sheet.archive", sheet)
        and is_possible(sheet.state, Step.ARCHIVE, was_published=was_published),
        may_reinstate=may_reinstate,
        may_withdraw=can(actor, "sheet.submit", sheet) and is_possible(sheet.state, Step.WITHDRAW),
    )
    refused = reason_form is not None or translation_form is not None
    return html, refusal.status if refusal is not None else 422 if refused else 200
