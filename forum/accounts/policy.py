"""Who may see people, and change what is kept about them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.policy import rule, visibility


@rule("people.list", of_site=True)
def may_list_people(actor: Actor, _: object) -> bool:
    """The directory is for members only."""
    return actor.is_signed_in


@rule("profile.see", sees=Person)
def may_see_profile(actor: Actor, person: Person) -> bool:
    """Members see each other once the address is confirmed."""
    return actor.is_signed_in and person.confirmed_at is not None


@visibility(Person)
def visible_people(actor: Actor) -> ColumnElement[bool]:
    """As `profile.see`, on many."""
    return Person.confirmed_at.is_not(None) if actor.is_signed_in else false()


@rule("account.settings", of_site=True)
def may_change_settings(actor: Actor, _: object) -> bool:
    """Everyone has an account of their own, and no other to change."""
    return actor.is_signed_in
