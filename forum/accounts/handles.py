"""What mentions call people by: chosen by each, one person's alone, and leading to them for ever."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import Subquery, delete, func, select, union_all

from forum.accounts.models import GROUP_HANDLES, LONGEST_HANDLE, FormerHandle, Person
from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.i18n import day
from forum.core.models import now
from forum.core.policy import visible
from forum.extensions import db

HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
"""As those are shaped that are made of a name (`slug`)."""
BETWEEN_CHANGES = timedelta(days=30)
"""Were handles changed daily, nobody would know whom a mention calls."""


def holders_of(handles: Collection[str]) -> Subquery:
    """Whom some handles call, also those that were given up: a table of `handle` and `person_id`, for a statement."""
    held = select(Person.handle.label("handle"), Person.id.label("person_id")).where(Person.handle.in_(handles))
    given_up = select(FormerHandle.handle, FormerHandle.person_id).where(FormerHandle.handle.in_(handles))
    return union_all(held, given_up).subquery("holders")


def ids_called(actor: Actor, named: Sequence[str], field: str = "people") -> dict[str, int]:
    """Whom some handles call, by the handle, in the order of the handles.

    Args:
        actor: who names them, and sees them.
        named: handles, without the @.
        field: where they were typed.

    Raises:
        Invalid: nobody whom the actor sees is called so.
    """
    rows = db.session.execute(select(Person.handle, Person.id).where(Person.handle.in_(named), visible(actor, Person)))
    found = {row.handle: row.id for row in rows}
    for name in named:
        if name not in found:
            raise Invalid(field, _("Personne ne s’appelle « @%(handle)s » ici.", handle=name[:60]))
    return {name: found[name] for name in named}


def handles_of(actor: Actor, ids: Sequence[int]) -> list[str]:
    """How mentions call people whom the actor sees, in the order of their ids, the actor left out: to begin a form that
    names them. By one statement."""
    query = select(Person.id, Person.handle).where(Person.id.in_(ids), Person.id != actor.id, visible(actor, Person))
    handles = {row.id: row.handle for row in db.session.execute(query)}
    return [handles[number] for number in ids if number in handles]


def give_handle(person: Person, typed: str) -> None:
    """Calls a person otherwise from now on, in the transaction at hand; the handle that they have is no change.

    One that they gave up themselves can be taken back. What the database alone can tell, that two people took the
    same one at the same moment, is for whoever commits (`taken`).

    Args:
        typed: with or without the @, in any case of letters.

    Raises:
        Invalid: it has another shape, is another's or a group's, or they changed it less than thirty days ago.
    """
    wanted = typed.removeprefix("@").lower()
    if wanted == person.handle:
        return
    if len(wanted) > LONGEST_HANDLE or not HANDLE.fullmatch(wanted):
        words = _(
            "Des lettres sans accent, des chiffres et des tirets entre eux, %(max)d caractères au plus : marie-dupont.",
            max=LONGEST_HANDLE,
        )
        raise Invalid("handle", words)
    holder = db.session.scalar(select(holders_of([wanted]).c.person_id))
    if wanted in GROUP_HANDLES or holder not in (None, person.id):
        raise taken()
    mine = FormerHandle.person_id == person.id
    latest = db.session.scalar(select(func.max(FormerHandle.given_up_at)).where(mine))
    if latest is not None and latest + BETWEEN_CHANGES > now():
        again = day(latest + BETWEEN_CHANGES)
        raise Invalid(
            "handle", _("Vous en avez changé il y a peu. Vous pourrez le faire à nouveau le %(day)s.", day=again)
        )
    db.session.execute(delete(FormerHandle).where(mine, FormerHandle.handle == wanted))
    db.session.add(FormerHandle(handle=person.handle, person_id=person.id))
    person.handle = wanted


def taken() -> Invalid:
    """Why a handle is refused that is another's, was, or stands for a group."""
    return Invalid("handle", _("Ce nom de mention est déjà pris. Choisissez-en un autre."))
