"""Closing a proposal, and writing what came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid
from forum.core.policy import require, requires
from forum.proposals import queries, services
from forum.proposals.forms import OutcomeForm
from forum.proposals.services.conclude_proposal import outcome_state
from forum.proposals.views import bp


@bp.post("/proposals/<int:proposal_id>/close")
@requires("proposal.close")
def close(proposal_id: int) -> ResponseReturnValue:
    """Closing a proposal before its date."""
    services.close_proposal(current_actor(), proposal_id)
    flash(_("La proposition est close."), "success")
    return redirect(url_for(".proposal", proposal_id=proposal_id), 303)


@bp.route("/proposals/<int:proposal_id>/outcome", methods=["GET", "POST"])
@requires("proposal.conclude")
def outcome(proposal_id: int) -> ResponseReturnValue:
    """Writing what came of a closed proposal."""
    actor = current_actor()
    found = queries.proposal_page(actor, proposal_id)
    require(actor, "proposal.conclude", found.put)
    form = OutcomeForm(outcome=found.proposal.outcome, seen=outcome_state(found.proposal))
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.conclude_proposal(actor, proposal_id, form.outcome.data, seen=form.seen.data or "")
                flash(_("La suite donnée est enregistrée."), "success")
                return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                found = queries.proposal_page(actor, proposal_id)
                form.refuse(Invalid("", error.message))
                form.seen.data = outcome_state(found.proposal)
                status = error.status
    return render_template("proposals/outcome.html", found=found, form=form), status
