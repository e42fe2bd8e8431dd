"""The sheets that communities put forward, as their readers may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.extensions import db
from forum.practices.models import LISTED, CommunitySheet, Sheet
from forum.practices.queries.cards import SheetCard, card_of, cards_in_order
from forum.practices.queries.finding import find_sheets

MOST_FOUND = 10


@dataclass(frozen=True)
class SheetForward:
    """A sheet that a community puts forward, with a word on why."""

    card: SheetCard
    note: str


def sheets_forward(actor: Actor, community_id: int) -> Sequence[SheetForward]:
    """The sheets that a community puts forward and that are in the library, in its order, by one statement."""
    query = (
        select(Sheet, CommunitySheet.note)
        .join(CommunitySheet, CommunitySheet.sheet_id == Sheet.id)
        .where(CommunitySheet.community_id == community_id, LISTED, visible(actor, Sheet))
        .order_by(CommunitySheet.position, CommunitySheet.sheet_id)
    )
    return [SheetForward(card_of(sheet), note) for sheet, note in db.session.execute(query)]


def sheets_to_choose(actor: Actor, words: str) -> Sequence[SheetCard]:
    """The sheets in the library that hold some words, the best first; none for none."""
    return cards_in_order(actor, list(find_sheets(actor, words).ids or ())[:MOST_FOUND])
