"""One item of the desk: what was reported, in its context, and deciding on it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import can, requires
from forum.moderation import queries, services, subjects
from forum.moderation.forms import DecisionForm, NoteForm
from forum.moderation.models import Decision
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
        return item_page(queries.item(actor, report_id), form, conflict=refusal.message), 409
    flash(_("Votre décision est prise et les personnes concernées en sont informées."), "success")
    return redirect(url_for(".desk"), 303)


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
        may_handle=may_handle,
        refusal=refusal,
        is_mine=found.holder_id == actor.id,
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
