"""The list of communities, and the proposals that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from forum.accounts.models import Person, sort_name
from forum.communities.models import Community, CommunityState, is_public
from forum.core.actor import Actor
from forum.core.policy import can, visible
from forum.extensions import db

MOST_COMMUNITIES = 500
MOST_PROPOSALS = 50


@dataclass(frozen=True)
class ListedCommunity:
    """A community in the list.

    Args:
        is_mine: the reader is in it.
    """

    slug: str
    name: str
    about: str
    admission: str
    is_archived: bool
    member_count: int
    is_mine: bool


@dataclass(frozen=True)
class ProposalRow:
    """A proposal in a list."""

    id: int
    name: str
    about: str
    state: str
    proposer: str
    proposed_at: datetime
    is_mine: bool


def directory(actor: Actor, search: str = "") -> Sequence[ListedCommunity]:
    """The communities by name, by one statement: the reader's first, those that are archived last.

    Args:
        search: keeps those whose name or subject holds all of these words, whatever their accents and capitals.
    """
    query = select(Community).where(is_public(), visible(actor, Community)).order_by(Community.name)
    found = [listed(actor, community) for community in db.session.scalars(query.limit(MOST_COMMUNITIES))]
    words = sort_name(search).split()
    kept = [one for one in found if all(word in sort_name(f"{one.name} {one.about}") for word in words)]
    return sorted(kept, key=lambda one: (not one.is_mine, one.is_archived, sort_name(one.name)))


def listed(actor: Actor, community: Community) -> ListedCommunity:
    return ListedCommunity(
        slug=community.slug,
        name=community.name,
        about=community.about,
        admission=community.admission,
        is_archived=community.is_archived,
        member_count=community.member_count,
        is_mine=can(actor, "community.members", community),
    )


def proposals(actor: Actor) -> Sequence[ProposalRow]:
    """The proposals that wait, for mediators, and one's own with those that were declined: oldest first."""
    waits = Community.state == CommunityState.PROPOSED.value
    declined = and_(Community.state == CommunityState.DECLINED.value, Community.proposed_by == actor.person_id)
    query = (
        select(Community, Person.name)
        .join(Person, Person.id == Community.proposed_by)
        .where(or_(waits, declined), visible(actor, Community))
        .order_by(Community.proposed_at, Community.id)
        .limit(MOST_PROPOSALS)
    )
    return [
        ProposalRow(
            id=found.id,
            name=found.name,
            about=found.about,
            state=found.state,
            proposer=name,
            proposed_at=found.proposed_at or found.opened_at,
            is_mine=found.proposed_by == actor.id,
        )
        for found, name in db.session.execute(query)
    ]
