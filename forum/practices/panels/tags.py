"""What the page of a tag shows of the library."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.panels import panel
from forum.core.policy import visible
from forum.discussions.models import Tag
from forum.extensions import db
from forum.practices.models import LISTED, Sheet, SheetFacet

MOST_SHEETS = 20


@panel("tag.main")
def tagged_sheets(actor: Actor, tag_id: int) -> str:
    """The published sheets under a tag."""
    query = (
        select(Sheet)
        .join(SheetFacet, SheetFacet.sheet_id == Sheet.id)
        .join(Tag, Tag.slug == SheetFacet.value_slug)
        .where(Tag.id == tag_id, SheetFacet.facet == "tag", visible(actor, Sheet))
        .where(LISTED)
    )
    found = list(db.session.scalars(query.order_by(Sheet.published_at.desc()).limit(MOST_SHEETS)))
    return render_template("practices/panel.html", sheets=found) if found else ""
