"""What people are told of communities as such: proposed, opened, declined, archived, taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from forum.accounts.audiences import people_in
from forum.accounts.models import Person, Role
from forum.accounts.queries import people_with_role
from forum.communities.events import (
    CommunityArchived,
    CommunityOpened,
    CommunityProposed,
    CommunityReopened,
    ProposalDeclined,
)
from forum.communities.models import Community, CommunityState
from forum.core import audience
from forum.core.events import on
from forum.extensions import db
from forum.notices.services import tell, tell_many
from forum.notices.words import notice_words

BELONGING = "belonging"
"""The category of what is told here."""
PROPOSED, OPENED, DECLINED = "community.proposed", "community.opened", "community.declined"
ARCHIVED, REOPENED = "community.archived", "community.reopened"


@notice_words(PROPOSED, BELONGING)
def proposed(facts: Mapping[str, Any]) -> str:
    """A proposal waits for the mediators."""
    return _("%(name)s propose une communauté : « %(community)s ».", name=facts["name"], community=facts["community"])


@notice_words(OPENED, BELONGING)
def opened(facts: Mapping[str, Any]) -> str:
    """What one proposed was opened."""
    return _(
        "La communauté « %(community)s », que vous avez proposée, est ouverte. Vous en assurez l’animation.",
        community=facts["community"],
    )


@notice_words(DECLINED, BELONGING)
def declined(facts: Mapping[str, Any]) -> str:
    """What one proposed was declined."""
    return _(
        "Votre proposition « %(community)s » n’a pas été retenue. Motif : %(reason)s",
        community=facts["community"],
        reason=facts["reason"],
    )


@notice_words(ARCHIVED, BELONGING)
def archived(facts: Mapping[str, Any]) -> str:
    """A community that one is in was archived."""
    return _(
        "La communauté « %(community)s » est archivée : elle se lit encore, on n’y écrit plus.",
        community=facts["community"],
    )


@notice_words(REOPENED, BELONGING)
def reopened(facts: Mapping[str, Any]) -> str:
    """A community that one is in takes up again."""
    return _("La communauté « %(community)s » reprend.", community=facts["community"])


def page_of(community: Community) -> str:
    """The address of a community's page."""
    return f"/communities/{community.slug}"


def mediators() -> list[int]:
    """The ids of the mediators."""
    return [person.id for person in people_with_role(Role.MEDIATOR)]


@on(CommunityProposed, "notices")
def tell_of_proposal(events: Sequence[CommunityProposed]) -> None:
    """Tells the mediators of what was proposed, unless it is decided on by now."""
    for event in events:
        community = db.session.get_one(Community, event.community_id, populate_existing=True)
        if community.state != CommunityState.PROPOSED or community.proposed_by is None:
            continue
        proposer = db.session.get_one(Person, community.proposed_by)
        others = {person_id: "" for person_id in mediators() if person_id != proposer.id}
        facts = {"name": proposer.name, "community": community.name}
        about = f"community-proposal:{community.id}"
        url = f"/communities/proposals/{community.id}"
        tell_many(others, PROPOSED, f"{PROPOSED}:{community.id}", facts, url, by_mail=True, about=about)


@on(CommunityOpened, "notices")
def tell_proposer_of_opening(events: Sequence[CommunityOpened]) -> None:
    """Tells who proposed a community that it was opened."""
    for event in events:
        community = db.session.get_one(Community, event.community_id)
        if community.proposed_by is not None:
            facts, key = {"community": community.name}, f"{OPENED}:{community.id}"
            tell(community.proposed_by, OPENED, key, facts, page_of(community), by_mail=True)


@on(ProposalDeclined, "notices")
def tell_proposer_of_refusal(events: Sequence[ProposalDeclined]) -> None:
    """Tells who proposed a community why it was declined."""
    for event in events:
        community = db.session.get_one(Community, event.community_id)
        if community.proposed_by is not None:
            facts = {"community": community.name, "reason": community.decision_reason}
            url = f"/communities/proposals/{community.id}"
            tell(community.proposed_by, DECLINED, f"{DECLINED}:{community.id}", facts, url, by_mail=True)


@on(CommunityArchived, "notices")
def tell_members_of_archiving(events: Sequence[CommunityArchived]) -> None:
    """Tells the members of a community that it was archived."""
    for event in events:
        community = db.session.get_one(Community, event.community_id, populate_existing=True)
        if community.archived_at is not None:
            tell_members(community, ARCHIVED, f"{ARCHIVED}:{community.id}:{community.archived_at.isoformat()}")


@on(CommunityReopened, "notices")
def tell_members_of_reopening(events: Sequence[CommunityReopened]) -> None:
    """Tells the members of a community that it takes up again."""
    for event in events:
        community = db.session.get_one(Community, event.community_id, populate_existing=True)
        if community.is_open:
            tell_members(community, REOPENED, f"{REOPENED}:{community.id}:{event.archived_at}")


def tell_members(community: Community, kind: str, key: str) -> None:
    token = audience.of_community(community.id)
    others = db.session.scalars(people_in(token)).all()
    people = {person_id: "" for person_id in others if person_id != community.archived_by}
    tell_many(people, kind, key, {"community": community.name}, page_of(community), audience=token)
