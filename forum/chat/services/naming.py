"""What opening rooms and settling them share: how they are called, and whom one names."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from forum.accounts.handles import ids_called
from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy_line

LONGEST_NAME = 80
LONGEST_PURPOSE = 200
LONGEST_WELCOME = 2_000
MOST_NAMED = 30
"""People whom one invites at once."""


def checked_name(name: str) -> str:
    """How a room is called.

    Raises:
        Invalid: nothing to read, or too long.
    """
    name = tidy_line(name)
    if is_blank(name):
        raise Invalid("name", _("Donnez un nom au salon."))
    if len(name) > LONGEST_NAME:
        raise Invalid("name", _("Ce nom est trop long : %(max)d caractères au plus.", max=LONGEST_NAME))
    return name


def checked_purpose(purpose: str) -> str:
    """What a room is for, in a line; nothing where it goes without saying.

    Raises:
        Invalid: too long.
    """
    purpose = tidy_line(purpose)
    if len(purpose) > LONGEST_PURPOSE:
        raise Invalid("purpose", _("Cette ligne est trop longue : %(max)d caractères au plus.", max=LONGEST_PURPOSE))
    return purpose


def checked_welcome(welcome: str) -> str:
    """What a room says to who comes in, Markdown; nothing where it says nothing.

    Raises:
        Invalid: too long.
    """
    return checked_text("welcome", welcome, LONGEST_WELCOME)


def people_called(actor: Actor, handles: Sequence[str], *, may_be_nobody: bool = False) -> list[int]:
    """The ids of the people named, each once, who names them left out.

    Args:
        handles: as mentions call them, with or without the @.
        may_be_nobody: whether to name nobody is fine.

    Raises:
        Invalid: of the field "people": nobody is named, too many are, or somebody whom the actor can't see.
    """
    named = list(dict.fromkeys(name for handle in handles if (name := tidy_line(handle).lstrip("@").lower())))
    if len(named) > MOST_NAMED:
        raise Invalid("people", _("%(max)d personnes au plus à la fois.", max=MOST_NAMED))
    others = [person_id for person_id in ids_called(actor, named).values() if person_id != actor.id]
    if not others and not may_be_nobody:
        raise Invalid("people", _("Dites qui vous invitez."))
    return others
