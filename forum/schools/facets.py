"""What results of the search are narrowed down by in the directory of schools: their type, their academy."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.i18n import LANGUAGES, in_language
from forum.core.policy import visible
from forum.core.text import slug
from forum.extensions import db
from forum.schools.models import School
from forum.schools.words import KINDS, kind_words
from forum.search.facets import Facet, register_facet


def words_of_kinds(_actor: Actor, kinds: Collection[str]) -> Mapping[str, str]:
    return {kind: kind_words(kind) for kind in kinds if kind in KINDS}


def kind_of(typed: str) -> str:
    """The type that is meant, by its name or by its words in any language."""
    asked = slug(typed)
    for language in LANGUAGES:
        with in_language(language):
            for kind in KINDS:
                if asked in (slug(kind), slug(kind_words(kind))):
                    return kind
    return ""


def words_of_academies(actor: Actor, slugs: Collection[str]) -> Mapping[str, str]:
    """The names of academies, as the directory writes them."""
    names = db.session.scalars(select(School.academy).where(visible(actor, School)).distinct())
    return {slug(name): name for name in names if slug(name) in slugs}


def academy_of(typed: str) -> str:
    made = slug(typed)
    return "" if made == "-" else made


register_facet(
    Facet(
        "school",
        ("etablissement", "school"),
        lambda: _("Type d’établissement"),
        words_of_kinds,
        kind_of,
        lambda: [slug(kind_words(kind)) for kind in KINDS],
    )
)
register_facet(
    Facet(
        "academy",
        ("academie", "academy"),
        lambda: _("Académie"),
        words_of_academies,
        academy_of,
        lambda: ("rennes",),
        topics=("schools",),
    )
)
