"""Filters of the library that members watch: saved, forgotten, and who is told when a sheet falls under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import bindparam, delete, func, select, text

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.models import UTCDateTime, now
from forum.core.policy import require, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.filters import Filters, parse_filters
from forum.practices.models import WatchedFilter

MOST_WATCHED = 50
"""Of one person."""
LONGEST_FILTERS = 500
"""Characters of an address, as the column holds them."""

WATCH = text(
    "INSERT INTO watched_filters (person_id, name, filters, saved_at) VALUES (:person, :name, :filters, :moment)"
    " ON CONFLICT (person_id, filters) DO NOTHING"
).bindparams(bindparam("moment", type_=UTCDateTime))


def lasting(filters: Filters) -> Filters:
    """What of some filters can hold of a sheet that appears: neither the order, nor that it was transposed."""
    chosen = {facet: values for facet, values in filters.chosen.items() if facet != "transposed"}
    return replace(filters, chosen=chosen, sort=None)


def watch_filters(actor: Actor, query: str, name: str) -> None:
    """Has the actor told of what is published under some filters; once, however often it is asked.

    Args:
        query: the filters as in an address: `domain=formation&language=fr`. None at all stands for all new sheets.
        name: how they read today, in the actor's language.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: they are too many at once, or the actor watches as many as one may.
    """
    filters = lasting(parse_filters(query)).query()
    if len(filters) > LONGEST_FILTERS:
        raise Invalid("filters", _("Ces filtres sont trop nombreux pour être suivis. Ôtez-en quelques-uns."))
    with transaction():
        require(actor, "shelf.hold")
        mine = select(func.count()).select_from(WatchedFilter).where(WatchedFilter.person_id == actor.person_id)
        if (db.session.scalar(mine) or 0) >= MOST_WATCHED:
            message = _("Vous suivez déjà %(most)d filtres : c’est le plus possible.", most=MOST_WATCHED)
            raise Invalid("filters", message)
        values = {"person": actor.person_id, "name": name[:200], "filters": filters, "moment": now()}
        db.session.execute(WATCH, values)


def forget_filters(actor: Actor, watched_id: int) -> None:
    """Stops telling the actor of what is published under some filters; those of others are none of theirs."""
    with transaction():
        db.session.execute(delete(WatchedFilter).where(WatchedFilter.id == watched_id, visible(actor, WatchedFilter)))


def watched_by_anybody() -> Mapping[str, Sequence[tuple[int, datetime]]]:
    """Who watches which filters, and since when: ids of people by the filters, as they are kept."""
    found: dict[str, list[tuple[int, datetime]]] = {}
    everyone = select(WatchedFilter.filters, WatchedFilter.person_id, WatchedFilter.saved_at)
    for filters, person_id, saved_at in db.session.execute(everyone):
        found.setdefault(filters, []).append((person_id, saved_at))
    return found
