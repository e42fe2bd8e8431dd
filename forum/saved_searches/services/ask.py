"""Asking saved searches again, a few at a time, and telling what is new."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from sqlalchemy import CursorResult, select, update

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.notices.models import Rhythm
from forum.notices.services import tell
from forum.saved_searches.models import SavedSearch
from forum.saved_searches.news import News, news_of
from forum.saved_searches.rhythms import next_asking
from forum.saved_searches.told import REASON, topic
from forum.search.engine import IndexUnusable

FOUND = "search.found"
"""The kind of notice that tells what is new."""
AT_ONCE = 50
"""Taken from the list of those that are due at a time."""
SHOWN = 5
"""Of what is new, in a mail."""
MOST_REMEMBERED = 500
"""Things told, of one search."""
OVERLAP = timedelta(minutes=2)
"""What was being written into the index while it was asked has come in by then: it is looked at once more."""

log = structlog.get_logger("saved_searches")


def ask_due(seconds: float) -> bool:
    """Asks the saved searches that are due, the longest due first.

    Args:
        seconds: how long at most.

    Returns:
        whether some are left.
    """
    ends_at, horizon = time.monotonic() + seconds, now()
    waiting = select(SavedSearch.id, SavedSearch.due_at).where(SavedSearch.due_at <= horizon)
    while due := db.session.execute(waiting.order_by(SavedSearch.due_at, SavedSearch.id).limit(AT_ONCE)).all():
        for search_id, due_at in due:
            if time.monotonic() >= ends_at:
                return True
            if take(search_id, due_at):
                try:
                    ask_again(search_id)
                except IndexUnusable:  # it is made anew: what came in meanwhile is looked at next time
                    db.session.rollback()
                except Exception as failure:  # whatever it is, those of the others are asked
                    db.session.rollback()
                    log.error("a saved search could not be asked", search=search_id, exc_info=failure)
    return False


def take(search_id: int, due_at: datetime | None) -> bool:
    """Takes a search that is due, so that no other process asks it too: it is due again later."""
    with transaction():
        search = db.session.get(SavedSearch, search_id, populate_existing=True)
        if search is None:
            return False
        later = next_asking(Rhythm(search.rhythm), search.person_id, now())
        taken = update(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.due_at == due_at)
        result = cast(CursorResult[Any], db.session.execute(taken.values(due_at=later)))
        return result.rowcount == 1


def ask_again(search_id: int) -> None:
    """Asks one saved search, with the rights that its person has at this moment, and tells them what is new.

    Raises:
        IndexUnusable: there is nothing to look in.
    """
    moment = now()
    search = db.session.get(SavedSearch, search_id, populate_existing=True)
    person = db.session.get(Person, search.person_id) if search is not None else None
    if search is None or person is None or person.confirmed_at is None:
        return
    news = news_of(actor_of(person), search)
    with transaction():
        note_asked(search, news, moment)
        if news.count:
            tell_news(search, news, moment)


def note_asked(search: SavedSearch, news: News, moment: datetime) -> None:
    search.asked_at = max(search.asked_at, moment - OVERLAP)
    if news.count:
        search.told = [*search.told, *reversed(news.found)][-MOST_REMEMBERED:]
        search.news, search.news_at = news.count, moment


def tell_news(search: SavedSearch, news: News, moment: datetime) -> None:
    tell(
        search.person_id,
        FOUND,
        f"{topic(search.id)}:{moment:%Y%m%dT%H%M%S%f}",
        {"name": search.name, "count": news.count, "found": list(news.found[:SHOWN])},
        f"/search/saved/{search.id}",
        by_mail=search.by_mail,
        about=topic(search.id),
        topic=topic(search.id),
        reason=REASON,
    )
