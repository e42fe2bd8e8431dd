"""What happened to communities and their members, for those who listen."""

from __future__ import annotations

from dataclasses import dataclass

from forum.core.events import event


@event
@dataclass(frozen=True)
class CommunityOpened:
    """A community began."""

    community_id: int


@event
@dataclass(frozen=True)
class CommunityJoined:
    """A person joined a community."""

    community_id: int
    person_id: int


@event
@dataclass(frozen=True)
class CommunityLeft:
    """A person left a community."""

    community_id: int
    person_id: int
