"""What the page of a thread shows of its proposals."""

from __future__ import annotations

from flask import render_template

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import can
from forum.discussions.models import Space, Thread
from forum.extensions import db
from forum.proposals import queries
from forum.proposals.policy import Place


@panel("thread.top")
def proposals_of_thread(actor: Actor, thread_id: int) -> str:
    """The proposals of a thread, each where one answers it, by one statement."""
    found = queries.proposals_on_page(actor, thread_id)
    return render_template("proposals/panel.html", proposals=found) if found else ""


@panel("thread.foot")
def way_to_propose(actor: Actor, thread_id: int) -> str:
    """Where one puts a proposal, for who may. The thread and its space are on the page already: no statement."""
    thread = db.session.get_one(Thread, thread_id)
    place = Place(thread, db.session.get_one(Space, thread.space_id))
    return render_template("proposals/way.html", thread=thread) if can(actor, "proposal.open", place) else ""
