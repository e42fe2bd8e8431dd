"""Joining a community that is open to all, or by an invitation."""

from __future__ import annotations

from forum.communities.services.belonging import accepted_charter, enter
from forum.communities.services.finding import door_before, find_community, membership_of
from forum.core.actor import Actor
from forum.core.policy import require
from forum.core.transactions import transaction


def join_community(actor: Actor, community_id: int, *, accepts_charter: bool = False) -> None:
    """Joins a community; being in it already changes nothing.

    Raises:
        NotFound: there is none that the actor sees.
        NotAllowed: the actor is a visitor, or is to ask, or to be invited, first.
        Invalid: it has a charter, which was not accepted.
    """
    with transaction():
        community = find_community(actor, community_id)
        membership = membership_of(community_id, actor.person_id) if actor.is_signed_in else None
        if membership is not None and membership.left_at is None:
            return
        require(actor, "community.join", door_before(actor, community))
        enter(community, actor.person_id, accepted_charter(community, accepts_charter))
