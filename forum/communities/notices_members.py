"""What people are told of being in communities: who asks, who is admitted or not, who is put out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.communities.events import CommunityAsked, CommunityMemberRemoved, CommunityRequestAnswered
from forum.communities.models import (
    Community,
    CommunityFacilitator,
    CommunityMembership,
    CommunityRequest,
    in_term,
)
from forum.communities.notices import BELONGING, mediators, page_of
from forum.core.events import on
from forum.extensions import db
from forum.notices.services import tell, tell_many
from forum.notices.words import notice_words

ASKED, ADMITTED, NOT_ADMITTED = "community.asked", "community.admitted", "community.not_admitted"
REMOVED = "community.removed"


@notice_words(ASKED, BELONGING)
def asked(facts: Mapping[str, Any]) -> str:
    """Somebody asks to be in a community that one holds."""
    return _("%(name)s demande à rejoindre « %(community)s ».", name=facts["name"], community=facts["community"])


@notice_words(ADMITTED, BELONGING)
def admitted(facts: Mapping[str, Any]) -> str:
    """One was admitted."""
    return _("Vous faites maintenant partie de la communauté « %(community)s ».", community=facts["community"])


@notice_words(NOT_ADMITTED, BELONGING)
def not_admitted(facts: Mapping[str, Any]) -> str:
    """One was not admitted."""
    return _(
        "Votre demande pour rejoindre « %(community)s » n’a pas été retenue. Motif : %(reason)s",
        community=facts["community"],
        reason=facts["reason"],
    )


@notice_words(REMOVED, BELONGING)
def removed(facts: Mapping[str, Any]) -> str:
    """One was put out."""
    return _(
        "Vous ne faites plus partie de la communauté « %(community)s ». Motif : %(reason)s",
        community=facts["community"],
        reason=facts["reason"],
    )


def facilitators_of(community_id: int) -> list[int]:
    """The ids of those who hold a community at this moment."""
    held = select(CommunityFacilitator.person_id).where(CommunityFacilitator.community_id == community_id, in_term())
    return list(db.session.scalars(held))


@on(CommunityAsked, "notices")
def tell_holders(events: Sequence[CommunityAsked]) -> None:
    """Tells those who hold a community who asks to be in; the mediators, where nobody holds it."""
    for event in events:
        request = db.session.get_one(CommunityRequest, event.request_id, populate_existing=True)
        if request.answered_at is not None:
            continue  # withdrawn, or answered, before it was told
        community = db.session.get_one(Community, request.community_id)
        person = db.session.get_one(Person, request.person_id)
        holders = facilitators_of(community.id) or mediators()
        facts = {"name": person.name, "community": community.name}
        tell_many(
            {holder_id: "" for holder_id in holders if holder_id != person.id},
            ASKED,
            f"{ASKED}:{request.id}",
            facts,
            f"{page_of(community)}/people",
            by_mail=True,
            about=f"community-request:{request.id}",
        )


@on(CommunityRequestAnswered, "notices")
def tell_who_asked(events: Sequence[CommunityRequestAnswered]) -> None:
    """Tells who asked to be in whether they are."""
    for event in events:
        request = db.session.get_one(CommunityRequest, event.request_id)
        community = db.session.get_one(Community, request.community_id)
        kind = ADMITTED if request.is_admitted else NOT_ADMITTED
        facts = {"community": community.name, "reason": request.reason}
        tell(request.person_id, kind, f"{kind}:{request.id}", facts, page_of(community), by_mail=True)


@on(CommunityMemberRemoved, "notices")
def tell_who_was_removed(events: Sequence[CommunityMemberRemoved]) -> None:
    """Tells who was put out why."""
    for event in events:
        held = (event.community_id, event.person_id)
        membership = db.session.get_one(CommunityMembership, held, populate_existing=True)
        if membership.removed_at is None:
            continue  # admitted again before it was told
        community = db.session.get_one(Community, event.community_id)
        key = f"{REMOVED}:{community.id}:{membership.removed_at.isoformat()}"
        facts = {"community": community.name, "reason": membership.removal_reason}
        tell(event.person_id, REMOVED, key, facts, page_of(community), by_mail=True)
