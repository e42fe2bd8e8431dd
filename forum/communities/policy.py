"""Who may do what about communities."""

from __future__ import annotations

from sqlalchemy import ColumnElement, true

from forum.communities.models import Community
from forum.core.actor import Actor
from forum.core.policy import rule, visibility


@visibility(Community)
def communities_seen_by(actor: Actor) -> ColumnElement[bool]:
    """All of them: that a community exists, and what it is about, is public."""
    return true()


@rule("community.see", sees=Community)
def sees_community(actor: Actor, community: Community) -> bool:
    """Everybody."""
    return True


@rule("community.join")
def joins(actor: Actor, community: Community) -> bool:
    """Members who are not in it: every community is open."""
    return actor.is_signed_in and not belongs(actor, community)


@rule("community.members")
def belongs(actor: Actor, community: Community) -> bool:
    """Its own members: who is in it, its room and its space are theirs alone."""
    return actor.has_claim(f"community:{community.id}")


@rule("community.leave")
def leaves(actor: Actor, community: Community) -> bool:
    """Its own members."""
    return belongs(actor, community)


@rule("community.open", of_site=True)
def opens(actor: Actor, _: object) -> bool:
    """Mediators and administrators."""
    return actor.has_role("mediator") or actor.has_role("administrator")
