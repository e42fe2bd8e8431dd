"""What belonging to a community lets a person claim."""

from __future__ import annotations

from sqlalchemy import Select, String, cast, literal, select

from forum.accounts.claims import PersonId, claims
from forum.communities.models import CommunityMembership


@claims
def communities_of(person_id: PersonId) -> Select[str]:
    """The communities a person is in: "community:2"."""
    return select(literal("community:").concat(cast(CommunityMembership.community_id, String))).where(
        CommunityMembership.person_id == person_id, CommunityMembership.left_at.is_(None)
    )
