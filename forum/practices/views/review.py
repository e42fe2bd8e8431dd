"""The committee's desk, and the page on which a sheet is reviewed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_timedelta
from flask_babel import gettext as _

from config import Settings
from forum.core.actor import current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Conflict, Invalid, Refused, TooMany
from forum.core.forms import Form
from forum.core.policy import can, requires
from forum.practices import queries, services
from forum.practices.committee import INTEREST_WORDS
from forum.practices.fields import FIELDS, GROUPS, OPINIONS, Field, value_words
from forum.practices.forms_review import ChangesForm, OpinionForm, RemarkForm, held
from forum.practices.history_words import field_words
from forum.practices.models import Sheet, SheetState
from forum.practices.queries.desk import Shown
from forum.practices.queries.review import Remark, ReviewPage, remarks_on
from forum.practices.services.comment_sheet import OPEN_TO_REMARKS
from forum.practices.views import bp
from forum.practices.workflow import state_words

NOT_REVIEWED = ("language", "opinion", "proofread_on")
"""What is not the authors' text, and is shown elsewhere on the page."""


@bp.app_context_processor
def words() -> dict[str, object]:
    """Gives templates how states and ties read, and how many must agree."""
    settings: Settings = current_app.config["SETTINGS"]
    return {
        "sheet_state_words": state_words,
        "interest_words": lambda interest: str(INTEREST_WORDS[interest]),
        "quorum": settings.review_quorum,
        "remarks_for": remarks_for,
    }


def remarks_for(sheet: Sheet | None) -> Mapping[str, Sequence[Remark]]:
    """For the editor: the remarks on a sheet by field, where the committee has them before its authors."""
    if sheet is None or sheet.state not in OPEN_TO_REMARKS or not can(current_actor(), "review.read", sheet):
        return {}
    return remarks_on(sheet.id)


@bp.get("/review")
@requires("review.desk")
def desk() -> ResponseReturnValue:
    """What is before the committee, the oldest first: what waits, what the reader follows, what others do."""
    wanted = request.args.get("show", "")
    shown = Shown(wanted) if wanted in list(Shown) else Shown.WAITING
    after = min(max(request.args.get("after", 0, type=int), 0), LARGEST_ID)
    found = queries.committee_desk(current_actor(), shown, after)
    usual = format_timedelta(found.usual_time, granularity="minute") if found.usual_time is not None else ""
    return render_template("practices/review_desk.html", desk=found, shown=shown, after=after, usual=usual)


@bp.get("/review/<int:sheet_id>")
@requires("review.read")
def review(sheet_id: int) -> ResponseReturnValue:
    """A sheet before the committee: what changed since it was last answered, or all of it (`?whole=1`)."""
    return show_review(sheet_id)


@bp.post("/review/<int:sheet_id>/take")
@requires("review.take")
def take(sheet_id: int) -> ResponseReturnValue:
    """Taking a sheet that waits."""
    try:
        services.take_review(current_actor(), sheet_id)
    except Conflict as refusal:
        return show_review(sheet_id, refusal)
    flash(_("Vous suivez cette fiche. Les autres membres du comité le voient."), "success")
    return redirect(url_for(".review", sheet_id=sheet_id), 303)


@bp.post("/review/<int:sheet_id>/release")
@requires("review.release")
def release(sheet_id: int) -> ResponseReturnValue:
    """Giving it back to the desk."""
    try:
        services.release_review(current_actor(), sheet_id)
    except Conflict as refusal:
        return show_review(sheet_id, refusal)
    flash(_("La fiche est rendue : un autre membre du comité peut la prendre."), "success")
    return redirect(url_for(".desk"), 303)


