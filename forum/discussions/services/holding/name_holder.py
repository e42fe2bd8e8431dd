"""Naming who holds a space, until a date: facilitation is handed over, and each space shows to whom."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.audiences import people_in
from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.discussions.models import Space
from forum.discussions.services.finding import find_space
from forum.extensions import db
from forum.notices.services import tell

HELD = "space.held"
LONGEST_TERM = timedelta(days=3 * 366)


def name_holder(actor: Actor, space_id: int, handle: str, until: datetime) -> Space:
    """Has a person hold a space until a moment, in place of who held it; the person is told.

    Args:
        actor: a mediator or an administrator.
        space_id: which space.
        handle: the person's, with or without the @.
        until: when it ends, three years from now at most.

    Raises:
        NotFound, NotAllowed: see the rule "space.name_holder".
        Invalid: nobody is called that who sees the space; the moment is over or too far.
    """
    with transaction():
        space = find_space(actor, space_id)
        require(actor, "space.name_holder", space)
        person = person_called(handle, space)
        if until <= now():
            raise Invalid("until", _("Ce jour est passé : choisissez-en un à venir."))
        if until > now() + LONGEST_TERM:
            raise Invalid("until", _("Trois ans au plus : ensuite, quelqu’un d’autre peut prendre le relais."))
        if (space.holder_id, space.held_until) == (person.id, until):
            return space
        space.holder_id, space.held_until = person.id, until
        facts = {"space": space.name, "until": until.isoformat()}
        key = f"space:{space.id}:held:{until:%Y%m%d}"
        tell(person.id, HELD, key, facts, f"/spaces/{space.slug}", about=f"space:{space.id}", audience=space.audience)
        touch("discussions", f"space:{space.id}")
    return space


def release_space(actor: Actor, space_id: int) -> Space:
    """Has nobody in particular hold a space any more.

    Raises:
        NotFound, NotAllowed: see the rule "space.name_holder".
    """
    with transaction():
        space = find_space(actor, space_id)
        require(actor, "space.name_holder", space)
        space.holder_id, space.held_until = None, None
        touch("discussions", f"space:{space.id}")
    return space


def person_called(handle: str, space: Space) -> Person:
    wanted = tidy_line(handle).lstrip("@").lower()
    person = db.session.scalar(select(Person).where(Person.handle == wanted, Person.id.in_(people_in(space.audience))))
    if person is None:
        raise Invalid(
            "handle", _("Personne de ce nom ne lit cet espace. Le nom s’écrit comme dans une mention : @marie-dupont.")
        )
    return person
