"""The filters of the box: what may be typed before the colon, and what the values after it mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from flask import has_app_context
from flask_babel import force_locale

from forum.core.i18n import LANGUAGES
from forum.core.text import slug
from forum.search.analysis import asked_words, fold
from forum.search.documents import everywhere
from forum.search.facets import facets

AUTHOR, AFTER, BEFORE = "author", "after", "before"
"""Filters that are no facets."""
KIND, LANGUAGE = "kind", "language"
DAYS = (AFTER, BEFORE)
BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "tag": ("mot", "mot-cle", "mots-cles", "tag", "tags", "keyword"),
    AUTHOR: ("auteur", "autrice", "auteure", "author"),
    "place": ("dans", "in"),
    KIND: ("genre", "type", "kind"),
    AFTER: ("apres", "depuis", "after", "since"),
    BEFORE: ("avant", "before"),
    LANGUAGE: ("langue", "language"),
}
"""The filters there are whatever features register, by what may be typed, folded: French first."""
LANGUAGE_WORDS = {"francais": "fr", "french": "fr", "fr": "fr", "anglais": "en", "english": "en", "en": "en"}


def filter_named(typed: str) -> str:
    """The filter that a word before a colon names: a facet, « author », « after », « before »; empty for none."""
    folded = fold(typed)
    for name, facet in facets().items():
        if folded in facet.typed:
            return name
    return next((name for name, words in BUILT_IN.items() if folded in words), "")


def value_of(facet: str, typed: str) -> str:
    """What stands for a typed value in addresses; empty where there is no such value."""
    registered = facets().get(facet)
    if registered is not None:
        made = registered.value_of(typed)
    elif facet == KIND:
        made = kind_of(typed)
    elif facet == LANGUAGE:
        made = LANGUAGE_WORDS.get(fold(typed), "")
    else:
        made = slug(typed)
    return "" if made == "-" else made


def kind_of(typed: str) -> str:
    """The kind that is meant by its name, or by words of what the page calls it in any language: « fiche »."""
    asked = {word.term for word in asked_words(typed)}
    for name, labels in kind_labels().items():
        said = [{word.term for word in asked_words(label)} for label in labels]
        if typed == name or (asked and any(asked <= words for words in said)):
            return name
    return ""


def kind_labels() -> dict[str, Sequence[str]]:
    """What each kind is called, in each language of the site."""
    labels: dict[str, list[str]] = {name: [] for name in everywhere()}
    for _ in each_language():
        for name, source in everywhere().items():
            labels[name].append(str(source.label()))
    return {name: tuple(found) for name, found in labels.items()}


def each_language() -> Iterator[None]:
    """Speaks each language of the site in turn; the one at hand where there is no site."""
    if not has_app_context():
        yield
        return
    for language in LANGUAGES:
        with force_locale(language):
            yield


def values_known(facet: str) -> Sequence[str]:
    """What may be typed as the value of a filter, in the reader's language; empty where anything may."""
    registered = facets().get(facet)
    if registered is not None:
        return registered.examples()
    if facet == KIND:
        return [fold(str(source.label())).split()[0] for source in everywhere().values()]
    return ("fr", "en") if facet == LANGUAGE else ()
