"""What may lead on where little or nothing was found: other spellings, fewer filters, people to ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from forum.core.actor import Actor
from forum.search.analysis import asked_words
from forum.search.documents import Result
from forum.search.engine import Found, Question, current_engine
from forum.search.grammar.filters import filter_named
from forum.search.grammar.tokens import pieces
from forum.search.services.address import Asking
from forum.search.services.chips import Chip

FEW = 3
"""With fewer results, another spelling is offered where there is one."""
MOST_TRIED = 4
"""Filters that are tried away one by one."""
MOST_WORDS = 6
"""Words whose spelling is looked up."""

AskingPlaces = Callable[[Actor, str], Sequence[Result]]


@dataclass(frozen=True)
class WayOut:
    """A filter whose going gives results.

    Args:
        chip: the filter.
        count: how many results there are without it.
    """

    chip: Chip
    count: int


@dataclass(frozen=True)
class Help:
    """What may lead on.

    Args:
        respelt: the text of the box with words that exist; empty where there is nothing better.
        ways_out: filters without which there are results, the most first.
        unfiltered: how many results there are with none of the filters, where no single one stands in the way.
        places: where the question can be put to people.
    """

    respelt: str = ""
    ways_out: Sequence[WayOut] = ()
    unfiltered: int = 0
    places: Sequence[Result] = ()


NO_HELP = Help()
_places: list[AskingPlaces] = []


def register_asking_places(places: AskingPlaces) -> None:
    """Says where somebody can put a question to which nothing was found.

    Args:
        places: given the reader and the words looked for, where to go, by one statement.
    """
    _places.append(places)


def help_with(
    actor: Actor, question: Question, found: Found, chips: Sequence[Chip], question_of: Callable[[Asking], Question]
) -> Help:
    """What is offered beside the results there are.

    Args:
        actor: the reader, beyond whose rights nothing is said.
        question: that was asked.
        found: what it gave.
        chips: the filters that hold.
        question_of: makes a question of another address.

    Raises:
        IndexUnusable: there is nothing to look in.
    """
    if question.after or (found.total >= FEW and not found.is_loose):
        return NO_HELP
    text = question.query.text
    spelt = respelt(text, question.audiences)
    if found.total:
        return Help(spelt)

    def count(asking: Asking) -> int:
        tried = question_of(asking)
        if tried.query.is_empty and not tried.narrowed:
            return 0
        return current_engine().search(replace(tried, counted=(), size=1)).total

    ways = [WayOut(chip, count(chip.without)) for chip in chips[:MOST_TRIED]]
    ways_out = sorted((way for way in ways if way.count), key=lambda way: -way.count)
    words = without_filters(text)
    unfiltered = count(Asking(words)) if len(chips) > 1 and not ways_out else 0
    places = [place for each in _places for place in each(actor, words)] if words and not ways_out else []
    return Help(spelt, ways_out, unfiltered, places)


def respelt(text: str, audiences: frozenset[str]) -> str:
    """The text of the box with words that the reader may find in place of those that nothing holds; empty for none."""
    typed = {text[start:end] for start, end in places_of_words(text)}
    if not typed:
        return ""
    spelt = current_engine().respell(sorted(typed)[:MOST_WORDS], audiences)
    written, at = "", 0
    for start, end in places_of_words(text):
        written += text[at:start] + spelt.get(text[start:end], text[start:end])
        at = end
    written += text[at:]
    return written if written.casefold() != text.casefold() else ""


def places_of_words(text: str) -> list[tuple[int, int]]:
    """Where the words of the box stand that are looked for: neither names of filters nor their values."""
    found, at = [], 0
    for piece in pieces(text):
        start = text.index(piece.typed, at)
        at = start + len(piece.typed)
        if not piece.is_unwanted and not filter_named(piece.name):
            found += [(start + word.start, start + word.end) for word in asked_words(piece.typed)]
    return found


def without_filters(text: str) -> str:
    """The words of the box alone."""
    return " ".join(piece.typed for piece in pieces(text) if not (piece.name and filter_named(piece.name)))
