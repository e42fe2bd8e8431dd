"""Whom a case concerns, as they are named: « @marie-dupont »."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.policy import visible
from forum.core.text import tidy_line
from forum.extensions import db

MOST_PARTIES = 8
"""Beyond, a circle or a community helps more than a mediation."""


def named_people(actor: Actor, handles: Sequence[str], field: str = "people") -> list[int]:
    """The people of some handles, in the order of their numbers.

    Raises:
        Invalid: nobody is called so, or they are too many.
    """
    named = sorted({tidy_line(handle).removeprefix("@").casefold() for handle in handles} - {""})
    if len(named) > MOST_PARTIES:
        raise Invalid(field, _("Huit personnes au plus."))
    rows = db.session.execute(select(Person.handle, Person.id).where(Person.handle.in_(named), visible(actor, Person)))
    found = {row.handle: row.id for row in rows}
    unknown = [name for name in named if name not in found]
    if unknown:
        raise Invalid(field, _("Personne ne s’appelle « @%(handle)s » ici.", handle=unknown[0][:60]))
    return sorted(found.values())


def named_person(actor: Actor, handle: str, field: str = "person") -> int:
    """The one person of a handle.

    Raises:
        Invalid: nobody is named, or nobody is called so.
    """
    found = named_people(actor, [handle], field)
    if not found:
        raise Invalid(field, _("Dites de qui il s’agit."))
    return found[0]
