"""Sheets in lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, false, select

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.core.text import excerpt
from forum.extensions import db
from forum.practices.models import LISTED, Bookmark, Sheet, SheetFacet

LONGEST_SUMMARY = 220
SUMMARIES = 2_000
"""Whose first words are kept ready in a process: those of the cards that are shown."""


@dataclass(frozen=True)
class SheetCard:
    """A sheet in a list.

    Args:
        summary: its first words, as plain text.
        opinion: the committee's, as its token.
        transposition_count: how often others took it up.
        is_bookmarked: by the reader.
    """

    id: int
    slug: str
    title: str
    summary: str
    place: str
    year: int | None
    opinion: str
    language: str
    published_at: datetime
    transposition_count: int = 0
    domains: Sequence[str] = ()
    is_bookmarked: bool = False


def card_of(sheet: Sheet, domains: Sequence[str] = (), *, is_bookmarked: bool = False) -> SheetCard:
    return SheetCard(
        id=sheet.id,
        slug=sheet.slug,
        title=sheet.title,
        summary=first_words(sheet.summary),
        place=sheet.place,
        year=sheet.year,
        opinion=sheet.opinion,
        language=sheet.language,
        published_at=sheet.published_at or sheet.created_at,
        transposition_count=sheet.transposition_count,
        domains=domains,
        is_bookmarked=is_bookmarked,
    )


@lru_cache(maxsize=SUMMARIES)
def first_words(summary: str) -> str:
    """The first words of a summary: the same ones are asked for by page after page."""
    return excerpt(summary, LONGEST_SUMMARY)


def cards_of(actor: Actor, which: ColumnElement[bool]) -> Sequence[SheetCard]:
    """The cards of some sheets that the actor may see, in no order: one statement with their domains and bookmarks.

    Args:
        which: the condition that they fulfil.
    """
    rows = db.session.execute(
        select(Sheet, bookmarked_by(actor).label("is_bookmarked"), SheetFacet.value)
        .outerjoin(SheetFacet, (SheetFacet.sheet_id == Sheet.id) & (SheetFacet.facet == "domain"))
        .where(which, visible(actor, Sheet))
        .order_by(Sheet.id, SheetFacet.value)
    )
    found: dict[int, tuple[Sheet, bool, list[str]]] = {}
    for sheet, is_bookmarked, domain in rows:
        _sheet, _kept, domains = found.setdefault(sheet.id, (sheet, bool(is_bookmarked), []))
        if domain:
            domains.append(domain)
    return [card_of(sheet, domains, is_bookmarked=kept) for sheet, kept, domains in found.values()]


def cards_in_order(actor: Actor, sheet_ids: Sequence[int]) -> Sequence[SheetCard]:
    """The cards of those of some sheets that the actor may see, in the order given: one statement, none for none."""
    if not sheet_ids:
        return []
    cards = {card.id: card for card in cards_of(actor, Sheet.id.in_(sheet_ids))}
    return [cards[sheet_id] for sheet_id in sheet_ids if sheet_id in cards]


def bookmarked_by(actor: Actor) -> ColumnElement[bool]:
    """Whether a sheet is among the actor's bookmarks."""
    if not actor.is_signed_in:
        return false()
    return select(Bookmark.sheet_id).where(Bookmark.sheet_id == Sheet.id, Bookmark.person_id == actor.id).exists()


def latest_sheets(actor: Actor, limit: int) -> Sequence[SheetCard]:
    """The sheets published last."""
    query = select(Sheet).where(LISTED, visible(actor, Sheet), Sheet.translation_of.is_(None))
    return [card_of(sheet) for sheet in db.session.scalars(query.order_by(Sheet.published_at.desc()).limit(limit))]
