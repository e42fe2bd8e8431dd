"""What can be done with communities: one verb a module."""

from forum.communities.services.accept_charter import accept_charter
from forum.communities.services.answer_request import admit_request, decline_request
from forum.communities.services.archive import archive_community, reopen_community
from forum.communities.services.ask import ask_to_join, withdraw_request
from forum.communities.services.decide import decline_proposal, open_proposal
from forum.communities.services.edit_community import edit_community
from forum.communities.services.facilitate import end_term, name_facilitator
from forum.communities.services.invite import decline_invitation, invite, revoke_invitation
from forum.communities.services.join import join_community
from forum.communities.services.leave import leave_community
from forum.communities.services.open_community import open_community
from forum.communities.services.propose import propose_community
from forum.communities.services.remove_member import remove_member

__all__ = [
    "accept_charter",
    "admit_request",
    "archive_community",
    "ask_to_join",
    "decline_invitation",
    "decline_proposal",
    "decline_request",
    "edit_community",
    "end_term",
    "invite",
    "join_community",
    "leave_community",
    "name_facilitator",
    "open_community",
    "open_proposal",
    "propose_community",
    "remove_member",
    "reopen_community",
    "revoke_invitation",
    "withdraw_request",
]
