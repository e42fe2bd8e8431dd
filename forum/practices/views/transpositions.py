"""« We did this here »: recording a transposition, telling it anew, taking it on; their pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import public, require, requires
from forum.core.text import excerpt
from forum.practices.fields import BY_KEY
from forum.practices.forms import number_in
from forum.practices.forms_transpositions import (
    STATE_WORDS,
    STEP_WORDS,
    StepForm,
    TranspositionForm,
    transposition_form,
)
from forum.practices.models import Sheet, SheetVersion, TranspositionState
from forum.practices.models.transposition import TRANSPOSITION_STEPS
from forum.practices.queries import transpositions as queries
from forum.practices.queries.reading import published_sheet, sheet_page
from forum.practices.services.advance_transposition import advance_transposition
from forum.practices.services.change_transposition import change_transposition
from forum.practices.services.record_transposition import record_transposition
from forum.practices.services.remove_transposition import remove_transposition
from forum.practices.services.transposing import ADAPTABLE, AlreadyInHand
from forum.practices.views import bp

LONGEST_EXCERPT = 240


@bp.app_context_processor
def transposition_words() -> dict[str, object]:
    """Gives templates how the states of a transposition read."""
    return {"transposition_words": lambda state: STATE_WORDS[TranspositionState(state)]}


@bp.get("/practices/<int:sheet_id>/transpositions")
@public
def transpositions(sheet_id: int) -> ResponseReturnValue:
    """Every transposition of a sheet, the latest start first, a slice at a time."""
    actor = current_actor()
    sheet = sheet_page(actor, sheet_id, related=False).sheet
    size = queries.TRANSPOSITIONS_A_PAGE
    rows = queries.transpositions_of(actor, sheet_id, size + 1, after_in(request.args.get("after", "")))
    following = None
    if len(rows) > size:
        last = rows[size - 1]
        following = url_for(".transpositions", sheet_id=sheet_id, after=f"{last.started_on or ''}.{last.id}")
    shown = rows[:size]
    return render_template(
        "practices/transpositions.html", sheet=sheet, years=queries.by_year(shown), following=following
    )


def after_in(cursor: str) -> tuple[date | None, int] | None:
    """The place in the list that an address gives: "2024-09-01.12"; nothing for what is no such place."""
    day, point, number = cursor.partition(".")
    if not point or not number_in(number):
        return None
    try:
        return (date.fromisoformat(day) if day else None), number_in(number)
    except ValueError:
        return None


@bp.route("/practices/<int:sheet_id>/transpositions/new", methods=["GET", "POST"])
@requires("transposition.record")
def record_here(sheet_id: int) -> ResponseReturnValue:
    """Recording that a practice is taken up in one's school."""
    actor = current_actor()
    page = sheet_page(actor, sheet_id, related=False)
    require(actor, "transposition.record", page.sheet)
    sheet, version = published_sheet(sheet_id)
    form = transposition_form()
    form.offer_schools(queries.own_schools(actor))
    status, twin = 200, None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                made = record_transposition(
                    actor, sheet_id, form.state.data or "", form.told(), submission=form.submission.data
                )
                flash(_("Merci. Votre transposition est sur la page de la fiche."), "success")
                return back_to(sheet_id, made.id)
            except Invalid as error:
                form.refuse(error)
            except AlreadyInHand as error:
                form.refuse(Invalid("school", error.message))
                status, twin = error.status, error.transposition_id
    return editor(form, sheet, version, twin=twin), status


