"""What the search field of the library finds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.search.engine import IndexUnusable, Question, current_engine
from forum.search.grammar import parse
from forum.search.query import Narrowing
from forum.search.synonyms import with_synonyms

KIND = "sheet"
MOST_FOUND = 1_000
"""Sheets among which filters narrow down: beyond, words say too little to be looked for."""


@dataclass(frozen=True)
class SheetsFound:
    """The sheets that hold some words.

    Args:
        ids: the best first; None where nothing was looked for.
        total: how many there are; more than `ids` where they are too many.
        is_loose: none holds all the words, so that any of them was enough.
        is_ready: the index could be asked; otherwise it is being made.
    """

    ids: Sequence[int] | None = None
    total: int = 0
    is_loose: bool = False
    is_ready: bool = True


EVERYTHING = SheetsFound()


def find_sheets(actor: Actor, words: str) -> SheetsFound:
    """Looks for sheets; for nothing where nothing was typed."""
    if not words:
        return EVERYTHING
    query = with_synonyms(parse(words))
    if query.is_empty:
        return SheetsFound(ids=())
    sheets = Narrowing("kind", (KIND,))
    try:
        found = current_engine().search(Question(query, actor.audiences, (sheets,), counted=(), size=MOST_FOUND))
    except IndexUnusable:
        return SheetsFound(ids=(), is_ready=False)
    return SheetsFound([hit.id for hit in found.hits], found.total, found.is_loose)
