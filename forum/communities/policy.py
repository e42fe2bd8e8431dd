"""Who may do what about communities."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_

from forum.accounts.models import Role
from forum.communities.models import (
    Admission,
    Community,
    CommunityFacilitator,
    CommunityInvitation,
    CommunityMembership,
    CommunityState,
    is_public,
)
from forum.core.actor import Actor
from forum.core.policy import rule, visibility


@dataclass(frozen=True)
class Door:
    """A community as it stands before one person: what the rules about getting in need.

    Args:
        is_invited: an invitation to the person's address waits for an answer.
        was_removed: the person was put out, and nobody admitted them since.
    """

    community: Community
    is_invited: bool = False
    was_removed: bool = False


@dataclass(frozen=True)
class Member:
    """Somebody who is in a community: what the rules about them need.

    Args:
        is_facilitator: they hold it at this moment.
    """

    community: Community
    membership: CommunityMembership
    is_facilitator: bool = False


@visibility(Community)
def communities_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those that began, for everybody; a proposal for who made it and for mediators."""
    if actor.has_role(Role.MEDIATOR):
        return or_(is_public(), Community.proposed_by.is_not(None))
    return or_(is_public(), Community.proposed_by == actor.id) if actor.is_signed_in else is_public()


@rule("community.see", sees=Community)
def sees_community(actor: Actor, community: Community) -> bool:
    """Those that began, for everybody; a proposal for who made it and for mediators."""
    if community.has_page:
        return True
    proposed = community.proposed_by is not None
    return proposed and actor.is_signed_in and (community.proposed_by == actor.id or actor.has_role(Role.MEDIATOR))


@rule("community.propose", of_site=True)
def proposes(actor: Actor, _: object) -> bool:
    """Members."""
    return actor.is_signed_in


@rule("community.open", of_site=True)
def opens(actor: Actor, _: object) -> bool:
    """Mediators and administrators."""
    return actor.has_role(Role.MEDIATOR) or actor.has_role(Role.ADMINISTRATOR)


@rule("community.decide")
def decides(actor: Actor, community: Community) -> bool:
    """Mediators, of what was proposed."""
    return actor.has_role(Role.MEDIATOR) and community.proposed_by is not None


def stands_before(actor: Actor, community: Community) -> bool:
    return actor.is_signed_in and community.is_open and not belongs(actor, community)


@rule("community.join")
def joins(actor: Actor, door: Door) -> bool:
    """Members of Médiane who are invited; where it is open to all, whoever was not put out of it."""
    is_open_to_all = door.community.admission == Admission.OPEN and not door.was_removed
    return stands_before(actor, door.community) and (door.is_invited or is_open_to_all)


@rule("community.ask")
def asks(actor: Actor, door: Door) -> bool:
    """Where one gets in on request, and where one was put out: who may not simply join."""
    takes_requests = door.community.admission != Admission.INVITATION
    return stands_before(actor, door.community) and takes_requests and not joins(actor, door)


@rule("invitation.answer")
def answers_invitation(actor: Actor, invitation: CommunityInvitation) -> bool:
    """Whoever is logged in under the address that it was sent to."""
    return actor.is_signed_in and actor.email == invitation.email


@rule("community.members")
def belongs(actor: Actor, community: Community) -> bool:
    """Its own members: who is in it, its room and its space are theirs alone."""
    return actor.has_claim(f"community:{community.id}")


@rule("community.leave")
def leaves(actor: Actor, community: Community) -> bool:
    """Its own members."""
    return belongs(actor, community)


@rule("community.accept_charter")
def accepts_charter(actor: Actor, community: Community) -> bool:
    """Its own members, while it is open."""
    return belongs(actor, community) and community.is_open


@rule("community.hold")
def holds(actor: Actor, community: Community) -> bool:
    """Its facilitators and mediators, while it is open: they edit it, answer requests, invite, put sheets forward."""
    is_facilitator = actor.has_claim(f"community-facilitator:{community.id}")
    return community.is_open and actor.is_signed_in and (is_facilitator or actor.has_role(Role.MEDIATOR))


@rule("member.remove")
def removes(actor: Actor, member: Member) -> bool:
    """Who holds the community, except themselves; those who hold it, by a mediator alone."""
    others = holds(actor, member.community) and member.membership.person_id != actor.id
    return others and (not member.is_facilitator or actor.has_role(Role.MEDIATOR))


@rule("facilitator.name")
def names_facilitators(actor: Actor, member: Member) -> bool:
    """A mediator, whoever is a member; a facilitator, somebody else: a term is not prolonged by who holds it."""
    others = member.membership.person_id != actor.id
    return holds(actor, member.community) and (others or actor.has_role(Role.MEDIATOR))


@rule("facilitator.end")
def ends_terms(actor: Actor, term: CommunityFacilitator) -> bool:
    """Whose term it is, and mediators."""
    return actor.is_signed_in and (term.person_id == actor.id or actor.has_role(Role.MEDIATOR))


@rule("community.archive")
def archives(actor: Actor, community: Community) -> bool:
    """Its facilitators and mediators."""
    return holds(actor, community)


@rule("community.reopen")
def reopens(actor: Actor, community: Community) -> bool:
    """Mediators, what was archived."""
    return actor.has_role(Role.MEDIATOR) and community.state == CommunityState.ARCHIVED
