"""The mediators' desk: what waits, what was decided."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.policy import requires
from forum.moderation import queries, subjects
from forum.moderation.models import Reason, ReportState
from forum.moderation.queries.desk import MINE, Filters
from forum.moderation.views import bp
from forum.moderation.words import kind_words, reason_words, state_words


@bp.get("/moderation")
@requires("moderation.desk")
def desk() -> ResponseReturnValue:
    """What waits for a decision, what weighs most first; or what was decided, the newest first."""
    actor, filters, after = current_actor(), asked_filters(), request.args.get("after", "")
    show = queries.queue if filters.is_of_waiting else queries.decided
    return render_template(
        "moderation/desk.html",
        queue=show(actor, filters, after),
        filters=filters,
        after=after,
        kinds=[(kind, kind_words(kind)) for kind in subjects.KINDS],
        reasons=[(reason.value, reason_words(reason)) for reason in Reason],
        states=[
            (ReportState.OPEN.value, _("À traiter")),
            (MINE, _("Que j’ai en main")),
            *((state.value, state_words(state)) for state in ReportState if state is not ReportState.OPEN),
        ],
    )


def asked_filters() -> Filters:
    """What of the desk the address asks for; what it does not know counts for nothing."""
    kind, reason, state = (request.args.get(name, "") for name in ("kind", "reason", "state"))
    return Filters(
        kind=kind if kind in subjects.KINDS else "",
        reason=reason if reason in set(Reason) else "",
        state=state if state == MINE or state in set(ReportState) else ReportState.OPEN.value,
    )


@bp.get("/moderation/<int:report_id>/<any(next, previous):way>")
@requires("moderation.desk")
def beside(report_id: int, way: str) -> ResponseReturnValue:
    """Leads to what follows an item at the head of the queue, or comes before it; to the queue where nothing does."""
    rows = [waiting.report_id for waiting in queries.queue(current_actor(), Filters()).rows]
    at = rows.index(report_id) if report_id in rows else -1
    wanted = at + 1 if way == "next" else at - 1
    if not 0 <= wanted < len(rows):
        return redirect(url_for(".desk"), 303)
    return redirect(url_for(".item", report_id=rows[wanted]), 303)


@bp.get("/moderation/log")
@requires("moderation.desk")
def log() -> ResponseReturnValue:
    """Every decision with its reason, newest first."""
    return render_template("moderation/log.html", slice=queries.log(current_actor(), request.args.get("cursor")))
