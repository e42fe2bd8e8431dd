"""Putting a proposal in a thread."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import render_markdown
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Space
from forum.discussions.services.finding import find_thread, hold_threads
from forum.discussions.services.writing import keep_pace
from forum.extensions import db
from forum.proposals.events import ProposalOpened
from forum.proposals.models import Proposal
from forum.proposals.policy import Place
from forum.proposals.services.checking import Asked, checked, options_of
from forum.proposals.services.finding import recount_proposals

MOST_OPEN = 5
"""In one thread: whoever comes there has to be able to answer them all."""


def open_proposal(actor: Actor, thread_id: int, asked: Asked, *, submission: str | None = None) -> Proposal:
    """Puts a proposal in a thread.

    Args:
        actor: who asks.
        thread_id: where.
        asked: what.
        submission: what tells the same form sent twice.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.open".
        Invalid: what is asked can't be accepted.
        Conflict: too many proposals are open there.
        TooMany: too much was written in a minute.
    """
    try:
        return put(actor, thread_id, asked, submission)
    except IntegrityError:
        twin = sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def put(actor: Actor, thread_id: int, asked: Asked, submission: str | None) -> Proposal:
    with transaction():
        hold_threads(thread_id)  # it is not merged into another meanwhile
        thread = find_thread(actor, thread_id)
        space = db.session.get_one(Space, thread.space_id, populate_existing=True)
        require(actor, "proposal.open", Place(thread, space))
        twin = sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        asked = checked(asked)
        if open_in(thread.id) >= MOST_OPEN:
            raise Conflict(_("Cinq propositions sont déjà ouvertes ici. Attendez que l’une soit close."))
        keep_pace(actor.person_id)
        proposal = Proposal(
            thread_id=thread.id,
            author_id=actor.person_id,
            kind=asked.kind,
            question=asked.question,
            details=asked.details,
            is_multiple=asked.is_multiple,
            opened_at=now(),
            closes_at=asked.closes_at,
            submission=submission,
        )
        db.session.add(proposal)
        db.session.flush()
        proposal.details_html = render_markdown(asked.details, f"proposal-{proposal.id}")
        db.session.add_all(options_of(proposal.id, asked))
        recount_proposals(thread.id)
        touch(f"thread:{thread.id}")
        record(ProposalOpened(proposal.id, thread.id))
        record(ThreadChanged(thread.id))
    return proposal


def sent_before(person_id: int, submission: str | None) -> Proposal | None:
    if submission is None:
        return None
    return db.session.scalar(select(Proposal).where(Proposal.author_id == person_id, Proposal.submission == submission))


def open_in(thread_id: int) -> int:
    """How many proposals take answers in a thread at this moment."""
    still_open = Proposal.closed_at.is_(None), Proposal.closes_at > now()
    query = select(func.count()).select_from(Proposal).where(Proposal.thread_id == thread_id, *still_open)
    return db.session.scalar(query) or 0
