"""Changing what is said of a community, and how one gets in."""

from __future__ import annotations

import hashlib

from flask_babel import gettext as _

from forum.communities.events import CommunityRenamed
from forum.communities.models import Community
from forum.communities.services.finding import community_of_name, find_community
from forum.communities.services.texts import name_is_taken, write_on, written
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction


def edit_community(
    actor: Actor,
    community_id: int,
    name: str,
    about: str,
    charter: str,
    read_first: str,
    admission: str,
    *,
    seen: str = "",
) -> Community:
    """Changes a community's texts; its address stays. Another charter is for its members to accept again.

    Args:
        name, about, charter, read_first, admission: see `written`.
        seen: the state of what was edited (`state_of`), empty to replace whatever is there.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold".
        Invalid: the name is missing or another's, or a text is too long.
        Conflict: somebody else changed it meanwhile.
    """
    words = written(name, about, charter, read_first, admission)
    with transaction():
        community = find_community(actor, community_id)
        require(actor, "community.hold", community)
        if seen and seen != state_of(community):
            raise Conflict(
                _("Quelqu’un a modifié cette page entre-temps. Ouvrez-la dans un autre onglet, puis comparez.")
            )
        namesake = community_of_name(words.name)
        if namesake is not None and namesake.id != community.id:
            raise name_is_taken()
        is_renamed, has_other_charter = words.name != community.name, words.charter != community.charter
        write_on(community, words)
        if has_other_charter:
            community.charter_changed_at = now()
        if is_renamed:
            record(CommunityRenamed(community.id))
        touch("communities", f"community:{community.id}")
    return community


def state_of(community: Community) -> str:
    """What tells one state of a community's texts from the next."""
    texts = (community.name, community.about, community.charter, community.read_first, community.admission)
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=8).hexdigest()
