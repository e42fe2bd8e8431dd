"""Asking to be in a community, and taking that back."""

from __future__ import annotations

from forum.communities.events import CommunityAsked
from forum.communities.models import CommunityRequest
from forum.communities.services.belonging import accepted_charter
from forum.communities.services.finding import door_before, find_community, waiting_request
from forum.communities.services.texts import LONGEST_WORDS
from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import withdraw


def ask_to_join(actor: Actor, community_id: int, words: str = "", *, accepts_charter: bool = False) -> CommunityRequest:
    """Asks those who hold a community to be admitted; asking again is the same request.

    Args:
        words: what the person says of themselves, 500 characters at most.
        accepts_charter: where there is one, it is accepted from now on.

    Raises:
        NotFound, NotAllowed: see the rules "community.see" and "community.ask".
        Invalid: too many words, or the charter was not accepted.
    """
    words = checked_text("words", words, LONGEST_WORDS)
    with transaction():
        community = find_community(actor, community_id)
        standing = waiting_request(community_id, actor.person_id)
        if standing is not None:
            return standing
        require(actor, "community.ask", door_before(actor, community))
        accepted_charter(community, accepts_charter)
        asked = CommunityRequest(community_id=community_id, person_id=actor.person_id, words=words)
        db.session.add(asked)
        db.session.flush()
        record(CommunityAsked(asked.id))
    return asked


def withdraw_request(actor: Actor, community_id: int) -> None:
    """Takes one's request back; there being none changes nothing."""
    with transaction():
        find_community(actor, community_id)
        standing = waiting_request(community_id, actor.person_id)
        if standing is not None:
            standing.answered_at = now()
            withdraw(f"community-request:{standing.id}")
