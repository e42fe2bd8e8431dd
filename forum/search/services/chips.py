"""What narrows the results down, each as something that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from forum.search.analysis import asked_words
from forum.search.grammar.days import day_of
from forum.search.grammar.filters import AUTHOR, DAYS, filter_named, value_of
from forum.search.grammar.tokens import Piece, Value, pieces
from forum.search.grammar.writing import join
from forum.search.services.address import Asking
from forum.search.services.choices import Labels, shown_facets


@dataclass(frozen=True)
class Chip:
    """One thing that narrows the results down.

    Args:
        label: what it is: « Mot-clé : climat », « Sans auteur : Marie ».
        without: what is asked where it is taken away.
    """

    label: str
    without: Asking


def chips_of(asking: Asking, labels: Labels) -> Sequence[Chip]:
    """All that narrows the results down: what is typed in the box as a filter, then what is chosen on the page."""
    return [*typed_chips(asking, labels), *chosen_chips(asking, labels)]


def typed_chips(asking: Asking, labels: Labels) -> Iterator[Chip]:
    found = list(pieces(asking.text))
    for number, piece in enumerate(found):
        name = filter_named(piece.name) if piece.name else ""
        if not name:
            continue
        for at, value in enumerate(piece.values):
            if not is_understood(name, value.text):
                continue
            reads = labels.get(name, {}).get(value_of(name, value.text), value.text)
            others = with_values(found, number, (*piece.values[:at], *piece.values[at + 1 :]))
            yield Chip(said(name, reads, is_unwanted=piece.is_unwanted), asking.saying(others))


def is_understood(name: str, typed: str) -> bool:
    """Whether a value that was typed narrows anything down."""
    if name in DAYS:
        return day_of(typed) is not None
    return any(True for _word in asked_words(typed)) if name == AUTHOR else bool(value_of(name, typed))


def chosen_chips(asking: Asking, labels: Labels) -> Iterator[Chip]:
    for name, values in asking.chosen.items():
        for value in values:
            reads = labels.get(name, {}).get(value, value)
            yield Chip(said(name, reads), asking.toggled(name, value))


def said(name: str, value: str, *, is_unwanted: bool = False) -> str:
    """A filter in words."""
    heading = heading_of(name)
    if is_unwanted:
        return _("sauf %(filter)s : %(value)s", filter=heading.lower(), value=value)
    return _("%(filter)s : %(value)s", filter=heading, value=value)


def heading_of(name: str) -> str:
    match name:
        case "author":
            return _("Auteur")
        case "after":
            return _("Depuis")
        case "before":
            return _("Avant")
    facet = shown_facets().get(name)
    return str(facet.label()) if facet is not None else name


def typed_values(text: str, *, is_unwanted: bool = False) -> Mapping[str, tuple[str, ...]]:
    """The values of facets that are wanted in the box, or those that are not."""
    found: dict[str, tuple[str, ...]] = {}
    for piece in pieces(text):
        name = facet_of(piece)
        if name and piece.is_unwanted is is_unwanted:
            values = (value_of(name, value.text) for value in piece.values)
            found[name] = (*found.get(name, ()), *(value for value in values if value))
    return found


def facet_of(piece: Piece) -> str:
    name = filter_named(piece.name) if piece.name else ""
    return "" if name == AUTHOR or name in DAYS else name


def toggled(asking: Asking, facet: str, value: str) -> Asking:
    """With one value of a facet more, or without it, wherever it is narrowed down: in the box, or on the page."""
    found = list(pieces(asking.text))
    places = [at for at, piece in enumerate(found) if facet_of(piece) == facet and not piece.is_unwanted]
    if not places or value in asking.chosen.get(facet, ()):
        return asking.toggled(facet, value)
    for at in places:
        kept = tuple(each for each in found[at].values if value_of(facet, each.text) != value)
        if len(kept) < len(found[at].values):
            return asking.saying(with_values(found, at, kept))
    return asking.saying(with_values(found, places[0], (*found[places[0]].values, Value(value))))


def with_values(found: Sequence[Piece], at: int, values: tuple[Value, ...]) -> str:
    """The text of the box with other values in one of its filters; without the filter where there are none."""
    changed = [replace(found[at], typed="", values=values)] if values else []
    return join([*found[:at], *changed, *found[at + 1 :]])
