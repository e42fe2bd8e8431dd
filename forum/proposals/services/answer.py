"""Answering a proposal, changing one's answer, and taking it back: all of it until it closes."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.proposals.models import ConsentAnswer, Proposal, ProposalChoice, ProposalKind, ProposalOption, Stance
from forum.proposals.policy import ProposalIn
from forum.proposals.services.finding import hold_proposal, require_open
from forum.proposals.state import options_in_order, state_of

LONGEST_REASON = 2_000
WITH_REASON = frozenset({Stance.RESERVE, Stance.OBJECT})
"""A reservation and an objection are worth what their reason is."""


def answer_poll(actor: Actor, proposal_id: int, option_ids: Iterable[int], *, seen: str = "") -> Proposal:
    """Has a person choose in a poll or among dates, in place of what they chose before.

    Args:
        seen: the state of the proposal that they answer (`state_of`), empty for whatever it asks.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.answer".
        Invalid: nothing was chosen, more than one may choose, or what this proposal does not offer.
        Conflict: it is closed, or asks something else since.
    """
    with transaction():
        put = answerable(actor, proposal_id, seen)
        proposal, chosen = put.proposal, set(option_ids)
        if proposal.kind == ProposalKind.CONSENT:
            raise Invalid("stance", _("Dites si vous êtes d’accord."))
        if not chosen:
            raise Invalid("option", _("Choisissez au moins une réponse."))
        if len(chosen) > 1 and not proposal.is_multiple:
            raise Invalid("option", _("Choisissez une seule réponse."))
        offered = set(db.session.scalars(select(ProposalOption.id).where(ProposalOption.proposal_id == proposal.id)))
        if not chosen <= offered:
            raise Invalid("option", _("Ce choix n’est plus proposé. Choisissez parmi ceux-ci."))
        forget(proposal.id, actor.person_id)
        moment = now()
        db.session.add_all(
            ProposalChoice(option_id=option_id, person_id=actor.person_id, proposal_id=proposal.id, chosen_at=moment)
            for option_id in sorted(chosen)
        )
        touch(f"thread:{put.thread.id}")
    return proposal


def answer_consent(actor: Actor, proposal_id: int, stance: str, reason: str = "", *, seen: str = "") -> Proposal:
    """Has a person say where they stand in a consent round, in place of what they said before.

    Args:
        stance: one of `Stance`.
        reason: plain text, 2,000 characters at most; to reserve one's consent or to object calls for one.
        seen: as for `answer_poll`.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.answer".
        Invalid: the stance or the reason can't be accepted.
        Conflict: it is closed, or asks something else since.
    """
    with transaction():
        put = answerable(actor, proposal_id, seen)
        proposal, reason = put.proposal, tidy(reason).strip()
        if proposal.kind != ProposalKind.CONSENT:
            raise Invalid("option", _("Choisissez au moins une réponse."))
        if stance not in list(Stance):
            raise Invalid("stance", _("Dites si vous êtes d’accord."))
        if stance in WITH_REASON and is_blank(reason):
            raise Invalid("reason", _("Donnez votre raison : c’est elle qui fera avancer la proposition."))
        if len(reason) > LONGEST_REASON:
            raise Invalid("reason", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_REASON))
        forget(proposal.id, actor.person_id)
        db.session.add(
            ConsentAnswer(proposal_id=proposal.id, person_id=actor.person_id, stance=str(stance), reason=reason)
        )
        touch(f"thread:{put.thread.id}")
    return proposal


def take_back(actor: Actor, proposal_id: int) -> Proposal:
    """Forgets what a person answered; where they had not, nothing changes.

    Raises:
        NotFound, NotAllowed: see the rule "proposal.answer".
        Conflict: it is closed.
    """
    with transaction():
        put = answerable(actor, proposal_id)
        forget(put.proposal.id, actor.person_id)
        touch(f"thread:{put.thread.id}")
    return put.proposal


def answerable(actor: Actor, proposal_id: int, seen: str = "") -> ProposalIn:
    put = hold_proposal(actor, proposal_id)
    require(actor, "proposal.answer", put)
    require_open(put)
    if seen and seen != state_of(put.proposal, options_in_order(proposal_id)):
        raise Conflict(_("La proposition vient d’être modifiée. Relisez-la avant de répondre."))
    return put


def forget(proposal_id: int, person_id: int) -> None:
    for table in (ProposalChoice, ConsentAnswer):
        mine = delete(table).where(table.proposal_id == proposal_id, table.person_id == person_id)
        db.session.execute(mine.execution_options(synchronize_session=False))
