"""One item of the desk: what was reported, in its context, and deciding on it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import can, requires
from forum.moderation import queries, services, subjects
from forum.moderation.forms import DecisionForm, NoteForm
from forum.moderation.models import REOPENED, Decision
from forum.moderation.queries import Item
from forum.moderation.services.decide import own_decision_words
from forum.moderation.services.holding import concerned_words
from forum.moderation.views import bp


@bp.route("/moderation/<int:report_id>", methods=["GET", "POST"])
@requires("moderation.desk")
def item(report_id: int) -> ResponseReturnValue:
    """What was reported, in its context, and what can be decided about it."""
    actor = current_actor()
    form = DecisionForm()
    if not form.is_submitted():
        found = queries.item(actor, report_id)
        begin(form, found, request.args.get("act", ""))
        return item_page(found, form)
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
        return item_page(queries.item(actor, report_id), form, conflict=refusal.message), 409
    undo = Markup('{} <a href="{}">{}</a>').format(
        _("Votre décision est prise et les personnes concernées en sont informées."),
        url_for(".item", report_id=report_id),
        _("Revenir dessus"),
    )
    flash(undo, "success")
    return redirect(url_for(".desk"), 303)


def begin(form: DecisionForm, found: Item, act: str) -> None:
    """Begins the form with a decision that the address names, and a reminder with what mediators start from."""
    form.decision.data = act if act in dict(choices(found)) else None
    if form.decision.data == Decision.REMIND.value:
        form.reason.data = found.reminder


def chosen_decision(form: DecisionForm) -> Decision:
    try:
        return Decision(form.decision.data)
    except ValueError:
        raise Invalid("decision", _("Choisissez une décision.")) from None


def item_page(found: Item, form: DecisionForm, *, note: NoteForm | None = None, conflict: str = "") -> str:
    """The page of an item.

    Args:
        form: kept as it was typed; it takes note of the newest decision, which the reader now sees.
        note: likewise; None for an empty one.
        conflict: who came before.
    """
    actor = current_actor()
    last = found.last_action
    form.seen.data = str(last.id if last is not None else 0)
    form.decision.choices = choices(found)
    may_handle = can(actor, "report.handle", found.matter)
    refusal = "" if may_handle else concerned_words()
    if may_handle and found.is_contested and last is not None and last.mediator_id == actor.id:
        refusal = own_decision_words()
    in_place = found.subject.audience in actor.audiences
    return render_template(
        "moderation/item.html",
        item=found,
        form=form,
        note=note or NoteForm(formdata=None),
        conflict=conflict,
        keys=KEYS,
        may_handle=may_handle,
        refusal=refusal,
        is_mine=found.holder_id == actor.id,
        place_url=subjects.place_of(found.subject) if in_place else "",
    )


KEYS = {
    Decision.HIDE.value: "h",
    Decision.ASK_EDIT.value: "d",
    Decision.REMIND.value: "r",
    Decision.THANK.value: "m",
    Decision.DISMISS.value: "n",
    Decision.SETTLE.value: "f",
    Decision.RESTORE.value: "v",
    Decision.REOPEN.value: "a",
}
"""The letter that chooses each decision."""


def choices(found: Item) -> list[tuple[str, str]]:
    """What can be decided about an item as it stands."""
    subject, is_of_author, last = found.subject, found.is_of_author, found.last_action
    offered: list[tuple[Decision, str]] = []
    if subject.can_hide and subject.is_readable:
        offered.append((Decision.HIDE, _("Masquer ce message")))
    if subject.is_hidden:
        offered.append((Decision.RESTORE, _("Rétablir ce message")))
    if found.is_open:
        if subject.can_edit and not subject.is_deleted:
            offered.append((Decision.ASK_EDIT, _("Demander une modification")))
        offered.append((Decision.DISMISS, _("Maintenir la décision") if is_of_author else _("Rien à changer")))
    if found.is_open and not is_of_author:
        offered.append((Decision.THANK, _("Remercier de l’attention, sans rien changer")))
        offered.append((Decision.REMIND, _("Rappeler les règles, par un mot privé")))
        offered.append((Decision.SETTLE, _("La médiation a fait le nécessaire")))
    if not found.is_open and last is not None and last.action in REOPENED:
        offered.append((Decision.REOPEN, _("Annuler la dernière décision")))
    return [(decision.value, words) for decision, words in offered]
