"""Who may read notices: each person their own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.notices.models import Notice


@rule("notice.see", sees=Notice)
def may_see_notice(actor: Actor, notice: Notice) -> bool:
    """A notice is for the person who is told."""
    return actor.is_signed_in and notice.person_id == actor.id


@visibility(Notice)
def visible_notices(actor: Actor) -> ColumnElement[bool]:
    """As `notice.see`, on many."""
    return Notice.person_id == actor.person_id if actor.is_signed_in else false()


@rule("notices.list", of_site=True)
def may_list_notices(actor: Actor, _: object) -> bool:
    """Everyone who is signed in has notices of their own."""
    return actor.is_signed_in
