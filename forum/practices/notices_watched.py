"""What is told to who watches filters of the library: a sheet that falls under them was published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.events import on
from forum.core.policy import can
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words
from forum.practices.authors import authors_of
from forum.practices.documents import documents
from forum.practices.events import SheetPublished
from forum.practices.filters import parse_filters
from forum.practices.matching import Found, falls_under
from forum.practices.models import LISTED, Sheet, SheetFacet
from forum.practices.services.watched import watched_by_anybody

APPEARED = "sheet.appeared"


@notice_words(APPEARED, "watched")
def appeared(facts: Mapping[str, Any]) -> str:
    """A sheet was published that falls under filters one watches."""
    return _("Une fiche vient de paraître sous des filtres que vous suivez : « %(title)s ».", title=facts["title"])


@on(SheetPublished, "watched-filters")
def tell_watchers(events: Sequence[SheetPublished]) -> None:
    """Tells whoever watches filters under which a sheet falls, once a sheet; never its authors."""
    watched = watched_by_anybody() if events else {}
    for sheet_id in sorted({event.sheet_id for event in events}):
        sheet = db.session.scalar(select(Sheet).where(Sheet.id == sheet_id, LISTED))
        described = documents([sheet_id])
        if sheet is None or not described:
            continue
        found = Found(values_of_sheet(sheet), described[0])
        watchers = {
            person_id
            for filters, people in watched.items()
            if falls_under(found, parse_filters(filters))
            for person_id, since in people
            if since <= (sheet.published_at or sheet.created_at)  # the revision of an older one is nothing new
        }
        for person_id in sorted(watchers - set(authors_of([sheet_id])[sheet_id].people)):
            tell_watcher(person_id, sheet)


def values_of_sheet(sheet: Sheet) -> Mapping[str, set[str]]:
    """The values of each facet that a sheet has."""
    values: dict[str, set[str]] = {"language": {sheet.language}, "opinion": {sheet.opinion}, "year": {str(sheet.year)}}
    rows = select(SheetFacet.facet, SheetFacet.value_slug).where(SheetFacet.sheet_id == sheet.id)
    for facet, value in db.session.execute(rows):
        values.setdefault(facet, set()).add(value)
    return values


def tell_watcher(person_id: int, sheet: Sheet) -> None:
    person = db.session.get(Person, person_id)
    if person is None or not can(actor_of(person), "sheet.see", sheet):
        return
    url = f"/practices/{sheet.id}-{sheet.slug}"
    tell(person_id, APPEARED, f"sheet:{sheet.id}:appeared", {"title": sheet.title}, url)
