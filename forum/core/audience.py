"""Who may see a thing, as one token on its row.

The same token filters SQL, the search index, feeds and sockets, so that all of them say the same.
A reader holds a set of tokens (`Actor.audiences`); a thing is theirs to see when its token is among them.
"""

from __future__ import annotations

PUBLIC = "public"
MEMBERS = "members"


def of_school(school_id: int) -> str:
    """The token of what only a school's members see."""
    return f"school:{school_id}"


def of_community(community_id: int) -> str:
    """The token of what only a community's members see."""
    return f"community:{community_id}"


def of_room(room_id: int) -> str:
    """The token of what only those see who are in a room between schools."""
    return f"room:{room_id}"


def covers(wider: str, narrower: str) -> bool:
    """Whether everybody in one audience is surely in another: what was written for the other may be shown to the one.

    Args:
        wider: the audience that something was written for.
        narrower: the audience that it would be shown to.
    """
    return wider in (narrower, PUBLIC) or (wider == MEMBERS and narrower != PUBLIC)
