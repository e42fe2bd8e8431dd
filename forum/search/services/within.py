"""Looking for something in one place, whose documents may be found nowhere else."""

from __future__ import annotations

from dataclasses import replace

from forum.core.actor import Actor
from forum.search.documents import audience_within
from forum.search.engine import IndexUnusable, current_engine
from forum.search.services.address import Asking
from forum.search.services.asking import Answer, question_of, rows_of
from forum.search.services.choices import as_of_now
from forum.search.services.helping import FEW, Help, respelt


def search_within(actor: Actor, place: str, asking: Asking) -> Answer:
    """Looks for what the actor may find in a place, and for nothing else: other spellings are those of its words too.

    By a statement of the site's own, and one for each kind of what is shown.

    Args:
        actor: the reader, whose audiences are part of the question.
        place: the slug that its documents have.
        asking: what is looked for there.
    """
    question = question_of(actor, asking, as_of_now())
    mine = frozenset(audience_within(token, place) for token in actor.audiences)
    question = replace(question, audiences=mine, counted=())
    if question.query.is_empty and not question.narrowed:
        return Answer(asking, question.query, is_asked=False)
    try:
        found = current_engine().search(question)
        is_helped = found.total < FEW and not asking.after
        spelt = respelt(question.query.text, mine) if is_helped else ""
    except IndexUnusable:
        return Answer(asking, question.query, is_ready=False)
    return Answer(asking, question.query, rows_of(actor, found.hits, question.query), found, help=Help(spelt))
