"""What speaks of the same as a text."""

from __future__ import annotations

from collections.abc import Sequence

from forum.core.actor import Actor
from forum.search.analysis import STOP_WORDS, asked_words
from forum.search.engine import Hit, IndexUnusable, Question, current_engine
from forum.search.query import Narrowing, Query, Wanted, Words
from forum.search.services.asking import Row, rows_of

MOST_TERMS = 20
"""Words of a text that are looked for, the first ones."""


def resembling(actor: Actor, text: str, kind: str, size: int) -> Sequence[Row]:
    """Documents of a kind that the actor may read and that share telling words with a text, the nearest first.

    Where all its words are too common to tell anything, as on a young site, what holds all of them.

    Args:
        actor: the reader, whose audiences are part of the question.
        text: plain.
        kind: of the documents.
        size: how many at most; none while there is no index.
    """
    terms = list(dict.fromkeys(word.term for word in asked_words(text) if word.folded not in STOP_WORDS))[:MOST_TERMS]
    if not terms:
        return []
    try:
        hits = current_engine().similar(terms, actor.audiences, (kind,), size) or holding(actor, terms, kind, size)
    except IndexUnusable:
        return []
    return rows_of(actor, hits, Query())


def holding(actor: Actor, terms: Sequence[str], kind: str, size: int) -> Sequence[Hit]:
    """Documents of a kind that hold all of some terms."""
    query = Query(wanted=tuple(Wanted((Words((term,)),)) for term in terms))
    question = Question(query, actor.audiences, (Narrowing("kind", (kind,)),), counted=(), size=size)
    found = current_engine().search(question)
    return () if found.is_loose else found.hits
