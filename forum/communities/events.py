"""What happened to communities and their members, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class CommunityProposed:
    """A member proposed a community."""

    community_id: int


@event
@dataclass(frozen=True)
class ProposalDeclined:
    """A mediator declined a proposal."""

    community_id: int


@event
@dataclass(frozen=True)
class CommunityOpened:
    """A community began."""

    community_id: int


@event
@dataclass(frozen=True)
class CommunityRenamed:
    """A community has another name."""

    community_id: int


@event
@dataclass(frozen=True)
class CommunityArchived:
    """Nothing is written in a community any more."""

    community_id: int


@event
@dataclass(frozen=True)
class CommunityReopened:
    """A community that was archived takes up again.

    Args:
        archived_at: since when it was archived, ISO 8601: what tells one reopening from the next.
    """

    community_id: int
    archived_at: str


@event
@dataclass(frozen=True)
class CommunityJoined:
    """A person joined a community."""

    community_id: int
    person_id: int


@event
@dataclass(frozen=True)
class CommunityLeft:
    """A person left a community, or was put out of it."""

    community_id: int
    person_id: int


@event
@dataclass(frozen=True)
class CommunityMemberRemoved:
    """A person was put out of a community."""

    community_id: int
    person_id: int


@event
@dataclass(frozen=True)
class CommunityAsked:
    """A person asks to be in a community."""

    request_id: int


@event
@dataclass(frozen=True)
class CommunityRequestAnswered:
    """A request to be in a community was granted or declined."""

    request_id: int


@event
@dataclass(frozen=True)
class CommunityInvited:
    """An invitation is to be sent to an address."""

    invitation_id: int


@event
@dataclass(frozen=True)
class FacilitatorNamed:
    """A member holds a community from now on."""

    facilitator_id: int


@event
@dataclass(frozen=True)
class FacilitatorEnded:
    """A term ended before its date: laid down, ended by a mediator, or because the person left."""

    facilitator_id: int
    by_person_id: int
