"""The values that a published sheet is found by."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, select

from forum.core.changes import touch
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.facets import FACETS
from forum.practices.models import Sheet, SheetFacet, SheetVersion

BATCH = 200


def write_facets(sheet_id: int, content: Mapping[str, str]) -> None:
    """Puts the values of what readers see in place of those there were, in the transaction at hand."""
    db.session.execute(delete(SheetFacet).where(SheetFacet.sheet_id == sheet_id))
    for facet in FACETS.values():
        for found_by, value in (facet.values(content) if facet.values else {}).items():
            db.session.add(SheetFacet(sheet_id=sheet_id, facet=facet.key, value_slug=found_by, value=value))


def write_all_facets() -> int:
    """Writes anew what each published sheet is found by: for when facets are read otherwise than before.

    Returns:
        how many sheets there were.
    """
    done = last = 0
    while ids := published_after(last):
        with transaction():
            for sheet_id, content in contents_of(ids):
                write_facets(sheet_id, content)
                done += 1
        last = ids[-1]
    with transaction():
        touch("library")
    return done


def published_after(last: int) -> list[int]:
    query = select(Sheet.id).where(Sheet.id > last, Sheet.published_version.is_not(None))
    return list(db.session.scalars(query.order_by(Sheet.id).limit(BATCH)))


def contents_of(ids: list[int]) -> list[tuple[int, Mapping[str, str]]]:
    found = db.session.execute(
        select(Sheet.id, SheetVersion.content)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.published_version))
        .where(Sheet.id.in_(ids))
    )
    return [(sheet_id, content) for sheet_id, content in found]
