"""What the authors of proposals wrote, as those read it who judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup
from sqlalchemy import select

from forum.extensions import db
from forum.proposals.models import Proposal, ProposalOption
from forum.proposals.words import choice_words


def said_by_proposals(proposals: Sequence[Proposal]) -> Mapping[int, str]:
    """What proposals ask, by id, as HTML: the question, the details, the choices, then what came of it.

    One statement, none for no proposal. What people answered is theirs, and is not in it.
    """
    choices: dict[int, list[str]] = {proposal.id: [] for proposal in proposals}
    if choices:
        query = select(ProposalOption).where(ProposalOption.proposal_id.in_(choices))
        for option in db.session.scalars(query.order_by(ProposalOption.position)):
            choices[option.proposal_id].append(choice_words(option))
    return {proposal.id: said(proposal, choices[proposal.id]) for proposal in proposals}


def said(proposal: Proposal, choices: Sequence[str]) -> str:
    offered = Markup("\n").join(Markup("<li>{}</li>").format(words) for words in choices)
    parts = (
        Markup("<p><b>{}</b></p>").format(proposal.question),
        Markup(proposal.details_html),  # noqa: S704
        Markup("<ul>{}</ul>").format(offered) if choices else "",
        Markup(proposal.outcome_html),  # noqa: S704
    )
    return Markup("\n").join(part for part in parts if part)
