"""Loading the demonstration, once.

All of it is one transaction: it is there whole or not at all, whatever stops the process meanwhile. What handlers do
with its events (the search index, mails) is delivered after that, and again at the next start if need be; people are
told within it, each at the moment of what they are told (forum/demo/history.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import select

from forum.chat.handlers import open_room_of_community, open_room_of_school
from forum.communities.events import CommunityOpened
from forum.core.changes import touch
from forum.core.events import deliver_outbox
from forum.core.transactions import transaction
from forum.demo import communities, people, rooms, schools, sheets, shelves, texts
from forum.demo.discussions import Pen, Spaces, Written, posts_of
from forum.demo.follows import follows, visits
from forum.demo.history import Happening, live_through
from forum.demo.holding import acts_on, synonyms
from forum.demo.letters import conversations
from forum.demo.mediation import add_mediation
from forum.demo.places import add_spaces
from forum.demo.proposals import proposals
from forum.demo.reactions import marks_in, reactions
from forum.demo.searches import add_searches
from forum.demo.synonyms import add_synonyms
from forum.demo.transpositions import transpositions
from forum.discussions.openings import open_community_spaces, open_school_spaces
from forum.extensions import db
from forum.moderation.models import Reason
from forum.moderation.services import report
from forum.schools.events import MemberAdmitted
from forum.schools.models import School


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
    return True


def fill(password_hash: str) -> None:
    described = texts.table("people.toml")
    everybody = people.add_people(described, password_hash)
    school_ids = schools.add_schools()
    people.add_memberships(described, everybody, school_ids)
    links = sheets.add_sheets(everybody)
    shelves.add_shelves(everybody, links)
    community_ids = communities.add_communities(described, everybody, links)
    add_spaces(everybody)
    open_places(school_ids, community_ids)
    rooms.add_conversations(texts.conversations(), everybody, school_ids, community_ids)
    pen = Pen(everybody, Spaces(school_ids, community_ids), links, Written())
    asked = chain(
        people.requests(described, everybody, school_ids),
        communities.wishes(everybody, community_ids, links),
        transpositions(everybody, school_ids, links),
    )
    were_there = visits(pen)
    quiet_until = min(visit.at for visit in were_there)
    live_through([*were_there, *what_was_written(pen, quiet_until), *asked, *reports(pen)], quiet_until)
    add_synonyms()
    add_searches(everybody)
    add_mediation(everybody)
    touch("people", "schools", "discussions")


def what_was_written(pen: Pen, quiet_until: datetime) -> Iterator[Happening]:
    """All that happened in discussions and conversations."""
    found = texts.discussions()
    for kind in (posts_of, marks_in, acts_on):
        for discussion in found:
            yield from kind(discussion, pen)
    yield from reactions(found, pen, quiet_until)
    yield from chain(proposals(pen), synonyms(pen), follows(pen), conversations(pen.people))


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


def reports(pen: Pen) -> list[Happening]:
    """What the mediators have to decide."""
    found = texts.table("reports.toml")["report"]
    return [Happening(texts.moment_of(facts), partial(report_one, facts, pen)) for facts in found]


def report_one(facts: dict[str, Any], pen: Pen) -> None:
    post_id = pen.written.posts[facts["discussion"], facts["post"]]
    made = report(pen.people.actor(facts["by"]), "post", post_id, Reason(facts["reason"]), facts["words"])
    made.reported_at = texts.moment_of(facts)
