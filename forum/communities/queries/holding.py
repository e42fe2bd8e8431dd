"""What those who hold a community see to: requests, members, invitations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from forum.accounts.models import Person
from forum.communities.models import Community, CommunityInvitation, CommunityMembership, CommunityRequest
from forum.communities.queries.page import PersonRow, community_page, people_of
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.extensions import db

MOST_REQUESTS = 100
MOST_MEMBERS = 1_000
MOST_INVITATIONS = 200


@dataclass(frozen=True)
class RequestRow:
    """Somebody who asks to be in.

    Args:
        removed_at: when they were put out, if they were.
        removal_reason: why.
    """

    id: int
    person_id: int
    name: str
    profession: str
    words: str
    asked_at: datetime
    removed_at: datetime | None
    removal_reason: str | None


@dataclass(frozen=True)
class HeldCommunity:
    """A community as those see it who hold it."""

    community: Community
    requests: Sequence[RequestRow]
    people: Sequence[PersonRow]
    invitations: Sequence[CommunityInvitation]

    def request(self, request_id: int) -> RequestRow:
        """A request that waits.

        Raises:
            NotFound: there is none.
        """
        for row in self.requests:
            if row.id == request_id:
                return row
        raise NotFound


def held_community(actor: Actor, slug: str) -> HeldCommunity:
    """A community with its requests, its people and its invitations, by four statements.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold".
    """
    community = community_page(actor, slug).community
    require(actor, "community.hold", community)
    return HeldCommunity(
        community,
        requests_of(community),
        people_of(community, members=True, most=MOST_MEMBERS),
        invitations_of(community),
    )


def requests_of(community: Community) -> Sequence[RequestRow]:
    """Who asks to be in, in the order in which they did."""
    query = (
        select(
            CommunityRequest.id,
            Person.id,
            Person.name,
            Person.profession,
            CommunityRequest.words,
            CommunityRequest.asked_at,
            CommunityMembership.removed_at,
            CommunityMembership.removal_reason,
        )
        .join(Person, Person.id == CommunityRequest.person_id)
        .outerjoin(
            CommunityMembership,
            and_(
                CommunityMembership.community_id == CommunityRequest.community_id,
                CommunityMembership.person_id == CommunityRequest.person_id,
            ),
        )
        .where(CommunityRequest.community_id == community.id, CommunityRequest.answered_at.is_(None))
        .order_by(CommunityRequest.asked_at, CommunityRequest.id)
        .limit(MOST_REQUESTS)
    )
    return [RequestRow(*row) for row in db.session.execute(query)]


def invitations_of(community: Community) -> Sequence[CommunityInvitation]:
    """The invitations that were sent, newest first; those taken back are left out."""
    query = select(CommunityInvitation).where(
        CommunityInvitation.community_id == community.id, CommunityInvitation.revoked_at.is_(None)
    )
    newest = query.order_by(CommunityInvitation.invited_at.desc(), CommunityInvitation.id.desc())
    return list(db.session.scalars(newest.limit(MOST_INVITATIONS)))
