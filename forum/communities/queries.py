"""What the pages of communities read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Person, sort_name
from forum.communities.models import Community, CommunityMembership
from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import visible
from forum.extensions import db

MOST_COMMUNITIES = 200
MOST_PEOPLE = 300


@dataclass(frozen=True)
class CommunityPage:
    """A community with who opened it: the one to ask."""

    community: Community
    opener_id: int | None
    opener: str
    opener_profession: str


@dataclass(frozen=True)
class MemberRow:
    """One member of a community."""

    person_id: int
    name: str
    profession: str


def communities(actor: Actor) -> Sequence[Community]:
    """Every community, by name."""
    query = select(Community).where(visible(actor, Community)).order_by(Community.name).limit(MOST_COMMUNITIES)
    return sorted(db.session.scalars(query), key=lambda community: sort_name(community.name))


def community_page(actor: Actor, slug: str) -> CommunityPage:
    """One community, by one statement.

    Raises:
        NotFound: there is none.
    """
    if not slug.isascii() or not slug.isprintable():
        raise NotFound  # PostgreSQL refuses a NUL even to be looked for
    found = db.session.execute(
        select(Community, Person.id, Person.name, Person.profession)
        .outerjoin(Person, Person.id == Community.opened_by)
        .where(Community.slug == slug, visible(actor, Community))
    ).first()
    if found is None:
        raise NotFound
    return CommunityPage(found[0], found[1], found[2] or "", found[3] or "")


def community_by_id(actor: Actor, community_id: int) -> Community:
    """One community.

    Raises:
        NotFound: there is none.
    """
    found = select(Community).where(Community.id == community_id, visible(actor, Community))
    community = db.session.scalar(found)
    if community is None:
        raise NotFound
    return community


def members_of(community: Community) -> Sequence[MemberRow]:
    """Who is in a community, by name: for its members alone."""
    query = (
        select(Person.id, Person.name, Person.profession)
        .join(CommunityMembership, CommunityMembership.person_id == Person.id)
        .where(CommunityMembership.community_id == community.id, CommunityMembership.left_at.is_(None))
        .order_by(Person.sort_name, Person.id)
        .limit(MOST_PEOPLE)
    )
    return [MemberRow(*row) for row in db.session.execute(query)]
