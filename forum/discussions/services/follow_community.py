"""A space that goes with its community: called as it is, and closed while it is archived."""

from __future__ import annotations

from sqlalchemy import select

from forum.communities.models import Community
from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.extensions import db


def follow_community(community_id: int) -> None:
    """Has the space of a community take its name, and take no more posts where it is archived.

    It is the site that does so when the community changed: no person's right is asked. Again, it changes nothing.
    """
    with transaction():
        found = db.session.execute(
            select(Space, Community)
            .join(Community, Community.id == Space.community_id)
            .where(Community.id == community_id)
            .with_for_update(of=Space)
            .execution_options(populate_existing=True)
        ).first()
        if found is None:
            return  # it opens with the community's name, by an event that is still to be delivered
        space, community = found
        space.name, space.closed_at = community.name, community.archived_at
        touch("discussions", f"space:{space.id}")
