"""Who may read notices: each person their own, as long as they see what these speak of."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from forum.accounts.audiences import is_in_audience
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.notices.models import Notice, Watch

THEIRS_ALONE = ""
"""The audience of a notice that concerns nobody but its person."""


@rule("notice.see", sees=Notice)
def may_see_notice(actor: Actor, notice: Notice) -> bool:
    """A notice is for the person who is told, while they are in the audience of what it speaks of."""
    mine = actor.is_signed_in and notice.person_id == actor.id
    return mine and notice.audience in (THEIRS_ALONE, *actor.audiences)


@visibility(Notice)
def visible_notices(actor: Actor) -> ColumnElement[bool]:
    """As `notice.see`, on many."""
    if not actor.is_signed_in:
        return false()
    return (Notice.person_id == actor.person_id) & Notice.audience.in_(audiences_of_notices(actor))


def audiences_of_notices(actor: Actor) -> list[str]:
    """The audiences of the notices that a person is shown."""
    return [THEIRS_ALONE, *sorted(actor.audiences)]


def seen_by_their_people() -> ColumnElement[bool]:
    """As `notice.see`, on the notices of many people at once, each seen with its own person's rights of this moment.

    For what goes out to people who are not here: mail, push, the figures of bells.
    """
    return (Notice.audience == THEIRS_ALONE) | is_in_audience(Notice.person_id, Notice.audience)


@rule("notices.list", of_site=True)
def may_list_notices(actor: Actor, _: object) -> bool:
    """Everyone who is signed in has notices of their own."""
    return actor.is_signed_in


@rule("notices.watch", of_site=True)
def may_watch(actor: Actor, _: object) -> bool:
    """Everyone who is signed in follows what they see."""
    return actor.is_signed_in


@visibility(Watch)
def visible_watches(actor: Actor) -> ColumnElement[bool]:
    """What one follows is one's own business."""
    return Watch.person_id == actor.person_id if actor.is_signed_in else false()
