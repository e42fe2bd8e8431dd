"""Sheets that speak of the same, as the search engine finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forum.core.actor import Actor
from forum.search.analysis import STOP_WORDS, asked_words
from forum.search.engine import IndexUnusable, current_engine

MOST_SIMILAR = 4
LOOKED_AT = 12
"""More than are shown: the sheet itself and its translations are among them, and what was archived a moment ago."""
TELLING = ("title", "tags", "domains", "beneficiaries", "solution_types")
"""The fields whose words tell what a sheet is about, the most telling first."""
MOST_TERMS = 20
"""Of those that the engine is asked about."""


def similar_ids(actor: Actor, content: Mapping[str, str], *, without: int) -> Sequence[int]:
    """The ids of sheets that share words with one, the nearest first; none while there is no index.

    Args:
        actor: the reader, whose audiences are part of the question.
        content: what the sheet says.
        without: the id of the sheet itself.
    """
    terms = telling_terms(content)
    if not terms:
        return []
    try:
        found = current_engine().similar(terms, actor.audiences, ("sheet",), LOOKED_AT)
    except IndexUnusable:
        return []
    return [hit.id for hit in found if hit.id != without]


def telling_terms(content: Mapping[str, str]) -> list[str]:
    """The stems that tell what a sheet is about."""
    terms: dict[str, None] = {}
    for key in TELLING:
        for word in asked_words(content.get(key, "")):
            if word.folded not in STOP_WORDS and not word.term.isdigit():
                terms[word.term] = None
    return list(terms)[:MOST_TERMS]
