"""Reporting, and the mediators' desk."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import Actor, current_actor
from forum.core.addresses import LARGEST_ID
from forum.core.errors import Conflict, Invalid, NotFound, TooMany
from forum.core.policy import can, requires
from forum.moderation import queries, services, subjects
from forum.moderation.forms import ContestForm, DecisionForm, ReportForm
from forum.moderation.models import Decision
from forum.moderation.queries import Item
from forum.moderation.services.decide import own_decision_words, own_words
from forum.moderation.services.report import open_report_of, refusal_of
from forum.moderation.subjects import Subject
from forum.moderation.words import decision_words, outcome_words, reason_words, state_words, what_title

bp = Blueprint("moderation", __name__)


@bp.app_context_processor
def words() -> dict[str, object]:
    """Gives templates how the desk's states read."""
    return {
        "reason_words": reason_words,
        "decision_words": decision_words,
        "outcome_words": outcome_words,
        "state_words": state_words,
        "what_title": what_title,
    }


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
    known = open_report_of(actor, subject)
    back = subjects.place_of(subject)
    return render_template("moderation/contest.html", subject=subject, form=form, known=known, back=back), status


@bp.get("/moderation")
@requires("moderation.desk")
def desk() -> ResponseReturnValue:
    """What waits for a decision, oldest first."""
    after = min(request.args.get("after", 0, type=int), LARGEST_ID)
    return render_template("moderation/desk.html", queue=queries.queue(current_actor(), after), after=after)


@bp.get("/moderation/log")
@requires("moderation.desk")
def log() -> ResponseReturnValue:
    """Every decision with its reason, newest first."""
    return render_template("moderation/log.html", slice=queries.log(current_actor(), request.args.get("cursor")))


@bp.route("/moderation/<int:report_id>", methods=["GET", "POST"])
@requires("moderation.desk")
def item(report_id: int) -> ResponseReturnValue:
    """What was reported, in its context, and what can be decided about it."""
    actor = current_actor()
    form = DecisionForm()
    if not form.is_submitted():
        return item_page(queries.item(actor, report_id), form)
    try:
        if not form.validate():
            return item_page(queries.item(actor, report_id), form), 422
        services.decide(
            actor, report_id, chosen_decision(form), form.reason.data or "", form.seen_action(), form.answer.data or ""
        )
    except Invalid as refusal:
        form.refuse(refusal)
        return item_page(queries.item(actor, report_id), form), 422
    except Conflict as refusal:
        return item_page(queries.item(actor, report_id), form, refusal.message), 409
    flash(_("Votre décision est prise et les personnes concernées en sont informées."), "success")
    return redirect(url_for("moderation.desk"), 303)


def chosen_decision(form: DecisionForm) -> Decision:
    try:
        return Decision(form.decision.data)
    except ValueError:
        raise Invalid("decision", _("Choisissez une décision.")) from None


def item_page(found: Item, form: DecisionForm, conflict: str = "") -> str:
    """The page of an item.

    Args:
        form: kept as it was typed; it takes note of the newest decision, which the reader now sees.
        conflict: who decided meanwhile.
    """
    actor = current_actor()
    last = found.last_action
    form.seen.data = str(last.id if last is not None else 0)
    form.decision.choices = choices(found)
    refusal = ""
    if not can(actor, "report.close", found.report):
        refusal = own_words()
    elif found.is_contested and last is not None and last.mediator_id == actor.id:
        refusal = own_decision_words()
    in_place = found.subject.audience in actor.audiences
    return render_template(
        "moderation/item.html",
        item=found,
        form=form,
        conflict=conflict,
        refusal=refusal,
        place_url=subjects.place_of(found.subject) if in_place else "",
    )


def choices(found: Item) -> list[tuple[str, str]]:
    """What can be decided about an item as it stands."""
    offered: list[tuple[str, str]] = []
    if found.subject.can_hide and found.subject.is_readable:
        offered.append((Decision.HIDE.value, _("Masquer ce message")))
    if found.subject.is_hidden:
        offered.append((Decision.RESTORE.value, _("Rétablir ce message")))
    if found.is_open:
        words = _("Maintenir la décision") if found.is_contested else _("Rien à changer")
        offered.append((Decision.DISMISS.value, words))
        if not found.is_contested:
            offered.append((Decision.SETTLE.value, _("La médiation a fait le nécessaire")))
    return offered
