"""What is new for a saved search: what its person may find now and did not find, or was not told of, before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from forum.core.actor import Actor
from forum.core.addresses import whole_addresses
from forum.saved_searches.models import SavedSearch
from forum.search.analysis import asked_words
from forum.search.documents import Result
from forum.search.engine import Hit, current_engine
from forum.search.query import Query
from forum.search.services import Asking, read_address
from forum.search.services.asking import question_of, results_of
from forum.search.services.choices import as_of_now

LOOKED_AT = 20
"""Of what came in since the last time, newest first: beyond, it is only counted."""


@dataclass(frozen=True)
class News:
    """What is new.

    Args:
        found: the newest of it, as `key_of` gives them.
        count: how much there is in all.
    """

    found: Sequence[str] = ()
    count: int = 0


NO_NEWS = News()


def key_of(kind: str, number: int) -> str:
    """One thing, as it is kept: "thread:3"."""
    return f"{kind}:{number}"


def asking_of(search: SavedSearch) -> Asking:
    """What a saved search asks for."""
    return read_address(MultiDict(parse_qsl(search.asking)))


def news_of(actor: Actor, search: SavedSearch) -> News:
    """What came into the index since a search was last asked, written since it was saved, and answers all of it.

    Args:
        actor: its person, whose audiences are part of the question.
        search: which.

    Raises:
        IndexUnusable: there is nothing to look in.
    """
    asked = question_of(actor, replace(asking_of(search), order="newest", is_grouped=False), as_of_now())
    question = replace(
        asked,
        query=by_others(actor, since_saved(search.saved_at, asked.query)),
        counted=(),
        size=LOOKED_AT,
        indexed_after=search.asked_at,
    )
    found = current_engine().search(question)
    if found.is_loose:
        return NO_NEWS
    with whole_addresses():
        told, shown = set(search.told), results_of(actor, found.hits)
    new = [
        key_of(hit.kind, hit.id)
        for hit in found.hits
        if (hit.kind, hit.id) in shown and key_of(hit.kind, hit.id) not in told
    ]
    return News(new, found.total - (len(found.hits) - len(new)) if new else 0)


def since_saved(saved_at: datetime, query: Query) -> Query:
    """Without what is older than the search: it was found when it was saved, though it may be put in again."""
    day = saved_at.date()
    return replace(query, after=max(query.after, day) if query.after else day)


def by_others(actor: Actor, query: Query) -> Query:
    """Without what the person wrote, unless they look for somebody's writings."""
    if query.authors:
        return query
    return replace(
        query, without_authors=(*query.without_authors, tuple(word.term for word in asked_words(actor.name)))
    )


def still_there(actor: Actor, keys: Sequence[str]) -> list[Result]:
    """What was new, as its person may see it at this moment, in the same order, with whole addresses."""
    named = [(kind, int(number)) for kind, number in (key.split(":") for key in keys)]
    with whole_addresses():
        shown = results_of(actor, [Hit(kind, number, "", "") for kind, number in named])
    return [shown[each] for each in named if each in shown]
