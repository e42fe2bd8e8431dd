"""Putting a proposal in a thread, editing it and withdrawing it while nobody answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.core.actor import current_actor
from forum.core.errors import Conflict, Invalid, NotAllowed, TooMany
from forum.core.policy import require, requires
from forum.proposals import queries, services
from forum.proposals.forms import edit_form, new_form
from forum.proposals.models import ProposalKind
from forum.proposals.views import bp
from forum.proposals.words import KIND_HELP


@bp.route("/threads/<int:thread_id>/proposals/new", methods=["GET", "POST"])
@requires("proposal.open")
def new(thread_id: int) -> ResponseReturnValue:
    """Choosing what to ask (`?kind=`), then asking it."""
    actor = current_actor()
    place = queries.place_for(actor, thread_id)
    kind = request.args.get("kind", "")
    if kind not in list(ProposalKind):
        require(actor, "proposal.open", place)
        return render_template("proposals/choose.html", thread=place.thread, kinds=KIND_HELP)
    form = new_form(ProposalKind(kind))
    status = 200
    if not form.is_submitted():
        require(actor, "proposal.open", place)
    elif form.validate():
        try:
            put = services.open_proposal(actor, thread_id, form.asked(), submission=form.submission.data)
            flash(_("Votre proposition est dans la discussion."), "success")
            return redirect(url_for(".proposal", proposal_id=put.id), 303)
        except Invalid as error:
            form.refuse(error)
            status = error.status
        except (Conflict, TooMany) as error:
            form.refuse(Invalid("", error.message))
            status = error.status
        except NotAllowed as error:  # the thread was locked meanwhile, or its space closed
            form.refuse(Invalid("", _("On ne répond plus dans cette discussion.")))
            status = error.status
    else:
        status = 422
    page = render_template(
        "proposals/new.html", thread=place.thread, form=form, kind=kind, help=KIND_HELP[ProposalKind(kind)]
    )
    return page, status


@bp.route("/proposals/<int:proposal_id>/edit", methods=["GET", "POST"])
@requires("proposal.edit")
def edit(proposal_id: int) -> ResponseReturnValue:
    """Editing one's proposal while nobody has answered."""
    actor = current_actor()
    found = queries.proposal_page(actor, proposal_id)
    require(actor, "proposal.edit", found.put)
    form = edit_form(found.proposal, [row.option for row in found.options])
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                services.edit_proposal(actor, proposal_id, form.asked(), seen=form.seen.data or "")
                flash(_("La proposition est modifiée."), "success")
                return redirect(url_for(".proposal", proposal_id=proposal_id), 303)
            except Invalid as error:
                form.refuse(error)
            except Conflict as error:
                found = queries.proposal_page(actor, proposal_id)
                form.refuse(Invalid("", error.message))
                form.seen.data = found.state
                status = error.status
    return render_template("proposals/edit.html", found=found, form=form), status


@bp.post("/proposals/<int:proposal_id>/withdraw")
@requires("proposal.withdraw")
def withdraw(proposal_id: int) -> ResponseReturnValue:
    """Withdrawing one's proposal while nobody has answered."""
    thread = services.withdraw_proposal(current_actor(), proposal_id)
    flash(_("Votre proposition est retirée."), "success")
    return redirect(url_for("discussions.thread", thread_id=thread.id, slug=thread.slug), 303)
