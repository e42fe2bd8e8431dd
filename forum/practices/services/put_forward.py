"""Sheets that a community puts forward, each with a word on why: by those who hold it."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select

from forum.communities.models import Community
from forum.communities.services.finding import find_community
from forum.core.actor import Actor
from forum.core.addresses import LARGEST_ID
from forum.core.changes import touch
from forum.core.errors import Invalid, NotFound
from forum.core.policy import can, require, visible
from forum.core.text import tidy_line
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import CommunitySheet, Sheet
from forum.practices.services.collections import Move

LONGEST_NOTE = 200
MOST_SHEETS = 20
"""A choice, and no second library."""
ADDRESS = re.compile(r"(?:https?://[^\s/]+)?/practices/(\d{1,10})(?:[-/?#]\S*)?")


def put_forward(actor: Actor, community_id: int, address: str, note: str = "") -> Sheet:
    """Puts a sheet of the library forward, below the others; one that is there gets the new words.

    Args:
        address: the sheet's, with or without the site's name before it.
        note: why, 200 characters at most.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold".
        Invalid: it is no address of a sheet in the library, the note is too long, or there are twenty already.
    """
    note = tidy_line(note)
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_NOTE))
    sheet_id = sheet_at(address)
    with transaction():
        community = community_to_change(actor, community_id)
        sheet = listed_sheet(actor, sheet_id)
        entries = entries_of(community_id)
        entry = next((one for one in entries if one.sheet_id == sheet_id), None)
        if entry is None and len(entries) >= MOST_SHEETS:
            raise Invalid(
                "address", _("Vingt fiches sont déjà mises en avant. Ôtez-en une pour faire place à celle-ci.")
            )
        if entry is None:
            entry = CommunitySheet(
                community_id=community_id,
                sheet_id=sheet_id,
                position=max((one.position for one in entries), default=0) + 1,
                put_by=actor.person_id,
            )
            db.session.add(entry)
        entry.note = note
        say_it_changed(community)
    return sheet


def sheet_at(address: str) -> int:
    """The id of the sheet of an address.

    Raises:
        Invalid: no sheet has such an address.
    """
    found = ADDRESS.fullmatch(tidy_line(address))
    if found is None or int(found.group(1)) > LARGEST_ID:
        raise Invalid("address", _("Copiez l’adresse d’une fiche de la bibliothèque : elle contient « /practices/ »."))
    return int(found.group(1))


def listed_sheet(actor: Actor, sheet_id: int) -> Sheet:
    sheet = db.session.get(Sheet, sheet_id, populate_existing=True)
    if sheet is None or not sheet.is_listed or not can(actor, "sheet.see", sheet):
        raise Invalid("address", _("Cette fiche n’est pas dans la bibliothèque."))
    return sheet


def take_back(actor: Actor, community_id: int, sheet_id: int) -> None:
    """Puts a sheet forward no longer. Again, it changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold".
    """
    with transaction():
        community = community_to_change(actor, community_id)
        entry = db.session.get(CommunitySheet, (community_id, sheet_id), populate_existing=True)
        if entry is not None:
            db.session.delete(entry)
            say_it_changed(community)


def move_forward(actor: Actor, community_id: int, sheet_id: int, move: Move) -> None:
    """Moves a sheet among those that a community puts forward; those out of sight keep their places.

    Raises:
        NotFound, NotAllowed: see the rule "community.hold"; or the sheet is not among them.
    """
    with transaction():
        community = community_to_change(actor, community_id)
        seen = select(Sheet.id).where(visible(actor, Sheet))
        entries = entries_of(community_id, CommunitySheet.sheet_id.in_(seen))
        at = next((place for place, entry in enumerate(entries) if entry.sheet_id == sheet_id), None)
        if at is None:
            raise NotFound
        to = {Move.FIRST: 0, Move.UP: max(at - 1, 0), Move.DOWN: at + 1, Move.LAST: len(entries)}[move]
        places = [entry.position for entry in entries]
        entries.insert(to, entries.pop(at))
        for place, entry in zip(places, entries, strict=True):
            entry.position = place
        say_it_changed(community)


def entries_of(community_id: int, *conditions: ColumnElement[bool]) -> list[CommunitySheet]:
    query = select(CommunitySheet).where(CommunitySheet.community_id == community_id, *conditions)
    order = query.order_by(CommunitySheet.position, CommunitySheet.sheet_id)
    return list(db.session.scalars(order.execution_options(populate_existing=True)))


def community_to_change(actor: Actor, community_id: int) -> Community:
    community = find_community(actor, community_id)
    require(actor, "community.hold", community)
    return community


def say_it_changed(community: Community) -> None:
    touch("communities", f"community:{community.id}")
