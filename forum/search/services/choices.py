"""What results can be narrowed down to: each facet with its values, as they read, and how many results each has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import versions
from forum.core.i18n import LANGUAGES
from forum.core.pieces import kept_piece
from forum.search.documents import everywhere
from forum.search.facets import Facet, facets
from forum.search.grammar.filters import BUILT_IN, KIND, LANGUAGE, value_of

MOST_CHOICES = 30
"""Values of one facet that are offered: beyond, one types."""
SYNONYMS = "synonyms"
"""The topic of the words that stand for each other."""

Labels = Mapping[str, Mapping[str, str]]
"""By facet and value, how it reads."""
Versions = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Choice:
    """A value that results can be narrowed down to.

    Args:
        value: what stands for it in addresses.
        label: how it reads.
        count: how many results the reader would be left with, of this value alone.
        is_chosen: whether it is chosen, on the page or in the box.
    """

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Choices:
    """The values of one facet.

    Args:
        facet: its name.
        label: its heading.
        choices: the most frequent first; those chosen always among them.
    """

    facet: str
    label: str
    choices: Sequence[Choice]


def kind_words(_actor: Actor, values: Collection[str]) -> Mapping[str, str]:
    return {value: str(source.label()) for value, source in everywhere().items() if value in values}


def language_words(_actor: Actor, values: Collection[str]) -> Mapping[str, str]:
    return {value: LANGUAGES[value] for value in values if value in LANGUAGES}


KINDS = Facet(KIND, BUILT_IN[KIND], lambda: _("Genre"), kind_words, lambda typed: value_of(KIND, typed))
SPOKEN = Facet(
    LANGUAGE, BUILT_IN[LANGUAGE], lambda: _("Langue"), language_words, lambda typed: value_of(LANGUAGE, typed)
)
"""What all documents have, whichever feature they are of."""


def shown_facets() -> Mapping[str, Facet]:
    """The facets of the results' page by their names, in its order."""
    return {KIND: KINDS, **facets(), LANGUAGE: SPOKEN}


def topics() -> tuple[str, ...]:
    """What the page shows beside results that is kept from one question to the next."""
    return tuple(sorted({SYNONYMS, *(topic for facet in shown_facets().values() for topic in facet.topics)}))


def as_of_now() -> Versions:
    """The versions of all of that: one statement."""
    return versions(topics())


def labels_of(actor: Actor, asked: Mapping[str, Collection[str]], now: Versions) -> Labels:
    """How values read to a reader; one that the reader may know nothing of is left out.

    Args:
        asked: the values by facet.
        now: see `as_of_now`.
    """
    labels: dict[str, Mapping[str, str]] = {}
    for name, values in asked.items():
        facet = shown_facets()[name]
        if not facet.topics:
            labels[name] = facet.words(actor, values)
        elif values:
            shown = frozenset(values)
            held = tuple(version for version in now if version[0] in facet.topics)
            key = "facet", name, shown, actor.audiences
            labels[name] = kept_piece(key, held, partial(facet.words, actor, shown))
    return labels


def choices_of(
    counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, Collection[str]], labels: Labels, total: int
) -> Sequence[Choices]:
    """The facets that narrow something down, each with its values.

    Args:
        counts: of the results, by facet and value.
        chosen: the values chosen.
        labels: how they read.
        total: how many results there are: what all of them have is no choice.
    """
    shown = []
    for name, facet in shown_facets().items():
        counted, held = counts.get(name, {}), chosen.get(name, ())
        values = [value for value in most(counted, facet) if value in labels.get(name, {})][:MOST_CHOICES]
        values += [value for value in held if value not in values]
        choices = [
            Choice(value, labels.get(name, {}).get(value, value), counted.get(value, 0), value in held)
            for value in in_order(values, counted, facet)
        ]
        if not total and not counted:
            continue  # nothing but what was chosen, which the chips say
        if held or len(choices) > 1 or any(choice.count != total for choice in choices):
            shown.append(Choices(name, str(facet.label()), choices))
    return shown


def asked_for(
    counts: Mapping[str, Mapping[str, int]], *named: Mapping[str, Iterable[str]]
) -> Mapping[str, Collection[str]]:
    """The values of each facet that may have to be read: the most frequent, and those named somewhere."""
    asked = {}
    for name, facet in shown_facets().items():
        values = most(counts.get(name, {}), facet)[: 2 * MOST_CHOICES]
        values += [value for each in named for value in each.get(name, ())]
        if values:
            asked[name] = list(dict.fromkeys(values))
    return asked


def most(counted: Mapping[str, int], facet: Facet) -> list[str]:
    """The values of most results first; of years the latest."""
    if facet.is_by_value:
        return sorted(counted, reverse=True)
    return sorted(counted, key=lambda value: (-counted[value], value))


def in_order(values: Sequence[str], counted: Mapping[str, int], facet: Facet) -> list[str]:
    return most({value: counted.get(value, 0) for value in values}, facet)
