"""What a space says of itself: what it is for, and the tags that it suggests."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import delete

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.text import tidy
from forum.core.transactions import transaction
from forum.discussions.models import Space, SpaceTag
from forum.discussions.services.finding import find_space
from forum.discussions.services.open_thread import tags_by_slug, tags_of
from forum.extensions import db

LONGEST_ABOUT = 500
MOST_SUGGESTED = 12


def describe_space(actor: Actor, space_id: int, about: str, tags: Sequence[str]) -> Space:
    """Says what a space is for, and suggests tags to who opens a thread there.

    Args:
        actor: one of its holders.
        space_id: which.
        about: 500 characters at most.
        tags: twelve at most, in the order in which they are shown; those before are forgotten.

    Raises:
        NotFound, NotAllowed: see the rule "space.hold".
        Invalid: it is too long, or the tags are too many.
    """
    with transaction():
        space = find_space(actor, space_id)
        require(actor, "space.hold", space)
        about = tidy(about).strip()
        if len(about) > LONGEST_ABOUT:
            raise Invalid("about", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_ABOUT))
        words = tags_by_slug(tags)
        if len(words) > MOST_SUGGESTED:
            raise Invalid("tags", _("%(max)d mots-clés au plus.", max=MOST_SUGGESTED))
        space.about = about
        db.session.execute(delete(SpaceTag).where(SpaceTag.space_id == space.id))
        for position, tag in enumerate(tags_of(words)):
            db.session.add(SpaceTag(space_id=space.id, tag_id=tag.id, position=position))
        touch("discussions", f"space:{space.id}")
    return space
