"""Taking an item in hand, giving it back, handing it over, leaving a note."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require, requires
from forum.moderation import queries, services
from forum.moderation.forms import DecisionForm, HandOverForm, NoteForm
from forum.moderation.views import bp
from forum.moderation.views.item import item_page


@bp.post("/moderation/<int:report_id>/take")
@requires("moderation.desk")
def take(report_id: int) -> ResponseReturnValue:
    """Takes what was reported in hand."""
    actor = current_actor()
    try:
        services.take(actor, report_id)
    except Conflict as refusal:
        return item_page(queries.item(actor, report_id), DecisionForm(formdata=None), conflict=refusal.message), 409
    return redirect(url_for(".item", report_id=report_id), 303)


@bp.post("/moderation/<int:report_id>/release")
@requires("moderation.desk")
def release(report_id: int) -> ResponseReturnValue:
    """Gives it back."""
    actor = current_actor()
    try:
        services.release(actor, report_id)
    except Conflict as refusal:
        return item_page(queries.item(actor, report_id), DecisionForm(formdata=None), conflict=refusal.message), 409
    flash(_("Ce signalement est de nouveau libre."), "success")
    return redirect(url_for(".desk"), 303)


@bp.post("/moderation/<int:report_id>/notes")
@requires("moderation.desk")
def note(report_id: int) -> ResponseReturnValue:
    """Leaves a note for colleagues."""
    actor = current_actor()
    form = NoteForm()
    try:
        services.note(actor, report_id, form.body.data or "")
    except Invalid as refusal:
        form.refuse(refusal)
        return item_page(queries.item(actor, report_id), DecisionForm(formdata=None), note=form), 422
    return redirect(url_for(".item", report_id=report_id, _anchor="notes"), 303)


@bp.route("/moderation/<int:report_id>/hand-over", methods=["GET", "POST"])
@requires("moderation.desk")
def hand_over(report_id: int) -> ResponseReturnValue:
    """Hands it over to a colleague."""
    actor = current_actor()
    found = queries.item(actor, report_id)
    require(actor, "report.handle", found.matter)
    form = HandOverForm()
    form.colleague.choices = queries.colleagues(actor)
    status = 200
    if form.is_submitted():
        status = 422
        try:
            services.hand_over(actor, report_id, form.chosen(), form.body.data or "")
            flash(_("Ce signalement est confié. Votre collègue reçoit un avis."), "success")
            return redirect(url_for(".desk"), 303)
        except Invalid as refusal:
            form.refuse(refusal)
        except Conflict as refusal:
            return item_page(found, DecisionForm(formdata=None), conflict=refusal.message), 409
    return render_template("moderation/hand_over.html", item=found, form=form), status
