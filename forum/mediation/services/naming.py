"""Whom a case concerns, as they are named: « @marie-dupont »."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.accounts.handles import ids_called
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.text import tidy_line

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
    return sorted(ids_called(actor, named, field).values())


def named_person(actor: Actor, handle: str, field: str = "person") -> int:
    """The one person of a handle.

    Raises:
        Invalid: nobody is named, or nobody is called so.
    """
    found = named_people(actor, [handle], field)
    if not found:
        raise Invalid(field, _("Dites de qui il s’agit."))
    return found[0]
