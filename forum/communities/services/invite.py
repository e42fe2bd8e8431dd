"""Inviting by address, and taking invitations back.

Nobody who invites learns whether an address has an account: the same is kept, and the same is answered, whichever it
is; what differs is in a mail that only the holder of the address reads.
"""

from __future__ import annotations

import re
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from forum.accounts.addresses import check_address
from forum.communities.events import CommunityInvited
from forum.communities.models import Community, CommunityInvitation, CommunityMembership
from forum.communities.services.finding import find_community, invitation_to
from forum.communities.services.texts import LONGEST_WORDS
from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.errors import Invalid, NotFound, TooMany
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.services import withdraw

MOST_AT_ONCE = 20
LONGEST_ADDRESSES = 5_000
BETWEEN_MAILS = timedelta(days=7)
"""An address is not written to for the same community again before, however often it is invited."""
WITHIN_SIGNS = re.compile(r"<([^<>]*)>")


def invite(actor: Actor, community_id: int, addresses: str, words: str = "") -> int:
    """Invites the holders of some addresses.

    Args:
        addresses: one or several, one a line or parted by commas; at most 20.
        words: what the mail says besides, 500 characters at most.

    Returns:
        how many addresses are invited.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold".
        Invalid: there is no address, one is none, they are too many, or the words are.
        TooMany: the actor invited as many addresses as one may in a day.
    """
    wanted = read_addresses(addresses)
    words = checked_text("words", words, LONGEST_WORDS)
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.hold", community)
        sent = sent_before(community, wanted)
        inside = members_among(community, sent)
        due = [email for email in wanted if email not in inside and may_be_mailed(sent.get(email))]
        keep_measure(actor, len(due))
        for email in wanted:
            if email not in inside:
                send(actor, community, email, words, sent.get(email))
    return len(wanted)


def read_addresses(text: str) -> list[str]:
    """The addresses of a list, each once, in the order given: « Marie Dupont <marie@college.example> » counts too.

    Raises:
        Invalid: there is none, one is none, or they are too many.
    """
    if len(text) > LONGEST_ADDRESSES:
        raise Invalid("addresses", too_many())
    parts = [WITHIN_SIGNS.findall(part) or part.split() for part in re.split(r"[\n,;]", text)]
    found: dict[str, None] = {}
    wrong: list[str] = []
    for word in (word for part in parts for word in part):
        try:
            found.setdefault(check_address(word))
        except Invalid:
            wrong.append(word[:60])
    if wrong:
        raise Invalid(
            "addresses", _("Ces adresses ne sont pas complètes : %(addresses)s.", addresses=", ".join(wrong[:5]))
        )
    if not found:
        raise Invalid("addresses", _("Donnez au moins une adresse."))
    if len(found) > MOST_AT_ONCE:
        raise Invalid("addresses", too_many())
    return list(found)


def too_many() -> str:
    return _("Invitez %(most)d personnes au plus à la fois.", most=MOST_AT_ONCE)


def sent_before(community: Community, addresses: list[str]) -> dict[str, CommunityInvitation]:
    earlier = select(CommunityInvitation).where(
        CommunityInvitation.community_id == community.id, CommunityInvitation.email.in_(addresses)
    )
    return {row.email: row for row in db.session.scalars(earlier.execution_options(populate_existing=True))}


def members_among(community: Community, sent: dict[str, CommunityInvitation]) -> set[str]:
    """The addresses whose holders came by their invitation, and are still there: whoever invites knows that already."""
    came = {row.person_id: email for email, row in sent.items() if row.person_id is not None}
    still = select(CommunityMembership.person_id).where(
        CommunityMembership.community_id == community.id,
        CommunityMembership.person_id.in_(came),
        CommunityMembership.left_at.is_(None),
    )
    return {came[person_id] for person_id in db.session.scalars(still)}


def may_be_mailed(earlier: CommunityInvitation | None) -> bool:
    return earlier is None or earlier.mailed_at is None or earlier.mailed_at < now() - BETWEEN_MAILS


def keep_measure(actor: Actor, more: int) -> None:
    most: int = current_app.config["SETTINGS"].invitations_per_day
    today = select(func.count()).where(
        CommunityInvitation.invited_by == actor.person_id, CommunityInvitation.mailed_at > now() - timedelta(days=1)
    )
    if (db.session.scalar(today) or 0) + more > most:
        raise TooMany(_("On invite %(most)d adresses au plus en un jour. Reprenez demain.", most=most))


def send(actor: Actor, community: Community, email: str, words: str, earlier: CommunityInvitation | None) -> None:
    is_due = may_be_mailed(earlier)
    invitation = earlier or CommunityInvitation(community_id=community.id, email=email)
    invitation.words, invitation.invited_by, invitation.invited_at = words, actor.person_id, now()
    invitation.revoked_at = invitation.answered_at = invitation.person_id = None
    if is_due:
        invitation.mailed_at = now()
    db.session.add(invitation)
    db.session.flush()
    if is_due:
        record(CommunityInvited(invitation.id))


def revoke_invitation(actor: Actor, community_id: int, invitation_id: int) -> None:
    """Takes an invitation back; one that was answered, or taken back already, stays as it is.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold"; or there is no such invitation.
    """
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.hold", community)
        invitation = db.session.get(CommunityInvitation, invitation_id, populate_existing=True)
        if invitation is None or invitation.community_id != community_id:
            raise NotFound
        if invitation.answered_at is None and invitation.revoked_at is None:
            invitation.revoked_at = now()
            withdraw(f"community-invitation:{invitation_id}")


def decline_invitation(actor: Actor, community_id: int) -> None:
    """Declines the invitation that was sent to one's address; there being none changes nothing.

    Raises:
        NotFound: there is no such community.
    """
    with transaction():
        find_community(actor, community_id)
        invitation = invitation_to(community_id, actor.email)
        if invitation is not None:
            require(actor, "invitation.answer", invitation)
            invitation.answered_at = now()
            withdraw(f"community-invitation:{invitation.id}")
