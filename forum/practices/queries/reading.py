"""A sheet as its page shows it, and as it is handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, or_, select

from forum.core.actor import Actor
from forum.core.errors import NotFound
from forum.core.policy import require, visible
from forum.extensions import db
from forum.practices.models import LISTED, Sheet, SheetVersion
from forum.practices.queries.cards import SheetCard, card_of
from forum.practices.queries.quotations import as_read, as_visitors_read
from forum.practices.queries.similar import MOST_SIMILAR, similar_ids


@dataclass(frozen=True)
class SheetPage:
    """A sheet with the version to show.

    Args:
        sheet: the row.
        version: what to show of it.
        translations: the same sheet in other languages, those in the library.
        similar: other sheets that speak of the same, the nearest first.
    """

    sheet: Sheet
    version: SheetVersion
    translations: Sequence[Sheet] = field(default_factory=list)
    similar: Sequence[SheetCard] = ()

    @property
    def original(self) -> Sheet | None:
        """What it translates, where that is in the library."""
        return next((other for other in self.translations if other.id == self.sheet.translation_of), None)

    @property
    def is_stale_translation(self) -> bool:
        """Whether the original says something else since it was translated."""
        follows = self.sheet.translated_version
        return self.original is not None and follows is not None and follows != self.original.published_version


def sheet_page(
    actor: Actor, sheet_id: int, *, latest: bool = False, number: int | None = None, related: bool = True
) -> SheetPage:
    """A sheet as its page shows it, by two statements.

    Args:
        latest: the latest version, for who edits it, instead of the one published.
        number: any version, for who reads its history; the one published, for everybody.
        related: with its translations and similar sheets.

    Quotations are shown as the actor may see them, which takes another statement where there are any.

    Raises:
        NotFound: there is none that the actor may see.
        NotAllowed: the actor may see the sheet, but not that version of it.
    """
    shown: ColumnElement[int] = func.coalesce(Sheet.published_version, Sheet.latest_version)
    if latest:
        shown = Sheet.latest_version.expression
    found = db.session.execute(
        select(Sheet, SheetVersion)
        .outerjoin(
            SheetVersion,
            (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == (shown if number is None else number)),
        )
        .where(Sheet.id == sheet_id, visible(actor, Sheet))
    ).first()
    if found is None:
        raise NotFound
    sheet, version = found
    if latest:
        require(actor, "sheet.edit", sheet)
    elif number is not None and number != sheet.published_version:
        require(actor, "sheet.history", sheet)
    if version is None:
        raise NotFound
    version = as_read(actor, sheet, version)
    if not related:
        return SheetPage(sheet, version)
    translations, similar = related_sheets(actor, sheet, version)
    return SheetPage(sheet, version, translations, similar)


def related_sheets(actor: Actor, sheet: Sheet, version: SheetVersion) -> tuple[list[Sheet], list[SheetCard]]:
    """A sheet's translations, and what is near it, by one statement: those in the library alone."""
    near = similar_ids(actor, version.content, without=sheet.id)
    root = sheet.translation_of or sheet.id
    wanted = or_(Sheet.translation_of == root, Sheet.id == root, Sheet.id.in_(near))
    rows = list(db.session.scalars(select(Sheet).where(wanted, Sheet.id != sheet.id, LISTED, visible(actor, Sheet))))
    translations = [row for row in rows if root in (row.id, row.translation_of)]
    others = {row.id: row for row in rows if row not in translations}
    similar = [card_of(others[number]) for number in near if number in others]
    return sorted(translations, key=lambda row: row.language), similar[:MOST_SIMILAR]


def sheet_to_hand_out(sheet_id: int) -> tuple[Sheet, SheetVersion, Sequence[Sheet]]:
    """A sheet as it stands in the library, with its translations, by two statements.

    Raises:
        NotFound: see `published_sheet`.
    """
    sheet, version = published_sheet(sheet_id)
    root = sheet.translation_of or sheet.id
    translations = select(Sheet).where(
        or_(Sheet.translation_of == root, Sheet.id == root), Sheet.id != sheet.id, LISTED
    )
    return sheet, version, list(db.session.scalars(translations.order_by(Sheet.language, Sheet.id)))


def published_sheet(sheet_id: int) -> tuple[Sheet, SheetVersion]:
    """A sheet as everybody may read it, by one statement and another for its quotations: what is handed out.

    Raises:
        NotFound: it is not in the library: a draft is handed out to nobody, not even its authors.
    """
    found = db.session.execute(
        select(Sheet, SheetVersion)
        .join(SheetVersion, (SheetVersion.sheet_id == Sheet.id) & (SheetVersion.number == Sheet.published_version))
        .where(Sheet.id == sheet_id, LISTED)
    ).first()
    if found is None:
        raise NotFound
    sheet, version = found
    return sheet, as_visitors_read([version])[0]
