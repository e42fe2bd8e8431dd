"""What follows when a quotation may be read, or may no more: every place that shows the sheet says so."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.extensions import db
from forum.practices.events import QuotationsChanged
from forum.practices.models import Sheet


def show_quotations_anew(sheet_ids: Collection[int]) -> None:
    """Has pages, the index, feeds, harvesters and the PDF of sheets made anew, in the transaction at hand.

    Pages and exports read quotations as they are allowed at that moment; what must be told is what keeps a copy.
    """
    if not sheet_ids:
        return
    query = select(Sheet).where(Sheet.id.in_(sorted(sheet_ids))).order_by(Sheet.id).with_for_update()
    for sheet in db.session.scalars(query.execution_options(populate_existing=True)):
        if sheet.is_listed:
            sheet.listed_at = now()
        record(QuotationsChanged(sheet.id))
    touch("library", *(f"sheet:{sheet_id}" for sheet_id in sheet_ids))
