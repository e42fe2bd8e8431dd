"""Reporting, contesting, and following what one reported."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor, current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Invalid, NotFound, Refused, TooMany
from forum.core.policy import can, require, requires
from forum.discussions.queries import post_for
from forum.discussions.services.rendering import shown_source
from forum.moderation import queries, services, subjects
from forum.moderation.forms import ContestForm, EditForm, ReportForm
from forum.moderation.services.report import open_report_of, refusal_of
from forum.moderation.services.resubmit import is_being_read, is_edit_asked
from forum.moderation.subjects import Subject
from forum.moderation.views import bp


@bp.route("/report/<kind>/<int:object_id>", methods=["GET", "POST"])
@requires("report.make")
def report(kind: str, object_id: int) -> ResponseReturnValue:
    """Reports what others wrote; for the author of what was hidden, contests the decision."""
    if kind not in subjects.KINDS or object_id > LARGEST_ID:
        raise NotFound
    actor = current_actor()
    subject = subjects.seen_by(actor, kind, object_id)
    if can(actor, "report.contest", subject):
        return contest(actor, subject)
    if not can(actor, "report.make", subject):
        raise refusal_of(actor, subject)
    known = open_report_of(actor, subject)
    form = ReportForm(obj=known)
    status = 200
    if form.is_submitted():
        status = 422
        chosen = form.chosen()
        try:
            if form.validate() and chosen is None:
                raise Invalid("reason", _("Choisissez ce qui se passe."))
            if chosen is not None and not form.errors:
                wish = bool(form.wishes_mediation.data)
                services.report(actor, kind, object_id, chosen, form.words.data or "", wishes_mediation=wish)
                flash(changed_words() if known else made_words(), "success")
                return redirect(subjects.place_of(subject), 303)
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("words", refusal.message))
    back = subjects.place_of(subject)
    return render_template("moderation/report.html", subject=subject, form=form, known=known, back=back), status


def made_words() -> str:
    return _("Merci. La médiation va regarder, et vous saurez ce qu’il en est.")


def changed_words() -> str:
    return _("Votre signalement est modifié : la médiation lira ce que vous venez d’écrire.")


@bp.get("/reports")
@requires("report.follow")
def own_reports() -> ResponseReturnValue:
    """What one reported, where it stands and what came of it."""
    found = queries.own_reports(current_actor(), request.args.get("cursor"))
    return render_template("moderation/own_reports.html", slice=found)


def contest(actor: Actor, subject: Subject) -> ResponseReturnValue:
    form = ContestForm()
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                services.contest(actor, subject.kind, subject.id, form.words.data or "")
                flash(_("Votre demande est transmise. Une autre personne de la médiation l’examinera."), "success")
                return redirect(subjects.place_of(subject), 303)
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("words", refusal.message))
    return render_template(
        "moderation/contest.html",
        subject=subject,
        form=form,
        known=open_report_of(actor, subject),
        is_edit_asked=is_edit_asked(subject),
        back=subjects.place_of(subject),
    ), status


@bp.route("/report/<kind>/<int:object_id>/edit", methods=["GET", "POST"])
@requires("report.resubmit")
def resubmit(kind: str, object_id: int) -> ResponseReturnValue:
    """Takes up again what the mediators asked to edit."""
    if kind not in subjects.KINDS or object_id > LARGEST_ID:
        raise NotFound
    actor = current_actor()
    subject = subjects.seen_by(actor, kind, object_id)
    require(actor, "report.resubmit", subject)
    form = EditForm()
    status = 200
    if form.is_submitted():
        status = 422
        try:
            if form.validate():
                services.resubmit(actor, kind, object_id, form.body.data)
                flash(_("Merci. La médiation va relire votre message."), "success")
                return redirect(subjects.place_of(subject), 303)
        except Refused as refusal:
            status = refusal.status
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid("body", refusal.message))
    else:
        form.body.data = source_to_edit(actor, object_id)
    return render_template(
        "moderation/resubmit.html",
        subject=subject,
        form=form,
        is_being_read=is_being_read(open_report_of(actor, subject)),
        is_edit_asked=is_edit_asked(subject),
        back=subjects.place_of(subject),
    ), status


def source_to_edit(actor: Actor, post_id: int) -> str:
    written = post_for(actor, post_id, "post.see")
    return shown_source(written.post, written.thread, to_edit=True)
