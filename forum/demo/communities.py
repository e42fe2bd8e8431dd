"""The demonstration's communities and who belongs to them."""

from __future__ import annotations

from typing import Any

from forum.communities.models import Community, CommunityMembership
from forum.core.changes import touch
from forum.core.text import render_markdown, slug, tidy
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, table
from forum.extensions import db

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
    ids: dict[str, int] = {}
    for facts in table("communities.toml")["community"]:
        read_first = tidy(linked(facts["read_first"])).strip()
        members = [people[key] for key, person in described.items() if facts["name"] in person.get("communities", ())]
        community = Community(
            slug=slug(facts["name"]),
            name=facts["name"],
            about=facts["about"],
            charter=tidy(facts["charter"]).strip(),
            charter_html=render_markdown(facts["charter"], "charter"),
            read_first=read_first,
            read_first_html=render_markdown(read_first, "first"),
            opened_by=people[facts["opened_by"]].id,
            opened_at=days_before(OPENED, "10:00"),
            member_count=len(members),
        )
        db.session.add(community)
        db.session.flush()
        for number, person in enumerate(members):
            joined_at = days_before(JOINED - number, "18:20")
            db.session.add(CommunityMembership(community_id=community.id, person_id=person.id, joined_at=joined_at))
        ids[facts["name"]] = community.id
    touch("communities")
    return ids
