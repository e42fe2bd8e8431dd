"""Loading the demonstration, once.

All of it is one transaction: it is there whole or not at all, whatever stops the process meanwhile. What handlers do
with its events (the search index, notices) is delivered after that, and again at the next start if need be.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from forum.accounts.sessions import actor_of
from forum.chat.handlers import open_room_of_community, open_room_of_school
from forum.communities.events import CommunityOpened
from forum.core.changes import touch
from forum.core.events import deliver_outbox
from forum.core.models import now
from forum.core.transactions import transaction
from forum.demo import communities, discussions, people, rooms, schools, sheets, shelves, texts, transpositions
from forum.demo.people import People
from forum.discussions.models import Post
from forum.discussions.openings import open_community_spaces, open_school_spaces
from forum.extensions import db
from forum.moderation.models import Reason
from forum.moderation.services import report
from forum.notices.models import Notice
from forum.schools.events import MemberAdmitted
from forum.schools.models import School

STILL_UNREAD = 7
"""Days: notices of what is older than that were read."""


def load_once() -> bool:
    """Loads the demonstration and delivers its events, unless it is there already.

    Returns:
        whether it was loaded.
    """
    if people.are_there():
        return False
    password_hash = people.hashed_password()
    with transaction():
        if people.are_there():
            return False
        fill(password_hash)
    deliver_outbox()
    date_notices()
    return True


def fill(password_hash: str) -> None:
    described = texts.table("people.toml")
    everybody = people.add_people(described, password_hash)
    school_ids = schools.add_schools()
    people.add_memberships(described, everybody, school_ids)
    links = sheets.add_sheets(everybody)
    transpositions.add_transpositions(everybody, school_ids, links)
    shelves.add_shelves(everybody, links)
    community_ids = communities.add_communities(described, everybody, links)
    discussions.add_spaces()
    open_places(school_ids, community_ids)
    spaces = discussions.Spaces(school_ids, community_ids)
    discussions.add_discussions(texts.discussions(), everybody, spaces, links)
    rooms.add_conversations(texts.conversations(), everybody, school_ids, community_ids)
    add_reports(everybody)
    touch("people", "schools")


def open_places(school_ids: dict[str, int], community_ids: dict[str, int]) -> None:
    """Opens the spaces and rooms of schools and communities, by the handlers that open them elsewhere."""
    admitted = [MemberAdmitted(school_id, 0) for school_id in schools_with_members(school_ids)]
    opened = [CommunityOpened(community_id) for community_id in community_ids.values()]
    open_school_spaces(admitted)
    open_community_spaces(opened)
    open_room_of_school(admitted)
    open_room_of_community(opened)


def schools_with_members(school_ids: dict[str, int]) -> list[int]:
    with_members = select(School.id).where(School.id.in_(school_ids.values()), School.member_count > 0)
    return list(db.session.scalars(with_members.order_by(School.id)))


def add_reports(everybody: People) -> None:
    """Leaves something for the mediators to decide."""
    for facts in texts.table("reports.toml")["report"]:
        post = discussions.find_post(facts["thread"], facts["post"])
        reporter = actor_of(everybody[facts["by"]])
        made = report(reporter, "post", post.id, Reason(facts["reason"]), facts["words"])
        made.reported_at = texts.days_before(facts["days"], facts["hour"])


def date_notices() -> None:
    """Has the notices of posts say when those were written, and the older ones be read."""
    oldest_unread = now() - timedelta(days=STILL_UNREAD)
    with transaction():
        written = {
            f"post:{post_id}": moment for post_id, moment in db.session.execute(select(Post.id, Post.written_at))
        }
        for notice in db.session.scalars(select(Notice).where(Notice.about.in_(written))):
            notice.told_at = written[notice.about]
            notice.read_at = notice.told_at + timedelta(hours=1) if notice.told_at < oldest_unread else None
