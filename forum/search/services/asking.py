"""Asking the index, and showing what it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import to_user_timezone
from markupsafe import Markup

from forum.core.actor import Actor
from forum.core.models import now
from forum.core.pieces import kept_piece
from forum.search.documents import Result, sources
from forum.search.engine import NOTHING, Found, Hit, IndexUnusable, Question, current_engine
from forum.search.excerpts import excerpt
from forum.search.grammar import parse
from forum.search.query import Query
from forum.search.services.address import BEST, Asking
from forum.search.services.chips import Chip, chips_of, typed_values
from forum.search.services.choices import (
    SYNONYMS,
    Choices,
    Versions,
    as_of_now,
    asked_for,
    choices_of,
    labels_of,
    shown_facets,
)
from forum.search.services.helping import FEW, NO_HELP, Help, help_with, without_filters
from forum.search.synonyms import synonyms, with_synonyms

PAGE = 20
MOST_BESIDE = 10
"""Results that hold only some of the words, shown after few that hold all."""


@dataclass(frozen=True)
class Row:
    """One row of the results' page.

    Args:
        kind: of the document.
        result: what the feature says of it.
        excerpt: of its text, with what was looked for marked.
        more: how many others of its discussion were found, where the list is grouped.
    """

    kind: str
    result: Result
    excerpt: Markup
    more: int = 0


@dataclass(frozen=True)
class Beside:
    """What may be meant beside few results.

    Args:
        rows: to show.
        hits: what they show.
    """

    rows: Sequence[Row] = ()
    hits: Sequence[Hit] = ()


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class Answer:
    """What the results' page shows.

    Args:
        asking: what its address asks for.
        query: what was read from the box.
        rows: one page of results.
        found: what the engine says: how many there are in all, and where the next page begins.
        beside: what holds only some of the words, where few hold all; counted nowhere.
        facets: what they can be narrowed down to.
        chips: what they are narrowed down by.
        help: what may lead on where little or nothing was found.
        is_asked: something was looked for.
        is_ready: the index could be asked; otherwise it is being made anew.
    """

    asking: Asking
    query: Query
    rows: Sequence[Row] = ()
    found: Found = NOTHING
    beside: Beside = NOTHING_BESIDE
    facets: Sequence[Choices] = ()
    chips: Sequence[Chip] = ()
    help: Help = NO_HELP
    is_asked: bool = True
    is_ready: bool = True

    @property
    def words(self) -> str:
        """What is typed in the box, its filters left out."""
        return without_filters(self.asking.text)


def search(actor: Actor, asking: Asking) -> Answer:
    """Looks for what the actor may find.

    By three statements of the site's own and one for each kind of what is shown, whatever is found; by one more for
    each facet whose values were not read since they changed. Where few things hold all the words, what holds some of
    them is asked for and shown besides, as if by another question.

    Args:
        actor: the reader, whose audiences are part of the question.
        asking: what the address of the page says.
    """
    versions = as_of_now()
    question = question_of(actor, asking, versions)
    query = question.query
    chosen, unwanted = chosen_in(asking), typed_values(asking.text, is_unwanted=True)
    if query.is_empty and not question.narrowed:
        return Answer(asking, query, chips=chips_of(asking, {}), is_asked=False)
    try:
        found = current_engine().search(question)
        labels = labels_of(actor, asked_for(found.counts, chosen, unwanted), versions)
        chips = chips_of(asking, labels)
        helped = help_with(actor, question, found, chips, lambda other: question_of(actor, other, versions))
    except IndexUnusable:
        return Answer(asking, query, chips=chips_of(asking, {}), is_ready=False)
    rows = rows_of(actor, found.hits, query)
    facets = choices_of(found.counts, chosen, labels, found.total)
    return Answer(asking, query, rows, found, beside(actor, question, found, rows), facets, chips, helped)


def beside(actor: Actor, question: Question, found: Found, rows: Sequence[Row]) -> Beside:
    """What holds only some of the words, where something holds all of them but few things do, the best first.

    Args:
        actor: the reader, whose audiences are part of the question.
        question: that was asked.
        found: what it gave.
        rows: of it; what they speak of is not shown again.
    """
    words = sum(not wanted.is_phrase for wanted in question.query.wanted)
    if not 0 < found.total < FEW or found.is_loose or words < 2 or question.after or question.order != BEST:
        return NOTHING_BESIDE
    try:
        loose = current_engine().search(replace(question, is_loose=True, counted=(), size=MOST_BESIDE))
    except IndexUnusable:
        return NOTHING_BESIDE
    shown, titles = {(hit.kind, hit.id) for hit in found.hits}, {row.result.title for row in rows}
    hits = [hit for hit in loose.hits if (hit.kind, hit.id) not in shown]
    others = [row for row in rows_of(actor, hits, question.query) if row.result.title not in titles]
    return Beside(others, hits)


def question_of(actor: Actor, asking: Asking, versions: Versions) -> Question:
    """What the engine is asked.

    What is wanted of facets in the box narrows down as if it were chosen on the page: another choice can be seen.
    """
    query = parse(asking.text, to_user_timezone(now()).date())
    book = kept_piece(("synonyms",), tuple(each for each in versions if each[0] == SYNONYMS), synonyms)
    typed = tuple(each for each in query.narrowed if not each.is_unwanted)
    unwanted = tuple(each for each in query.narrowed if each.is_unwanted)
    return Question(
        with_synonyms(replace(query, narrowed=unwanted), book),
        actor.audiences,
        (*typed, *asking.narrowed),
        asking.order,
        asking.is_grouped,
        tuple(shown_facets()),
        asking.after,
        PAGE,
    )


def chosen_in(asking: Asking) -> Mapping[str, tuple[str, ...]]:
    """The values chosen of each facet, in the box and on the page."""
    typed = typed_values(asking.text)
    names = dict.fromkeys((*typed, *asking.chosen))
    return {name: tuple(dict.fromkeys((*typed.get(name, ()), *asking.chosen.get(name, ())))) for name in names}


def rows_of(actor: Actor, hits: Sequence[Hit], query: Query) -> list[Row]:
    """The rows of the hits that the actor may still read: one statement a kind."""
    shown = results_of(actor, hits)
    return [
        Row(hit.kind, result, excerpt(hit.body, query), hit.more)
        for hit in hits
        if (result := shown.get((hit.kind, hit.id)))
    ]


def results_of(actor: Actor, hits: Sequence[Hit]) -> Mapping[tuple[str, int], Result]:
    """What features say of hits, by kind and id; nothing of what the actor may not read."""
    asked: dict[str, list[int]] = defaultdict(list)
    for hit in hits:
        asked[hit.kind].append(hit.id)
    shown: dict[tuple[str, int], Result] = {}
    for name in [name for name in sources() if name in asked]:
        together = sources()[name].together
        if together is None:
            shown.update({(name, number): row for number, row in sources()[name].results(actor, asked[name]).items()})
        elif name in asked:
            kinds = [other for other in asked if other in sources() and sources()[other].together is together]
            shown.update(together(actor, {kind: asked.pop(kind) for kind in kinds}))
    return shown