@bp.post("/review/<int:sheet_id>/opinion")
@requires("review.opinion")
def give_opinion(sheet_id: int) -> ResponseReturnValue:
    """Giving one's opinion; the last that is needed publishes the sheet, or ends its review."""
    form = OpinionForm()
    is_filled = form.validate()
    try:
        if form.opinion.data not in dict(OPINIONS):
            raise Invalid("opinion", _("Choisissez un avis."))
        if not is_filled:
            return show_review(sheet_id, opinion_form=form, status=422)
        actor = current_actor()
        sheet = services.give_opinion(
            actor, sheet_id, form.review_id(), form.opinion.data or "", form.reasons.data or ""
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return show_review(sheet_id, opinion_form=form, status=422)
    except Conflict as refusal:
        return show_review(sheet_id, refusal, opinion_form=form)
    flash(words_after_opinion(sheet.state), "success")
    return redirect(url_for(".review", sheet_id=sheet_id), 303)


def words_after_opinion(state: str) -> str:
    match state:
        case SheetState.PUBLISHED:
            return _("Votre avis complète l’accord du comité : la fiche est publiée.")
        case SheetState.DRAFT:
            return _("Votre avis complète l’accord du comité : la fiche n’est pas retenue.")
    return _("Votre avis est donné.")


@bp.post("/review/<int:sheet_id>/changes")
@requires("review.ask_changes")
def ask_changes(sheet_id: int) -> ResponseReturnValue:
    """Sending a sheet back to its authors."""
    form = ChangesForm()
    if not form.validate():
        return show_review(sheet_id, changes_form=form, status=422)
    try:
        services.ask_changes(current_actor(), sheet_id, form.review_id(), form.words.data or "")
    except Conflict as refusal:
        return show_review(sheet_id, refusal, changes_form=form)
    flash(_("Les modifications sont demandées : les auteurs en sont avertis."), "success")
    return redirect(url_for(".desk"), 303)


@bp.post("/review/<int:sheet_id>/remarks")
@requires("review.comment")
def comment_sheet(sheet_id: int) -> ResponseReturnValue:
    """Leaving a remark on a field or on the whole, or answering one."""
    form = RemarkForm()
    if not form.validate():
        return show_review(sheet_id, remark_form=form, status=422)
    try:
        made = services.comment_sheet(
            current_actor(),
            sheet_id,
            form.words.data or "",
            field=form.field.data or "",
            parent_id=form.parent_id(),
            submission=form.submission.data,
        )
    except (Conflict, TooMany) as refusal:
        return show_review(sheet_id, refusal, remark_form=form)
    flash(_("Votre remarque est enregistrée."), "success")
    return redirect(url_for(".review", sheet_id=sheet_id, whole=whole_asked(), _anchor=f"remark-{made.id}"), 303)


@bp.post("/review/<int:sheet_id>/remarks/<int:comment_id>/<any(settled, open):state>")
@requires("review.comment")
def settle_comment(sheet_id: int, comment_id: int, state: str) -> ResponseReturnValue:
    """Saying that a remark is settled, or that it is not."""
    try:
        services.settle_comment(current_actor(), sheet_id, comment_id, is_settled=state == "settled")
    except Conflict as refusal:
        return show_review(sheet_id, refusal)
    flash(_("La remarque est réglée.") if state == "settled" else _("La remarque est rouverte."), "success")
    return redirect(url_for(".review", sheet_id=sheet_id, whole=whole_asked(), _anchor=f"remark-{comment_id}"), 303)


@bp.post("/practices/<int:sheet_id>/withdraw")
@requires("sheet.submit")
def withdraw(sheet_id: int) -> ResponseReturnValue:
    """Taking a sheet back from the committee."""
    services.withdraw_sheet(current_actor(), sheet_id)
    flash(_("La fiche est retirée du comité : elle est de nouveau votre brouillon."), "success")
    return redirect(url_for(".edit", sheet_id=sheet_id), 303)


def whole_asked() -> str | None:
    return request.values.get("whole") or None


def show_review(
    sheet_id: int,
    refusal: Refused | None = None,
    *,
    opinion_form: OpinionForm | None = None,
    changes_form: ChangesForm | None = None,
    remark_form: RemarkForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of a sheet before the committee, with what was typed kept.

    Args:
        refusal: why what was sent was not done, said on top.
    """
    actor = current_actor()
    typed = [form for form in (opinion_form, changes_form, remark_form) if form is not None]
    page = queries.review_page(actor, sheet_id)
    number, own = page.current.review.id, page.opinion_by(actor.id)
    opinion_form = opinion_form or held(
        OpinionForm, opinion=own.opinion if own else None, reasons=own.reasons if own else ""
    )
    changes_form = changes_form or held(ChangesForm)
    for form in (opinion_form, changes_form):
        form.review.data = str(number)
    is_open = page.current.is_open and page.sheet.state == SheetState.IN_REVIEW
    shown = "whole" if page.changes is None or whole_asked() else "changes"
    may_opine = is_open and can(actor, "review.opinion", page.passage)
    may_ask = is_open and can(actor, "review.ask_changes", page.passage)
    may_comment = page.sheet.state in OPEN_TO_REMARKS and can(actor, "review.comment", page.passage)
    offered = {OpinionForm: may_opine, ChangesForm: may_ask, RemarkForm: may_comment}
    html = render_template(
        "practices/review.html",
        page=page,
        sheet=page.sheet,
        groups=fields_shown(page, shown, remark_form),
        changes={change.key: change for change in page.changes or ()},
        shown=shown,
        whole=whole_asked(),
        refusal=refusal.message if refusal is not None else "",
        opinion_form=opinion_form if may_opine else None,
        changes_form=changes_form if may_ask else None,
        remark_form=remark_form,
        may_comment=may_comment,
        lost=[words_of_form(form) for form in typed if not offered[type(form)]],
        is_open=is_open,
        own=own,
        field_words=field_words,
        value_words=value_words,
        new_number=lambda: uuid.uuid4().hex,
    )
    return html, refusal.status if refusal is not None else status


def words_of_form(form: Form) -> str:
    """What somebody wrote in a form that is on the page no more."""
    return str(form["reasons" if isinstance(form, OpinionForm) else "words"].data or "")


def fields_shown(page: ReviewPage, shown: str, remark_form: Form | None) -> list[tuple[Any, list[Field]]]:
    """The fields to show by the step of the editor they stand in: those that say or said something.

    Where only what changed is shown, those with an open remark are too: one sees what became of it.
    """
    changed = {change.key for change in page.changes or ()}
    spoken_of = {key for key, remarks in page.remarks.items() if any(not remark.is_settled for remark in remarks)}
    if remark_form is not None:
        spoken_of.add(str(remark_form["field"].data))
    wanted = {field.key for field in FIELDS if page.version.content.get(field.key)} | spoken_of | set(page.remarks)
    if shown == "changes":
        wanted = changed | spoken_of
    groups = [
        (
            words,
            [field for field in FIELDS if field.group == key and field.key in wanted and field.key not in NOT_REVIEWED],
        )
        for key, words in GROUPS.items()
    ]
    return [(words, fields) for words, fields in groups if fields]
