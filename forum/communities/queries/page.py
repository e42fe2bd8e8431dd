"""The page of a community, and that of a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Person
from forum.communities.models import (
    Community,
    CommunityFacilitator,
    CommunityInvitation,
    CommunityMembership,
    CommunityRequest,
    in_term,
    is_public,
    still_invites,
)
from forum.communities.policy import Door
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.extensions import db

MOST_PEOPLE = 300
Opener, Archiver = aliased(Person), aliased(Person)
Proposer, Decider = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Named:
    """Who did something: the one to ask, where nobody holds the community."""

    id: int
    name: str
    profession: str


@dataclass(frozen=True)
class CommunityPage:
    """A community, and how it stands before its reader.

    Args:
        opener: who opened it.
        archiver: the name of who archived it; empty where it is open.
        membership: the reader's belonging, now or once.
        request: the reader's request that waits.
        invitation: the one to the reader's address that waits.
        requests_waiting: how many ask to be in; for whom it concerns.
    """

    community: Community
    opener: Named | None
    archiver: str
    membership: CommunityMembership | None
    request: CommunityRequest | None
    invitation: CommunityInvitation | None
    requests_waiting: int

    @property
    def door(self) -> Door:
        """What the rules about getting in need."""
        was_removed = self.membership is not None and self.membership.removed_at is not None
        return Door(self.community, is_invited=self.invitation is not None, was_removed=was_removed)

    @property
    def charter_waits(self) -> bool:
        """Whether the reader, a member, has not accepted the charter as it stands."""
        if self.membership is None or self.membership.left_at is not None or not self.community.charter:
            return False
        accepted, changed = self.membership.charter_accepted_at, self.community.charter_changed_at
        return accepted is None or (changed is not None and accepted < changed)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a community.

    Args:
        term: the id of their term, where they hold it at this moment.
        until: when that ends.
    """

    person_id: int
    name: str
    profession: str
    joined_at: datetime
    term: int | None
    until: datetime | None


def community_page(actor: Actor, slug: str) -> CommunityPage:
    """One community as it stands before a reader, by one statement.

    Raises:
        NotFound: there is none.
    """
    if not slug.isascii() or not slug.isprintable():
        raise NotFound  # PostgreSQL refuses a NUL even to be looked for
    return page_of(actor, Community.slug == slug)


def community_by_id(actor: Actor, community_id: int) -> CommunityPage:
    """As `community_page`, by its id."""
    return page_of(actor, Community.id == community_id)


def page_of(actor: Actor, which: ColumnElement[bool]) -> CommunityPage:
    waiting = select(func.count()).where(
        CommunityRequest.community_id == Community.id, CommunityRequest.answered_at.is_(None)
    )
    query: Select[*tuple[Any, ...]] = (
        select(
            Community,
            Opener.id,
            Opener.name,
            Opener.profession,
            Archiver.name,
            CommunityMembership,
            CommunityRequest,
            CommunityInvitation,
            waiting.correlate(Community).scalar_subquery(),
        )
        .outerjoin(Opener, Opener.id == Community.opened_by)
        .outerjoin(Archiver, Archiver.id == Community.archived_by)
        .outerjoin(
            CommunityMembership,
            and_(CommunityMembership.community_id == Community.id, CommunityMembership.person_id == actor.id),
        )
        .outerjoin(
            CommunityRequest,
            and_(
                CommunityRequest.community_id == Community.id,
                CommunityRequest.person_id == actor.id,
                CommunityRequest.answered_at.is_(None),
            ),
        )
        .outerjoin(
            CommunityInvitation,
            and_(
                CommunityInvitation.community_id == Community.id,
                CommunityInvitation.email == actor.email,
                still_invites(),
            ),
        )
        .where(which, is_public(), visible(actor, Community))
    )
    found = db.session.execute(query).first()
    if found is None:
        raise NotFound
    community, opener_id, opener, profession, archiver, membership, request, invitation, waiting_now = found
    return CommunityPage(
        community,
        Named(opener_id, opener, profession) if opener_id is not None else None,
        archiver or "",
        membership,
        request,
        invitation,
        waiting_now,
    )


def people_of(community: Community, *, members: bool, most: int = MOST_PEOPLE) -> Sequence[PersonRow]:
    """Who is in a community by name, those who hold it first, by one statement.

    Args:
        members: everybody; otherwise those who hold it alone, which is no secret.
        most: how many at most.
    """
    found = people_query(community, members=members)
    order = found.order_by(CommunityFacilitator.id.is_(None), Person.sort_name, Person.id)
    return [PersonRow(*row) for row in db.session.execute(order.limit(most))]


def person_in(community: Community, person_id: int) -> PersonRow:
    """Somebody who is in a community.

    Raises:
        NotFound: they are not.
    """
    row = db.session.execute(people_query(community, members=True).where(Person.id == person_id)).first()
    if row is None:
        raise NotFound
    return PersonRow(*row)


def people_query(community: Community, *, members: bool) -> Select[*tuple[Any, ...]]:
    held = and_(
        CommunityFacilitator.community_id == CommunityMembership.community_id,
        CommunityFacilitator.person_id == CommunityMembership.person_id,
        in_term(),
    )
    return (
        select(
            Person.id,
            Person.name,
            Person.profession,
            CommunityMembership.joined_at,
            CommunityFacilitator.id,
            CommunityFacilitator.until,
        )
        .select_from(CommunityMembership)
        .join(Person, Person.id == CommunityMembership.person_id)
        .join(CommunityFacilitator, held, isouter=members)
        .where(CommunityMembership.community_id == community.id, CommunityMembership.left_at.is_(None))
    )


@dataclass(frozen=True)
class ProposalPage:
    """A proposal, with who made it and who decided on it."""

    community: Community
    proposer: Named
    decider: str


def proposal_page(actor: Actor, community_id: int) -> ProposalPage:
    """One proposal, by one statement.

    Raises:
        NotFound: there is none that the actor sees.
    """
    found = db.session.execute(
        select(Community, Proposer.id, Proposer.name, Proposer.profession, Decider.name)
        .join(Proposer, Proposer.id == Community.proposed_by)
        .outerjoin(Decider, Decider.id == Community.decided_by)
        .where(Community.id == community_id, visible(actor, Community))
    ).first()
    if found is None:
        raise NotFound
    community, proposer_id, proposer, profession, decider = found
    return ProposalPage(community, Named(proposer_id, proposer, profession), decider or "")
