"""What results of the search are narrowed down by in the library, beside the year: domain, opinion, keywords."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.i18n import LANGUAGES, current_language, in_language
from forum.discussions.facets import TAG
from forum.practices.facets import IN_ENGLISH
from forum.practices.fields import OPINIONS, opinion_words, value_slug
from forum.practices.queries.catalogue import catalogue
from forum.search.facets import Facet, register_facet


def words_in_sheets(facet: str) -> Callable[[Actor, Collection[str]], Mapping[str, str]]:
    """How values read in published sheets, which everybody may see."""

    def words(_actor: Actor, slugs: Collection[str]) -> Mapping[str, str]:
        held, language = catalogue(), current_language()
        return {slug: held.words(facet, slug, language) for slug in slugs if slug in held.facets.get(facet, {})}

    return words


def words_of_tags(actor: Actor, slugs: Collection[str]) -> Mapping[str, str]:
    """How keywords read in discussions, or else in sheets."""
    return {**words_in_sheets("tag")(actor, slugs), **TAG.words(actor, slugs)}


def domain_of(typed: str) -> str:
    made = value_slug(typed)
    return IN_ENGLISH.get(made, made)


def opinion_of(typed: str) -> str:
    """The opinion that is meant, by its name or by its words in any language."""
    asked = value_slug(typed)
    for language in LANGUAGES:
        with in_language(language):
            for opinion, words in OPINIONS:
                if asked in (value_slug(opinion), value_slug(str(words))):
                    return opinion
    return ""


def opinions(_actor: Actor, values: Collection[str]) -> Mapping[str, str]:
    return {value: opinion_words(value) for value in values if value in dict(OPINIONS)}


def opinion_examples() -> Sequence[str]:
    return [value_slug(str(words)) for _opinion, words in OPINIONS]


register_facet(replace(TAG, words=words_of_tags, topics=("discussions", "library")))
register_facet(
    Facet(
        "domain",
        ("domaine", "domaines", "domain"),
        lambda: _("Domaine"),
        words_in_sheets("domain"),
        domain_of,
        topics=("library",),
    )
)
register_facet(
    Facet("opinion", ("avis", "opinion"), lambda: _("Avis du comité"), opinions, opinion_of, opinion_examples)
)
