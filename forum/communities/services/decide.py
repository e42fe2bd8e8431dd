"""What mediators decide on a proposal."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forum.communities.events import CommunityOpened, ProposalDeclined
from forum.communities.models import Community, CommunityState
from forum.communities.services.belonging import enter
from forum.communities.services.facilitate import begin_term, checked_until
from forum.communities.services.finding import community_of_name, find_community
from forum.communities.services.texts import LONGEST_NAME, address_of, checked_reason, name_is_taken
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.checking import checked_text
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import withdraw


def open_proposal(actor: Actor, community_id: int, name: str, until: date | None) -> Community:
    """Opens what was proposed: its proposer is its first member, and holds it until a day. Again, it changes nothing.

    Args:
        name: what it is called from now on, 120 characters at most.
        until: the last day of the proposer's term, two years away at most.

    Raises:
        NotFound, NotAllowed: see the rules "community.see" and "community.decide".
        Invalid: the name is missing or taken, or the day is none of a term.
        Conflict: it was declined meanwhile.
    """
    name = checked_text("name", tidy_line(name), LONGEST_NAME, _("Donnez un nom à la communauté."))
    ends = checked_until(actor, until)
    try:
        with transaction():
            community = proposal_to_decide(actor, community_id)
            if community.has_page:
                return community
            still_waits(community)
            if community_of_name(name) is not None:
                raise name_is_taken()
            community.name, community.slug = name, address_of(name)
            community.state = CommunityState.OPEN.value
            community.opened_by, community.opened_at = actor.person_id, now()
            decided(actor, community)
            if community.proposed_by is not None:
                enter(community, community.proposed_by, now() if community.charter else None)
                begin_term(actor, community, community.proposed_by, ends)
            touch("communities")
            record(CommunityOpened(community.id))
    except IntegrityError:  # another of that name opened at the same moment
        raise name_is_taken() from None
    return community


def decline_proposal(actor: Actor, community_id: int, reason: str) -> None:
    """Declines what was proposed, and tells its proposer why. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rules "community.see" and "community.decide".
        Invalid: no reason is given, or too long a one.
        Conflict: it was opened meanwhile.
    """
    reason = checked_reason(reason)
    with transaction():
        community = proposal_to_decide(actor, community_id)
        if community.state == CommunityState.DECLINED:
            return
        still_waits(community)
        community.state = CommunityState.DECLINED.value
        community.decision_reason = reason
        decided(actor, community)
        record(ProposalDeclined(community.id))


def proposal_to_decide(actor: Actor, community_id: int) -> Community:
    community = find_community(actor, community_id)
    require(actor, "community.decide", community)
    return community


def still_waits(community: Community) -> None:
    if community.state != CommunityState.PROPOSED:
        raise Conflict(_("Cette proposition a déjà reçu une réponse."))


def decided(actor: Actor, community: Community) -> None:
    community.decided_by, community.decided_at = actor.person_id, now()
    db.session.flush()
    withdraw(f"community-proposal:{community.id}")
