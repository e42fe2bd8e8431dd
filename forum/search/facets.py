"""What results are narrowed down by: each facet's name in addresses, in the box, and on the page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from forum.core.actor import Actor


@dataclass(frozen=True)
class Facet:
    """Something that documents are counted and narrowed down by.

    Args:
        name: in addresses and in documents: "domain".
        typed: what may stand before the colon in the box, folded, French first: ("domaine", "domain").
        label: its heading on the page, in the reader's language.
        words: given the reader and values as slugs, how those read; a value left out is not shown.
        value_of: given what was typed after the colon, the slug that is meant: « à généraliser » → "to-be-generalised";
            empty where there is no such value.
        examples: what may be typed, in the reader's language; none where anything may.
        topics: what `words` reads from the tables (forum/core/changes.py), so that it is asked again once that changed.
        is_by_value: values are shown in the order of what stands for them, the largest first: years.
    """

    name: str
    typed: tuple[str, ...]
    label: Callable[[], str]
    words: Callable[[Actor, Collection[str]], Mapping[str, str]]
    value_of: Callable[[str], str]
    examples: Callable[[], Sequence[str]] = tuple
    topics: tuple[str, ...] = ()
    is_by_value: bool = False


_facets: dict[str, Facet] = {}


def register_facet(facet: Facet) -> None:
    """Lets results be narrowed down by something that documents hold."""
    _facets[facet.name] = facet


def facets() -> Mapping[str, Facet]:
    """Every facet by its name, in the order they were registered."""
    return _facets
