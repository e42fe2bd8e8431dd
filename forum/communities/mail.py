"""Invitations on their way: a notice to who has an account, a mail to who has none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.links import absolute
from forum.accounts.models import Person
from forum.communities.events import CommunityInvited
from forum.communities.models import Community, CommunityInvitation, CommunityMembership
from forum.communities.notices import page_of
from forum.core import mailer
from forum.core.events import on
from forum.core.i18n import in_language
from forum.extensions import db
from forum.notices.models import StoppedAddress
from forum.notices.services import tell
from forum.notices.words import notice_words

INVITED = "community.invited"


@notice_words(INVITED, "invitations")
def invited(facts: Mapping[str, Any]) -> str:
    """One is invited into a community."""
    return _(
        "%(name)s vous invite dans la communauté « %(community)s ».", name=facts["name"], community=facts["community"]
    )


@on(CommunityInvited, "mail")
def send_invitations(events: Sequence[CommunityInvited]) -> None:
    """Sends each invitation that still stands to who is not in the community already."""
    for event in events:
        found = db.session.execute(
            select(CommunityInvitation, Community, Person)
            .join(Community, Community.id == CommunityInvitation.community_id)
            .join(Person, Person.id == CommunityInvitation.invited_by)
            .where(CommunityInvitation.id == event.invitation_id)
            .execution_options(populate_existing=True)
        ).first()
        if found is None:
            continue
        invitation, community, inviter = found
        if invitation.revoked_at is None and invitation.answered_at is None:
            send_invitation(invitation, community, inviter)


def send_invitation(invitation: CommunityInvitation, community: Community, inviter: Person) -> None:
    holder = db.session.scalar(select(Person).where(Person.email == invitation.email, Person.confirmed_at.is_not(None)))
    if holder is None:
        mail_invitation(invitation, community, inviter)
    elif not is_member(community, holder):
        key = f"{INVITED}:{invitation.id}:{invitation.invited_at.isoformat()}"
        facts = {"name": inviter.name, "community": community.name}
        about = f"community-invitation:{invitation.id}"
        tell(holder.id, INVITED, key, facts, page_of(community), by_mail=True, about=about)


def is_member(community: Community, person: Person) -> bool:
    membership = db.session.get(CommunityMembership, (community.id, person.id), populate_existing=True)
    return membership is not None and membership.left_at is None


def mail_invitation(invitation: CommunityInvitation, community: Community, inviter: Person) -> None:
    """Mails who has no account, in the language of who invites; nothing to an address that takes no mail from us."""
    if db.session.get(StoppedAddress, invitation.email) is not None:
        return
    with in_language(inviter.language):
        mailer.send(
            invitation.email,
            _("%(name)s vous invite dans la communauté « %(community)s »", name=inviter.name, community=community.name),
            "communities/mail/invitation",
            name=inviter.name,
            community=community,
            words=invitation.words,
            email=invitation.email,
            link=absolute("communities.community", slug=community.slug),
            register_link=absolute("accounts.register"),
            site=absolute("pages.about"),
        )
