"""Keeping searches: saved, changed, forgotten, each by its person alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import to_user_timezone
from sqlalchemy import func, select

from forum.core.actor import Actor
from forum.core.errors import Invalid, NotFound
from forum.core.models import now
from forum.core.policy import require, visible
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Rhythm
from forum.notices.services import withdraw
from forum.saved_searches.models import LONGEST_ASKING, SavedSearch
from forum.saved_searches.rhythms import next_asking
from forum.saved_searches.told import topic
from forum.search.grammar import parse
from forum.search.services import Asking

MOST_SAVED = 50
"""Of one person."""


def my_searches(actor: Actor) -> Sequence[SavedSearch]:
    """The actor's saved searches, the latest first, by one statement."""
    return db.session.scalars(
        select(SavedSearch).where(visible(actor, SavedSearch)).order_by(SavedSearch.id.desc())
    ).all()


def my_search(actor: Actor, search_id: int) -> SavedSearch:
    """One of the actor's saved searches.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    mine = select(SavedSearch).where(SavedSearch.id == search_id, visible(actor, SavedSearch))
    found = db.session.scalar(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def lasting(asking: Asking) -> Asking:
    """What of a search is kept: neither its order, nor its form, nor the page one was at."""
    return replace(asking, order="best", is_grouped=True, after="")


def save_search(actor: Actor, asking: Asking, name: str, rhythm: Rhythm, *, by_mail: bool) -> SavedSearch:
    """Keeps a search; one that the actor keeps already is changed.

    Args:
        actor: whose it will be.
        asking: what is looked for.
        name: what they call it.
        rhythm: how soon they are told what is new.
        by_mail: whether mail tells it too.

    Raises:
        NotAllowed: the actor is a visitor.
        Invalid: nothing is looked for, too much at once, or the actor keeps as many as one may.
    """
    require(actor, "search.save")
    kept = lasting(asking)
    if parse(kept.text, to_user_timezone(now()).date()).is_empty and not kept.chosen:
        raise Invalid("", _("Cherchez d’abord quelque chose : vous pourrez ensuite l’enregistrer."))
    address = kept.query_string()
    if len(address) > LONGEST_ASKING:
        raise Invalid("", _("Cette recherche est trop longue pour être enregistrée. Ôtez-en quelques filtres."))
    with transaction():
        search = db.session.scalar(
            select(SavedSearch).where(SavedSearch.person_id == actor.person_id, SavedSearch.asking == address)
        )
        if search is None:
            mine = select(func.count()).select_from(SavedSearch).where(SavedSearch.person_id == actor.person_id)
            if (db.session.scalar(mine) or 0) >= MOST_SAVED:
                message = _("Vous gardez déjà %(most)d recherches : c’est le plus possible.", most=MOST_SAVED)
                raise Invalid("", message)
            search = SavedSearch(person_id=actor.person_id, asking=address)
            db.session.add(search)
        set_wishes(search, name, rhythm, by_mail=by_mail)
    return search


def change_search(actor: Actor, search_id: int, name: str, rhythm: Rhythm, *, by_mail: bool) -> None:
    """Has one of the actor's saved searches be called otherwise, or tell otherwise.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with transaction():
        set_wishes(my_search(actor, search_id), name, rhythm, by_mail=by_mail)


def set_wishes(search: SavedSearch, name: str, rhythm: Rhythm, *, by_mail: bool) -> None:
    """Says how a search tells what is new. One that told nothing begins with what comes in from now on."""
    was = search.rhythm
    search.name, search.rhythm, search.by_mail = name[:200], rhythm.value, by_mail and rhythm is not Rhythm.NEVER
    if search.due_at is None:
        search.asked_at = now()
    if search.due_at is None or rhythm != was:
        search.due_at = next_asking(rhythm, search.person_id, now())


def forget_search(actor: Actor, search_id: int) -> None:
    """Removes one of the actor's saved searches, with what it told.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    with transaction():
        db.session.delete(my_search(actor, search_id))
        withdraw(topic(search_id))


def tell_no_more(person_id: int, search_id: int) -> None:
    """Has a search tell its person nothing any more, in the transaction at hand; it stays among those they keep."""
    search = db.session.get(SavedSearch, search_id, populate_existing=True)
    if search is not None and search.person_id == person_id:
        set_wishes(search, search.name, Rhythm.NEVER, by_mail=False)
