"""Accepting a charter that changed, or that came after one joined."""

from __future__ import annotations

from forum.communities.services.finding import find_community, membership_of
from forum.core.actor import Actor
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction


def accept_charter(actor: Actor, community_id: int) -> None:
    """Accepts the charter as it stands.

    Raises:
        NotFound, NotAllowed: see the rule "community.accept_charter".
    """
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.accept_charter", community)
        membership = membership_of(community_id, actor.person_id)
        if membership is not None and membership.left_at is None:
            membership.charter_accepted_at = now()
