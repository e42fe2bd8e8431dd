"""The demonstration's communities: who belongs to them, who holds them, who asks to be in, and one that is proposed."""

from __future__ import annotations

import uuid
from typing import Any

from forum.communities.events import CommunityAsked, CommunityProposed
from forum.communities.models import (
    Admission,
    Community,
    CommunityFacilitator,
    CommunityMembership,
    CommunityRequest,
    CommunityState,
)
from forum.core.changes import touch
from forum.core.events import record
from forum.core.text import render_markdown, slug, tidy
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, table
from forum.demo.transpositions import sheet_of
from forum.extensions import db
from forum.practices.models import CommunitySheet

OPENED, JOINED = 53, 52
"""How many days before today the communities began, and the first members joined."""


def add_communities(described: dict[str, dict[str, Any]], people: People, linked: Linked) -> dict[str, int]:
    """Opens the communities and has people join them, long ago: no event tells of it now.

    Args:
        described: the people, with the communities they join.
        people: their accounts.
        linked: puts real addresses into the links of a text.

    Returns:
        the id of each community, by its name.
    """
    texts = table("communities.toml")
    ids: dict[str, int] = {}
    for facts in texts["community"]:
        members = [people[key] for key, person in described.items() if facts["name"] in person.get("communities", ())]
        community = community_of(facts, linked)
        community.slug = slug(facts["name"])
        community.opened_by = people[facts["opened_by"]].id
        community.opened_at = days_before(OPENED, "10:00")
        community.member_count = len(members)
        db.session.add(community)
        db.session.flush()
        for number, person in enumerate(members):
            joined = days_before(JOINED - number, "18:20")
            db.session.add(
                CommunityMembership(
                    community_id=community.id, person_id=person.id, joined_at=joined, charter_accepted_at=joined
                )
            )
        add_facilitators(community, facts, people)
        add_sheets_forward(community, facts, people, linked)
        add_requests(community, facts, people)
        ids[facts["name"]] = community.id
    for facts in texts["proposal"]:
        add_proposal(facts, people, linked)
    touch("communities")
    return ids


def community_of(facts: dict[str, Any], linked: Linked) -> Community:
    """What a community says of itself."""
    read_first = tidy(linked(facts["read_first"])).strip()
    return Community(
        name=facts["name"],
        about=facts["about"],
        charter=tidy(facts["charter"]).strip(),
        charter_html=render_markdown(facts["charter"], "charter"),
        read_first=read_first,
        read_first_html=render_markdown(read_first, "first"),
        admission=facts.get("admission", Admission.OPEN.value),
    )


def add_facilitators(community: Community, facts: dict[str, Any], people: People) -> None:
    """Has members hold a community since some days, each for a term of so many."""
    for held in facts["facilitator"]:
        db.session.add(
            CommunityFacilitator(
                community_id=community.id,
                person_id=people[held["who"]].id,
                named_by=people[facts["opened_by"]].id,
                since=days_before(held["days"], "09:00"),
                until=days_before(held["days"] - held["term"], "23:59"),
            )
        )


def add_sheets_forward(community: Community, facts: dict[str, Any], people: People, linked: Linked) -> None:
    """Puts sheets forward, in the order of the file."""
    for position, put in enumerate(facts["sheet"], start=1):
        db.session.add(
            CommunitySheet(
                community_id=community.id,
                sheet_id=sheet_of(put["name"], linked),
                note=put["note"],
                position=position,
                put_by=people[put["by"]].id,
            )
        )


def add_requests(community: Community, facts: dict[str, Any], people: People) -> None:
    """Leaves somebody waiting to be admitted."""
    for asked in facts.get("request", ()):
        request = CommunityRequest(
            community_id=community.id,
            person_id=people[asked["who"]].id,
            words=asked["words"],
            asked_at=days_before(asked["days"], asked["hour"]),
        )
        db.session.add(request)
        db.session.flush()
        record(CommunityAsked(request.id))


def add_proposal(facts: dict[str, Any], people: People, linked: Linked) -> None:
    """Leaves something for the mediators to decide."""
    community = community_of(facts, linked)
    community.slug = f"proposal-{uuid.uuid4().hex}"
    community.state = CommunityState.PROPOSED.value
    community.why = facts["why"]
    community.proposed_by = people[facts["by"]].id
    community.proposed_at = days_before(facts["days"], facts["hour"])
    db.session.add(community)
    db.session.flush()
    record(CommunityProposed(community.id))
