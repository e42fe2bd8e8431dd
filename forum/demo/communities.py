"""The demonstration's communities: who belongs to them, who holds them, who wishes to be in, one that is proposed."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from sqlalchemy import update

from forum.communities.events import CommunityProposed
from forum.communities.models import (
    Admission,
    Community,
    CommunityFacilitator,
    CommunityInvitation,
    CommunityMembership,
    CommunityState,
)
from forum.communities.services import ask_to_join, invite
from forum.core.changes import touch
from forum.core.events import record
from forum.core.text import render_markdown, slug, tidy
from forum.demo.history import Happening
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, moment_of, table
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
        ids[facts["name"]] = community.id
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
    for position, put in enumerate(facts.get("sheet", ()), start=1):
        db.session.add(
            CommunitySheet(
                community_id=community.id,
                sheet_id=sheet_of(put["name"], linked),
                note=put["note"],
                position=position,
                put_by=people[put["by"]].id,
            )
        )


def wishes(people: People, ids: dict[str, int], linked: Linked) -> list[Happening]:
    """Who asks to be admitted to a community, who is invited to one, and what is proposed: all of it still waits.

    Args:
        people: their accounts.
        ids: of the communities, by their names.
        linked: puts real addresses into the links of a text.
    """
    texts = table("communities.toml")
    found = [Happening(moment_of(facts), partial(propose, facts, people, linked)) for facts in texts["proposal"]]
    for community in texts["community"]:
        for act, kind in ((ask, "request"), (invite_one, "invitation")):
            for facts in community.get(kind, ()):
                found.append(Happening(moment_of(facts), partial(act, ids[community["name"]], facts, people)))
    return found


def ask(community_id: int, facts: dict[str, Any], people: People) -> None:
    asked = ask_to_join(people.actor(facts["who"]), community_id, facts["words"], accepts_charter=True)
    asked.asked_at = moment_of(facts)


def invite_one(community_id: int, facts: dict[str, Any], people: People) -> None:
    person = people[facts["to"]]
    invite(people.actor(facts["by"]), community_id, person.email, facts["words"])
    sent = CommunityInvitation.community_id == community_id, CommunityInvitation.email == person.email
    moment = moment_of(facts)
    db.session.execute(update(CommunityInvitation).where(*sent).values(invited_at=moment, mailed_at=moment))


def propose(facts: dict[str, Any], people: People, linked: Linked) -> None:
    """Leaves something for the mediators to decide."""
    community = community_of(facts, linked)
    community.slug = f"proposal-{uuid.uuid4().hex}"
    community.state = CommunityState.PROPOSED.value
    community.why = facts["why"]
    community.proposed_by = people[facts["by"]].id
    community.proposed_at = moment_of(facts)
    db.session.add(community)
    db.session.flush()
    record(CommunityProposed(community.id))
