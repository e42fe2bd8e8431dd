"""Following something: how closely is the follower's to say."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.notices.watching import Followed, unwatch, watch, watched_kind


def follow(actor: Actor, kind: str, object_id: int, level: str) -> Followed:
    """Has the actor follow something as closely as they say.

    Args:
        actor: who follows.
        kind, object_id: what: "thread", 12.
        level: one that the kind offers; empty takes back what was chosen.

    Raises:
        NotAllowed: the actor is a visitor.
        NotFound: nothing of that kind can be followed, or the actor sees no such thing.
        Invalid: the kind offers no such level.
    """
    watched = watched_kind(kind)
    if watched is None:
        raise NotFound
    with transaction():
        require(actor, "notices.watch")
        found = watched.see(actor, [object_id]).get(object_id)
        if found is None:
            raise NotFound
        if level and level not in watched.levels():
            raise Invalid("level", _("Choisissez dans la liste quand il faut vous prévenir."))
        if level:
            watch(actor.person_id, kind, object_id, level)
        else:
            unwatch(actor.person_id, kind, object_id)
    return found
