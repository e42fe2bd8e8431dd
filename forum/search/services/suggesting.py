"""What is offered while somebody types in the box: things by their titles, and what features know besides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.core.actor import Actor
from forum.core.text import tidy_line
from forum.search.documents import Result, sources
from forum.search.engine import Hit, IndexUnusable, current_engine
from forum.search.services.asking import results_of

FEWEST_LETTERS = 2
LONGEST_TYPED = 100
OF_ONE_KIND = 3
AT_ONCE = 10

Suggester = Callable[[Actor, str], Sequence[Result]]


@dataclass(frozen=True)
class Suggestion:
    """One thing that somebody may mean.

    Args:
        kind: what it is, in the reader's language.
        result: where it leads, and what is said of it.
    """

    kind: str
    result: Result


@dataclass(frozen=True)
class Registered:
    """What a feature offers beside its documents: tags."""

    label: Callable[[], str]
    offer: Suggester


_suggesters: dict[str, Registered] = {}


def register_suggester(name: str, label: Callable[[], str], offer: Suggester) -> None:
    """Offers something in the box that is no document.

    Args:
        name: of what is offered.
        label: its kind, in the reader's language.
        offer: given the reader and what was typed, what begins so under the reader's rights, by one statement.
    """
    _suggesters[name] = Registered(label, offer)


def suggest(actor: Actor, typed: str) -> Sequence[Suggestion]:
    """What the actor may mean, three of each kind at most, ten in all.

    Args:
        actor: the reader, who is offered nothing that they may not open.
        typed: as far as it goes.
    """
    typed = tidy_line(typed)[:LONGEST_TYPED]
    if len(typed) < FEWEST_LETTERS:
        return []
    hits = hits_of(actor, typed)
    shown = results_of(actor, hits)
    found = [Suggestion(sources()[hit.kind].word, result) for hit in hits if (result := shown.get((hit.kind, hit.id)))]
    for each in _suggesters.values():
        found += [Suggestion(each.label(), result) for result in each.offer(actor, typed)[:OF_ONE_KIND]]
    return found[:AT_ONCE]


def hits_of(actor: Actor, typed: str) -> Sequence[Hit]:
    """Documents by their titles, some of each kind; none while there is no index."""
    kinds = [name for name, source in sources().items() if source.is_suggested]
    try:
        engine = current_engine()
        return [hit for kind in kinds for hit in engine.suggest(typed, actor.audiences, (kind,), OF_ONE_KIND)]
    except IndexUnusable:
        return []
