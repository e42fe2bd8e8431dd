"""What of schools can be searched: what the national directory says of those that are open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from forum.core import audience
from forum.core.actor import Actor
from forum.core.events import on
from forum.core.policy import visible
from forum.extensions import db
from forum.schools.events import SchoolsChanged
from forum.schools.facets import academy_of
from forum.schools.models import School
from forum.schools.words import kind_words
from forum.search.documents import Document, Result, Source, register_source
from forum.search.services import index

UNKNOWN_DAY = date(2000, 1, 1)
"""When a school opened of which the directory does not say it: `after:2020` finds none of them."""


def ids(after: int, limit: int) -> Sequence[int]:
    """The ids of schools, in order."""
    return list(db.session.scalars(select(School.id).where(School.id > after).order_by(School.id).limit(limit)))


def documents(ids: Sequence[int]) -> Sequence[Document]:
    """Open schools as documents."""
    found = db.session.scalars(select(School).where(School.id.in_(ids), School.is_open))
    return [
        Document(
            kind="school",
            id=school.id,
            audience=audience.PUBLIC,
            title=school.name,
            summary=" ".join(filter(None, (school.city, school.uai))),  # what one looks a school up by
            body=" ".join(filter(None, (school.postcode, school.department, school.academy))),
            written_at=datetime.combine(school.opened_on or UNKNOWN_DAY, time.min, UTC),
            facets=facets_of(school),
        )
        for school in found
    ]


def facets_of(school: School) -> Mapping[str, tuple[str, ...]]:
    """What a school is narrowed down by."""
    academy = academy_of(school.academy)
    return {"school": (school.kind,), **({"academy": (academy,)} if academy else {})}


def results(actor: Actor, ids: Sequence[int]) -> Mapping[int, Result]:
    """Schools as rows of the results' page."""
    found = db.session.scalars(select(School).where(School.id.in_(ids), visible(actor, School)))
    return {
        school.id: Result(
            school.name,
            url_for("schools.school", key=school.uai or school.slug),
            (kind_words(school.kind), school.city, school.department),
        )
        for school in found
    }


register_source(Source("school", lambda: _("Établissements"), ids, documents, results, one=lambda: _("Établissement")))


@on(SchoolsChanged, "search")
def index_changed(events: Sequence[SchoolsChanged]) -> None:
    """Puts schools into the index, or out of it when they closed."""
    index("school", [school_id for event in events for school_id in event.school_ids])
