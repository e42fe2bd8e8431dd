"""What belonging to a community lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, func, literal, select

from forum.accounts.claims import PersonId, claims
from forum.communities.models import CommunityFacilitator, CommunityMembership


@claims
def communities_of(person_id: PersonId) -> Select[str]:
    """The communities a person is in: "community:2"."""
    return select(literal("community:").concat(cast(CommunityMembership.community_id, String))).where(
        CommunityMembership.person_id == person_id, CommunityMembership.left_at.is_(None)
    )


@claims
def communities_facilitated_by(person_id: PersonId) -> Select[str]:
    """The communities that a person holds at this moment: "community-facilitator:2"."""
    return select(literal("community-facilitator:").concat(cast(CommunityFacilitator.community_id, String))).where(
        CommunityFacilitator.person_id == person_id,
        CommunityFacilitator.ended_at.is_(None),
        CommunityFacilitator.until > func.current_timestamp(),
    )
