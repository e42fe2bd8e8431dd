"""Reading again, inside a verb's transaction, what it is about to change."""

from __future__ import annotations

from sqlalchemy import select

from forum.communities.models import (
    Community,
    CommunityFacilitator,
    CommunityInvitation,
    CommunityMembership,
    CommunityRequest,
    in_term,
    still_invites,
)
from forum.communities.policy import Door, Member
from forum.communities.services.texts import address_of
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require
from forum.extensions import db


def find_community(actor: Actor, community_id: int) -> Community:
    """The community of an id, held until the transaction ends: what is done to one is done one by one.

    Raises:
        NotFound: there is none, or none that the actor sees.
    """
    found = select(Community).where(Community.id == community_id)
    # What only points to the row need not wait for it.
    community = db.session.scalar(found.with_for_update(key_share=True).execution_options(populate_existing=True))
    if community is None:
        raise NotFound
    require(actor, "community.see", community)
    return community


def community_of_name(name: str) -> Community | None:
    """The community at the address that a name gives; proposals have none yet."""
    return db.session.scalar(select(Community).where(Community.slug == address_of(name)))


def membership_of(community_id: int, person_id: int) -> CommunityMembership | None:
    """A person's belonging, now or once."""
    return db.session.get(CommunityMembership, (community_id, person_id), populate_existing=True)


def find_member(community: Community, person_id: int) -> Member:
    """Somebody who is in a community.

    Raises:
        NotFound: they are not.
    """
    membership = membership_of(community.id, person_id)
    if membership is None or membership.left_at is not None:
        raise NotFound
    return Member(community, membership, term_of(community.id, person_id) is not None)


def door_before(actor: Actor, community: Community) -> Door:
    """How a community stands before a person who is not in it."""
    if not actor.is_signed_in:
        return Door(community)
    membership = membership_of(community.id, actor.person_id)
    return Door(
        community,
        is_invited=invitation_to(community.id, actor.email) is not None,
        was_removed=membership is not None and membership.removed_at is not None,
    )


def invitation_to(community_id: int, email: str) -> CommunityInvitation | None:
    """The invitation to an address that waits for an answer."""
    sent = select(CommunityInvitation).where(
        CommunityInvitation.community_id == community_id, CommunityInvitation.email == email, still_invites()
    )
    return db.session.scalar(sent.execution_options(populate_existing=True))


def waiting_request(community_id: int, person_id: int) -> CommunityRequest | None:
    """The request of a person that waits for an answer."""
    asked = select(CommunityRequest).where(
        CommunityRequest.community_id == community_id,
        CommunityRequest.person_id == person_id,
        CommunityRequest.answered_at.is_(None),
    )
    return db.session.scalar(asked.execution_options(populate_existing=True))


def term_of(community_id: int, person_id: int) -> CommunityFacilitator | None:
    """The term of a person that runs at this moment."""
    held = select(CommunityFacilitator).where(
        CommunityFacilitator.community_id == community_id, CommunityFacilitator.person_id == person_id, in_term()
    )
    return db.session.scalar(held.order_by(CommunityFacilitator.id.desc()).limit(1))
