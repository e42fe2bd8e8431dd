"""Answering who asks to be in a community."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.communities.events import CommunityRequestAnswered
from forum.communities.models import Community, CommunityRequest
from forum.communities.services.belonging import enter
from forum.communities.services.finding import find_community, membership_of
from forum.communities.services.texts import checked_reason
from forum.core.actor import Actor
from forum.core.errors import Conflict, NotFound
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import withdraw


def admit_request(actor: Actor, community_id: int, request_id: int) -> None:
    """Admits who asked; the charter is accepted since they asked. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold"; or there is no such request.
        Conflict: it was withdrawn, or declined, meanwhile.
    """
    with transaction():
        community, asked = request_to_answer(actor, community_id, request_id)
        if asked.is_admitted:
            return
        still_waits(asked)
        answer(actor, asked, is_admitted=True)
        membership = membership_of(community_id, asked.person_id)
        if membership is None or membership.left_at is not None:
            enter(community, asked.person_id, asked.asked_at if community.charter else None)


def decline_request(actor: Actor, community_id: int, request_id: int, reason: str) -> None:
    """Declines who asked, and tells them why. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold"; or there is no such request.
        Invalid: no reason is given, or too long a one.
        Conflict: it was withdrawn, or granted, meanwhile.
    """
    reason = checked_reason(reason)
    with transaction():
        _community, asked = request_to_answer(actor, community_id, request_id)
        if asked.is_admitted is False:
            return
        still_waits(asked)
        asked.reason = reason
        answer(actor, asked, is_admitted=False)


def request_to_answer(actor: Actor, community_id: int, request_id: int) -> tuple[Community, CommunityRequest]:
    community = find_community(actor, community_id)
    require(actor, "community.hold", community)
    asked = db.session.get(CommunityRequest, request_id, populate_existing=True)
    if asked is None or asked.community_id != community_id:
        raise NotFound
    return community, asked


def still_waits(asked: CommunityRequest) -> None:
    if asked.answered_at is not None:
        raise Conflict(_("Cette demande n’attend plus de réponse."))


def answer(actor: Actor, asked: CommunityRequest, *, is_admitted: bool) -> None:
    asked.answered_at, asked.answered_by, asked.is_admitted = now(), actor.person_id, is_admitted
    db.session.flush()
    withdraw(f"community-request:{asked.id}")
    record(CommunityRequestAnswered(asked.id))
