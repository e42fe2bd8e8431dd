"""Who is in a community, counted once: what all ways in and out have in common."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.communities.events import CommunityJoined, CommunityLeft, FacilitatorEnded
from forum.communities.models import (
    Community,
    CommunityFacilitator,
    CommunityInvitation,
    CommunityMembership,
    CommunityRequest,
    in_term,
    still_invites,
)
from forum.communities.services.finding import membership_of
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.extensions import db
from forum.notices.services import withdraw


def accepted_charter(community: Community, is_accepted: bool) -> datetime | None:
    """When a person who enters accepted the charter: now, or never where there is none.

    Raises:
        Invalid: there is one, and they did not.
    """
    if not community.charter:
        return None
    if not is_accepted:
        raise Invalid("charter", _("Pour entrer dans la communauté, lisez sa charte et acceptez-la."))
    return now()


def enter(community: Community, person_id: int, accepted_at: datetime | None) -> None:
    """Has a person be in a community, whether they were once or never; what they asked or were sent is settled."""
    membership = membership_of(community.id, person_id)
    if membership is None:
        membership = CommunityMembership(community_id=community.id, person_id=person_id)
        db.session.add(membership)
    membership.joined_at = now()
    membership.left_at = membership.removed_at = membership.removed_by = None
    membership.removal_reason = ""
    membership.charter_accepted_at = accepted_at
    db.session.flush()
    settle_request(community.id, person_id)
    settle_invitation(community.id, person_id)
    count(community.id, 1)
    record(CommunityJoined(community.id, person_id))


def settle_request(community_id: int, person_id: int) -> None:
    waiting = update(CommunityRequest).where(
        CommunityRequest.community_id == community_id,
        CommunityRequest.person_id == person_id,
        CommunityRequest.answered_at.is_(None),
    )
    settled = waiting.values(answered_at=now(), is_admitted=True).returning(CommunityRequest.id)
    for request_id in db.session.scalars(settled).all():
        withdraw(f"community-request:{request_id}")


def settle_invitation(community_id: int, person_id: int) -> None:
    address = select(Person.email).where(Person.id == person_id).scalar_subquery()
    sent = update(CommunityInvitation).where(
        CommunityInvitation.community_id == community_id, CommunityInvitation.email == address, still_invites()
    )
    settled = sent.values(answered_at=now(), person_id=person_id).returning(CommunityInvitation.id)
    for invitation_id in db.session.scalars(settled, execution_options={"synchronize_session": False}).all():
        withdraw(f"community-invitation:{invitation_id}")


def go_out(community: Community, membership: CommunityMembership, by_person_id: int) -> None:
    """Has a person be in a community no longer; what they held there ends with it."""
    membership.left_at = now()
    count(community.id, -1)
    end_terms(community.id, membership.person_id, by_person_id)
    record(CommunityLeft(community.id, membership.person_id))


def end_terms(community_id: int, person_id: int, by_person_id: int) -> None:
    """Ends what a person holds of a community at this moment."""
    running = select(CommunityFacilitator).where(
        CommunityFacilitator.community_id == community_id, CommunityFacilitator.person_id == person_id, in_term()
    )
    for term in db.session.scalars(running).all():
        term.ended_at = now()
        record(FacilitatorEnded(term.id, by_person_id))
    touch("communities")


def count(community_id: int, change: int) -> None:
    db.session.execute(
        update(Community)
        .where(Community.id == community_id)
        .values(member_count=Community.member_count + change)
        .execution_options(synchronize_session=False)
    )
    touch("communities", f"community:{community_id}")
