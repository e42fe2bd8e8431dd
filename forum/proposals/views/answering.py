"""Answering a proposal, and taking one's answer back."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotAllowed
from forum.core.forms import safe_next
from forum.core.policy import requires
from forum.proposals import queries, services
from forum.proposals.models import ProposalKind
from forum.proposals.typed import typed_in
from forum.proposals.views import bp
from forum.proposals.views.reading import show


@bp.post("/proposals/<int:proposal_id>/answer")
@requires("proposal.answer")
def answer(proposal_id: int) -> ResponseReturnValue:
    """Answering, or changing one's answer. What could not be taken stands on the page again."""
    actor = current_actor()
    typed = typed_in(request.form)
    found = queries.proposal_page(actor, proposal_id)
    try:
        if found.proposal.kind == ProposalKind.CONSENT:
            services.answer_consent(actor, proposal_id, typed.stance, typed.reason, seen=typed.seen)
        else:
            services.answer_poll(actor, proposal_id, typed.options, seen=typed.seen)
    except (Invalid, Conflict, NotAllowed) as error:
        if isinstance(error, NotAllowed):  # the thread was locked meanwhile, or its space closed
            error.message = _("On ne répond plus dans cette discussion.")
        found = queries.proposal_page(actor, proposal_id)
        if found.proposal.hidden_at is not None:
            error.message = _("Votre réponse n’est pas enregistrée : cette proposition a été masquée par la médiation.")
        return show(found, typed.refused(error, found.state), error.status)
    flash(_("Votre réponse est enregistrée. Vous pouvez la changer jusqu’à la clôture."), "success")
    return redirect(safe_next(url_for(".proposal", proposal_id=proposal_id)), 303)


@bp.post("/proposals/<int:proposal_id>/take-back")
@requires("proposal.answer")
def take_back(proposal_id: int) -> ResponseReturnValue:
    """Taking one's answer back."""
    services.take_back(current_actor(), proposal_id)
    flash(_("Votre réponse est retirée."), "success")
    return redirect(safe_next(url_for(".proposal", proposal_id=proposal_id)), 303)
