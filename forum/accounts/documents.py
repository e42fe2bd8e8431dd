"""What of people can be searched, by members alone: who they are, and what they wrote about themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.accounts.events import PersonChanged
from forum.accounts.models import Person
from forum.accounts.professions import profession_words
from forum.core import audience
from forum.core.actor import Actor
from forum.core.events import on
from forum.core.i18n import in_language
from forum.core.policy import visible
from forum.core.text import render_markdown, slug
from forum.extensions import db
from forum.search.documents import Document, Result, Source, register_source
from forum.search.services import index

KIND = "person"


def ids(after: int, limit: int) -> Sequence[int]:
    """The ids of people, in order."""
    return list(db.session.scalars(select(Person.id).where(Person.id > after).order_by(Person.id).limit(limit)))


def documents(ids: Sequence[int]) -> Sequence[Document]:
    """People as documents, once their address is confirmed."""
    found = list(db.session.scalars(select(Person).where(Person.id.in_(ids), Person.confirmed_at.is_not(None))))
    with in_language("fr"):  # the same document whoever makes it
        professions = {person.id: profession_words(person.profession) for person in found}
    return [
        Document(
            kind=KIND,
            id=person.id,
            audience=audience.MEMBERS,
            title=person.name,
            summary=professions[person.id],
            body=Markup(render_markdown(person.about, f"person-{person.id}")).striptags(),  # noqa: S704
            written_at=person.joined_at,
            language=person.language,
        )
        for person in found
    ]


def results(actor: Actor, ids: Sequence[int]) -> Mapping[int, Result]:
    """People as rows of the results' page."""
    query = select(Person.id, Person.name, Person.profession).where(Person.id.in_(ids), visible(actor, Person))
    return {
        row.id: Result(
            row.name,
            url_for("accounts.profile", person_id=row.id, slug=slug(row.name)),
            (profession_words(row.profession),),
        )
        for row in db.session.execute(query)
    }


register_source(Source(KIND, lambda: _("Personnes"), ids, documents, results, one=lambda: _("Personne")))


@on(PersonChanged, "search")
def index_changed(events: Sequence[PersonChanged]) -> None:
    """Puts people into the index, or into it again."""
    index(KIND, [event.person_id for event in events])
