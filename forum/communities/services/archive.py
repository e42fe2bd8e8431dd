"""Archiving a community without losing its threads, and taking it up again."""

from __future__ import annotations

from forum.communities.events import CommunityArchived, CommunityReopened
from forum.communities.models import Community, CommunityState
from forum.communities.services.finding import find_community
from forum.communities.services.texts import checked_reason
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction


def archive_community(actor: Actor, community_id: int, reason: str) -> None:
    """Ends what is written in a community; its members read it as before. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "community.archive".
        Invalid: no reason is given, or too long a one.
    """
    reason = checked_reason(reason)
    with transaction():
        community = find_community(actor, community_id)
        if community.is_archived:
            return
        require(actor, "community.archive", community)
        community.state = CommunityState.ARCHIVED.value
        community.archived_at, community.archived_by = now(), actor.person_id
        community.archive_reason = reason
        said(community)
        record(CommunityArchived(community_id))


def reopen_community(actor: Actor, community_id: int) -> None:
    """Takes an archived community up again. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "community.reopen".
    """
    with transaction():
        community = find_community(actor, community_id)
        if community.is_open and actor.has_role("mediator"):
            return
        require(actor, "community.reopen", community)
        since = community.archived_at.isoformat() if community.archived_at else ""
        community.state = CommunityState.OPEN.value
        community.archived_at = community.archived_by = None
        community.archive_reason = ""
        said(community)
        record(CommunityReopened(community_id, since))


def said(community: Community) -> None:
    touch("communities", f"community:{community.id}")
