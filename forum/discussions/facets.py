"""What results of the search are narrowed down by in discussions: the space, the year, and the tags."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.core.text import slug
from forum.discussions.models import Space, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.search.facets import Facet, register_facet

LONGEST_SLUG = 100
"""What stands for a value, in the tables and in documents."""


def space_words(actor: Actor, slugs: Collection[str]) -> Mapping[str, str]:
    """The names of spaces, of those that the actor sees."""
    query = select(Space.slug, Space.name).where(Space.slug.in_(sorted(slugs)), visible(actor, Space))
    return {row.slug: row.name for row in db.session.execute(query)}


def tag_words(actor: Actor, slugs: Collection[str]) -> Mapping[str, str]:
    """The names of tags, of those under which the actor finds a thread."""
    found = select(ThreadTag.tag_id).join(Thread, Thread.id == ThreadTag.thread_id)
    found = found.where(ThreadTag.tag_id == Tag.id, visible(actor, Thread))
    query = select(Tag.slug, Tag.name).where(Tag.slug.in_(sorted(slugs)), found.exists())
    return {row.slug: row.name for row in db.session.execute(query)}


def year_words(_actor: Actor, years: Collection[str]) -> Mapping[str, str]:
    return {year: year for year in years if is_year(year)}


def is_year(typed: str) -> bool:
    return len(typed) == 4 and typed.isascii() and typed.isdigit()


def slug_of(typed: str) -> str:
    made = slug(typed, LONGEST_SLUG)
    return "" if made == "-" else made


PLACE = Facet(
    "place", ("dans", "in", "espace", "space"), lambda: _("Espace"), space_words, slug_of, topics=("discussions",)
)
YEAR = Facet(
    "year",
    ("annee", "year"),
    lambda: _("Année"),
    year_words,
    lambda typed: typed if is_year(typed) else "",
    lambda: ("2025",),
    is_by_value=True,
)
TAG = Facet(
    "tag",
    ("mot", "mot-cle", "mots-cles", "tag", "tags", "keyword"),
    lambda: _("Mot-clé"),
    tag_words,
    slug_of,
    topics=("discussions",),
)
for facet in (PLACE, TAG, YEAR):
    register_facet(facet)
