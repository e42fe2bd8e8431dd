"""Leaving a community."""

from __future__ import annotations

from forum.communities.services.belonging import go_out
from forum.communities.services.finding import find_community, membership_of
from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction


def leave_community(actor: Actor, community_id: int) -> None:
    """Leaves a community; what one wrote there stays, what one held there ends. Again, it changes nothing.

    Raises:
        NotFound: there is none that the actor sees.
        NotAllowed: the actor never was in it.
    """
    with transaction():
        community = find_community(actor, community_id)
        membership = membership_of(community_id, actor.person_id)
        if membership is not None and membership.left_at is not None:
            return  # the button was pressed twice
        require(actor, "community.leave", community)
        if membership is not None:
            go_out(community, membership, actor.person_id)
