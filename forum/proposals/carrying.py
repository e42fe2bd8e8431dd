"""Proposals go along with their thread when holders merge it into another, and come back when that is undone.

A proposal is put to a thread as a whole: splitting posts off leaves it where it is, and a thread that moves keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, update

from forum.discussions.models import Thread
from forum.discussions.services.holding.beside import Beside, keep_beside
from forum.discussions.told import topic
from forum.extensions import db
from forum.notices.services import move_abouts
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice
from forum.proposals.services.finding import recount_proposals


def carry(source: Thread, target: Thread) -> list[int]:
    """Takes the proposals of a thread to another, with their answers and what was told of them.

    Returns:
        their ids.
    """
    ids = list(db.session.scalars(select(Proposal.id).where(Proposal.thread_id == source.id).order_by(Proposal.id)))
    put_in(ids, source, target)
    return ids


def carry_back(ids: Sequence[int], source: Thread, target: Thread) -> None:
    """Takes some proposals back; those that were withdrawn meanwhile are gone, those put since stay."""
    put_in(ids, source, target)


def put_in(ids: Sequence[int], source: Thread, target: Thread) -> None:
    there = Proposal.id.in_(ids), Proposal.thread_id == source.id
    db.session.execute(update(Proposal).where(*there).values(thread_id=target.id))
    recount_proposals(source.id, target.id)
    move_abouts([f"proposal:{proposal_id}" for proposal_id in ids], topic(target), target.audience, target.title)


def changed_since(thread: Thread, moment: datetime, ids: Sequence[int] | None) -> bool:
    """Whether proposals of a thread were put, edited, answered or concluded after a moment."""
    said: list[ColumnElement[bool]] = [
        date > moment for date in (Proposal.opened_at, Proposal.edited_at, Proposal.outcome_at)
    ]
    for answer, date in ((ProposalChoice, ProposalChoice.chosen_at), (ConsentAnswer, ConsentAnswer.answered_at)):
        said.append(select(answer.person_id).where(answer.proposal_id == Proposal.id, date > moment).exists())
    query = select(Proposal.id).where(Proposal.thread_id == thread.id, or_(*said))
    if ids is not None:
        query = query.where(Proposal.id.in_(ids))
    return bool(db.session.scalar(select(query.exists())))


keep_beside("proposals", Beside(carry, carry_back, changed_since))
