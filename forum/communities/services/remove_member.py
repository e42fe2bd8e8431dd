"""Putting somebody out of a community."""

from __future__ import annotations

from forum.communities.events import CommunityMemberRemoved
from forum.communities.services.belonging import go_out
from forum.communities.services.finding import find_community, find_member, membership_of
from forum.communities.services.texts import checked_reason
from forum.core.actor import Actor
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction


def remove_member(actor: Actor, community_id: int, person_id: int, reason: str) -> None:
    """Puts a member out, and tells them why; they may ask to be admitted again. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rules "community.hold" and "member.remove"; or they are no member.
        Invalid: no reason is given, or too long a one.
    """
    reason = checked_reason(reason)
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.hold", community)
        membership = membership_of(community_id, person_id)
        if membership is not None and membership.removed_at is not None:
            return  # the button was pressed twice
        member = find_member(community, person_id)
        require(actor, "member.remove", member)
        member.membership.removed_at = now()
        member.membership.removed_by = actor.person_id
        member.membership.removal_reason = reason
        go_out(community, member.membership, actor.person_id)
        record(CommunityMemberRemoved(community_id, person_id))
