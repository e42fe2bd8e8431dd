"""What of the library can be searched: all that a published sheet says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from forum.core import audience
from forum.core.actor import Actor
from forum.core.events import on
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.events import SheetArchived, SheetPublished
from forum.practices.facets import FACETS
from forum.practices.fields import FIELDS, Kind, values_of
from forum.practices.models import LISTED, Sheet, SheetVersion
from forum.practices.queries.quotations import as_visitors_read
from forum.search.documents import Document, Result, Source, register_source
from forum.search.services import index

WEIGHTS = {"generalise": 1.0, "follow": 0.6, "discuss": 0.3}
"""How much the committee recommends a sheet, by its opinion: nothing is said of one that it did not retain."""


def ids(after: int, limit: int) -> Sequence[int]:
    """The ids of sheets, in order."""
    return list(db.session.scalars(select(Sheet.id).where(Sheet.id > after).order_by(Sheet.id).limit(limit)))


def documents(ids: Sequence[int]) -> Sequence[Document]:
    """Published sheets as documents, in the words that readers see."""
    query = (
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.published_version))
        .where(Sheet.id.in_(ids), LISTED)
    )
    found = db.session.execute(query).all()
    versions = as_visitors_read([version for _sheet, version in found])
    return [document_of(sheet, version) for (sheet, _stored), version in zip(found, versions, strict=True)]


def document_of(sheet: Sheet, version: SheetVersion) -> Document:
    content = version.content
    parts = []
    for field in FIELDS:
        if field.key in ("title", "summary", "language", "opinion"):
            continue
        text = version.html.get(field.key, "") if field.kind == Kind.TEXT else content.get(field.key, "")
        parts.append(Markup(text).striptags() if field.kind == Kind.TEXT else text)  # noqa: S704
    return Document(
        kind="sheet",
        id=sheet.id,
        audience=audience.PUBLIC,
        title=sheet.title,
        body=" · ".join(part for part in parts if part),
        written_at=sheet.published_at or sheet.created_at,
        language=sheet.language,
        tags=tuple(values_of(content.get("tags", ""))),
        author=content.get("authors", ""),
        summary=Markup(version.html.get("summary", "")).striptags() or sheet.summary,  # noqa: S704
        facets=facets_of(sheet, content),
        weight=WEIGHTS.get(sheet.opinion, 0.0),
    )


def facets_of(sheet: Sheet, content: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """What a sheet is narrowed down by in the search."""
    facets = {
        "domain": tuple(FACETS["domain"].values(content)) if FACETS["domain"].values else (),
        "opinion": (sheet.opinion,) if sheet.opinion else (),
        "year": (str(sheet.year),) if sheet.year else (),
    }
    return {name: values for name, values in facets.items() if values}


def results(actor: Actor, ids: Sequence[int]) -> Mapping[int, Result]:
    """Sheets as rows of the results' page."""
    found = db.session.scalars(select(Sheet).where(Sheet.id.in_(ids), LISTED, visible(actor, Sheet)))
    return {
        sheet.id: Result(
            sheet.title,
            url_for("practices.sheet", sheet_id=sheet.id, slug=sheet.slug),
            (sheet.place, str(sheet.year or "")),
        )
        for sheet in found
    }


register_source(
    Source("sheet", lambda: _("Fiches pratiques"), ids, documents, results, one=lambda: _("Fiche pratique"))
)


@on(SheetPublished, "search")
def index_published(events: Sequence[SheetPublished]) -> None:
    """Puts published sheets into the index."""
    index("sheet", [event.sheet_id for event in events])


@on(SheetArchived, "search")
def unindex_archived(events: Sequence[SheetArchived]) -> None:
    """Takes archived sheets out of the index: what is no document any more goes."""
    index("sheet", [event.sheet_id for event in events])
