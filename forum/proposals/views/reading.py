"""A proposal with its answers, and all that were put in a thread."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.core.actor import current_actor
from forum.core.policy import can, public
from forum.proposals import queries
from forum.proposals.queries import Answer, ProposalRow
from forum.proposals.typed import Typed
from forum.proposals.views import bp


@bp.get("/proposals/<int:proposal_id>")
@public
def proposal(proposal_id: int) -> ResponseReturnValue:
    """One proposal, and for members who answered what."""
    return show(queries.proposal_page(current_actor(), proposal_id))


def show(found: ProposalRow, typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    """The page of a proposal, with what its reader typed where it could not be taken."""
    answers: Sequence[Answer] = []
    if found.people and can(current_actor(), "proposal.names", found.put):
        answers = queries.answers(found.proposal)
    return render_template("proposals/proposal.html", found=found, answers=answers, typed=typed or found.own), status


@bp.get("/threads/<int:thread_id>/proposals")
@public
def proposals(thread_id: int) -> ResponseReturnValue:
    """Every proposal that was put in a thread."""
    actor = current_actor()
    place = queries.place_for(actor, thread_id)
    if place.thread.merged_into_id is not None:
        return redirect(url_for(".proposals", thread_id=place.thread.merged_into_id))
    found = queries.proposals_of_thread(actor, thread_id, request.args.get("after"))
    return render_template("proposals/list.html", thread=place.thread, found=found)
