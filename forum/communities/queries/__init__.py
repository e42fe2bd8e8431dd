"""What the pages of communities read."""

from forum.communities.queries.directory import ListedCommunity, ProposalRow, directory, proposals
from forum.communities.queries.holding import HeldCommunity, held_community
from forum.communities.queries.page import (
    CommunityPage,
    PersonRow,
    ProposalPage,
    community_by_id,
    community_page,
    people_of,
    person_in,
    proposal_page,
)

__all__ = [
    "CommunityPage",
    "HeldCommunity",
    "ListedCommunity",
    "PersonRow",
    "ProposalPage",
    "ProposalRow",
    "community_by_id",
    "community_page",
    "directory",
    "held_community",
    "people_of",
    "person_in",
    "proposal_page",
    "proposals",
]
