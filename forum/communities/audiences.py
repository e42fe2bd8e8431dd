"""Who is in a community's audience."""

from __future__ import annotations

from sqlalchemy import Select, select

from forum.accounts.audiences import audience_of
from forum.communities.models import CommunityMembership


@audience_of("community")
def members_of_community(community_id: int) -> Select[int]:
    """Those who joined it and have not left."""
    return select(CommunityMembership.person_id).where(
        CommunityMembership.community_id == community_id, CommunityMembership.left_at.is_(None)
    )
