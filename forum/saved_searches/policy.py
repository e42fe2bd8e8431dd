"""Who may keep searches: members, each their own."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.saved_searches.models import SavedSearch


@rule("search.save", of_site=True)
def may_save(actor: Actor, _: object) -> bool:
    """Everyone who is signed in keeps searches of their own."""
    return actor.is_signed_in


@rule("search.see", sees=SavedSearch)
def may_see(actor: Actor, search: SavedSearch) -> bool:
    """What one looks for is one's own business."""
    return actor.is_signed_in and search.person_id == actor.id


@visibility(SavedSearch)
def visible_searches(actor: Actor) -> ColumnElement[bool]:
    """As `search.see`, on many."""
    return SavedSearch.person_id == actor.person_id if actor.is_signed_in else false()