@bp.route("/practices/<int:sheet_id>/transpositions/<int:transposition_id>/edit", methods=["GET", "POST"])
@requires("transposition.edit")
def edit_transposition(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """Telling what was adapted and what came of it."""
    actor = current_actor()
    page = queries.transposition_to_edit(actor, sheet_id, transposition_id)
    version = sheet_page(actor, sheet_id, related=False).version
    form = transposition_form(page.transposition)
    form.offer_schools(queries.own_schools(actor), page.school)
    status, twin = 200, None
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                change_transposition(actor, sheet_id, transposition_id, form.told())
                flash(_("C’est enregistré."), "success")
                return back_to(sheet_id, transposition_id)
            except Invalid as error:
                form.refuse(error)
            except AlreadyInHand as error:
                form.refuse(Invalid("school", error.message))
                status, twin = error.status, error.transposition_id
    return editor(form, page.sheet, version, page, twin), status


def editor(
    form: TranspositionForm,
    sheet: Sheet,
    version: SheetVersion,
    page: queries.TranspositionPage | None = None,
    twin: int | None = None,
) -> str:
    """The form, with the sections of the sheet beside what is said of each."""
    told = page.transposition.adapted if page is not None else {}
    sections = [key for key in ADAPTABLE if version.content.get(key) or key in told or form[f"adapted-{key}"].data]
    return render_template(
        "practices/transposition_form.html",
        form=form,
        sheet=sheet,
        content=version.content,
        sections=form.sections(sections or ["actions"]),
        excerpts={key: excerpt(version.content.get(key, ""), LONGEST_EXCERPT) for key in sections},
        labels=BY_KEY,
        page=page,
        twin=twin,
    )


@bp.get("/practices/<int:sheet_id>/transpositions/<int:transposition_id>")
@public
def transposition(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """One transposition, with its discussion."""
    return show(sheet_id, transposition_id, StepForm())


def show(sheet_id: int, transposition_id: int, form: StepForm, status: int = 200) -> ResponseReturnValue:
    actor = current_actor()
    page = queries.transposition_page(actor, sheet_id, transposition_id)
    state = TranspositionState(page.transposition.state)
    steps: list[tuple[str, Any]] = [(step.value, STEP_WORDS[step]) for at, step in TRANSPOSITION_STEPS if at == state]
    html = render_template(
        "practices/transposition.html",
        page=page,
        sheet=page.sheet,
        told=page.transposition,
        sections=[
            (key, page.transposition.adapted_html[key]) for key in ADAPTABLE if page.transposition.adapted.get(key)
        ],
        labels=BY_KEY,
        steps=steps,
        form=form,
        discussion=queries.discussion_of_transposition(actor, page.transposition),
    )
    return html, status


@bp.post("/practices/<int:sheet_id>/transpositions/<int:transposition_id>/step")
@requires("transposition.edit")
def step_transposition(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """Taking it one step further; once it is over, its author is asked what came of it."""
    form = StepForm()
    status = 422
    if form.validate():
        try:
            taken = advance_transposition(
                current_actor(), sheet_id, transposition_id, request.form.get("step", ""), form.day()
            )
            if taken.state in (TranspositionState.DONE, TranspositionState.STOPPED):
                flash(_("C’est noté. Dites ce que cela a donné : c’est ce que d’autres chercheront."), "success")
                address = url_for(
                    ".edit_transposition", sheet_id=sheet_id, transposition_id=transposition_id, _anchor="outcome"
                )
                return redirect(address, 303)
            flash(_("C’est noté."), "success")
            return back_to(sheet_id, transposition_id)
        except Invalid as error:
            form.refuse(error)
        except Conflict as error:
            form.refuse(Invalid("", error.message))
            status = error.status
    return show(sheet_id, transposition_id, form, status)


@bp.post("/practices/<int:sheet_id>/transpositions/<int:transposition_id>/remove")
@requires("transposition.remove")
def remove_from_sheet(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    """Taking it off the sheet."""
    remove_transposition(current_actor(), sheet_id, transposition_id)
    flash(_("La transposition est retirée de la fiche."), "success")
    return redirect(url_for(".sheet_by_id", sheet_id=sheet_id), 303)


def back_to(sheet_id: int, transposition_id: int) -> ResponseReturnValue:
    return redirect(url_for(".transposition", sheet_id=sheet_id, transposition_id=transposition_id), 303)
