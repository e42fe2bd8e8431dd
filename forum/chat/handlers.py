"""What rooms do when schools and communities change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from forum.chat import live, services
from forum.chat.models import Room
from forum.communities.events import CommunityLeft, CommunityOpened, CommunityRenamed
from forum.core.events import on
from forum.extensions import db
from forum.schools.events import MemberAdmitted, MemberLeft, SchoolsChanged


@on(MemberAdmitted, "room")
def open_room_of_school(events: Sequence[MemberAdmitted]) -> None:
    """Opens a school's room with its first member."""
    for school_id in sorted({admitted.school_id for admitted in events}):
        services.open_school_room(school_id)


@on(SchoolsChanged, "room")
def rename_rooms(events: Sequence[SchoolsChanged]) -> None:
    """Keeps rooms named as their schools."""
    for changed in events:
        services.rename_school_rooms(changed.school_ids)


@on(CommunityOpened, "room")
def open_room_of_community(events: Sequence[CommunityOpened]) -> None:
    """Opens a community's room with the community."""
    for opened in events:
        services.open_community_room(opened.community_id)


@on(CommunityRenamed, "room")
def rename_room_of_community(events: Sequence[CommunityRenamed]) -> None:
    """Keeps a community's room named as the community."""
    for renamed in events:
        services.rename_community_room(renamed.community_id)


@on(MemberLeft, "room")
def put_out_of_school(events: Sequence[MemberLeft]) -> None:
    """Ends what those who left a school receive of its room."""
    for left in events:
        put_out(Room.school_id == left.school_id, left.person_id)


@on(CommunityLeft, "room")
def put_out_of_community(events: Sequence[CommunityLeft]) -> None:
    """Ends what those who left a community receive of its room."""
    for left in events:
        put_out(Room.community_id == left.community_id, left.person_id)


def put_out(condition: object, person_id: int) -> None:
    for room_id in list(db.session.scalars(select(Room.id).where(condition))):  # type: ignore[arg-type]
        live.put_out_person(room_id, person_id)
