"""Spaces of schools and communities: they open by themselves, and a community's goes on as the community does."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.communities.events import CommunityArchived, CommunityOpened, CommunityRenamed, CommunityReopened
from forum.communities.models import Community
from forum.core import audience
from forum.core.events import on
from forum.discussions.models import Space
from forum.discussions.services import follow_community, open_space
from forum.extensions import db
from forum.schools.events import MemberAdmitted
from forum.schools.models import School


@on(MemberAdmitted, "spaces")
def open_school_spaces(events: Sequence[MemberAdmitted]) -> None:
    """Opens the space of a school that has its first member."""
    wanted = {event.school_id for event in events}
    opened = set(db.session.scalars(select(Space.school_id).where(Space.school_id.in_(wanted))))
    for school in db.session.scalars(select(School).where(School.id.in_(wanted - opened))):
        about = _("Les discussions des membres de l’établissement, entre eux.")
        open_space(school.name, audience.of_school(school.id), about, school_id=school.id)


@on(CommunityOpened, "spaces")
def open_community_spaces(events: Sequence[CommunityOpened]) -> None:
    """Opens the space of a new community."""
    wanted = {event.community_id for event in events}
    opened = set(db.session.scalars(select(Space.community_id).where(Space.community_id.in_(wanted))))
    for community in db.session.scalars(select(Community).where(Community.id.in_(wanted - opened))):
        about = _("Les discussions de la communauté, ouvertes à ses membres.")
        open_space(community.name, audience.of_community(community.id), about, community_id=community.id)


@on(CommunityRenamed, "spaces")
@on(CommunityArchived, "spaces")
@on(CommunityReopened, "spaces")
def change_community_spaces(events: Sequence[CommunityRenamed | CommunityArchived | CommunityReopened]) -> None:
    """Has the spaces of communities be called as these are now, and closed or open as they are."""
    for community_id in sorted({event.community_id for event in events}):
        follow_community(community_id)
