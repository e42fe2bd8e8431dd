"""The shelves of the demonstration's people: collections, bookmarks, watched filters."""

from __future__ import annotations

from typing import Any

from forum.accounts.sessions import actor_of
from forum.demo.people import People
from forum.demo.sheets import Linked
from forum.demo.texts import days_before, table
from forum.demo.transpositions import sheet_of
from forum.practices.services.bookmarks import bookmark_sheet
from forum.practices.services.collections import note_sheet, put_in, start_collection
from forum.practices.services.watched import watch_filters


def add_shelves(people: People, linked: Linked) -> None:
    """Fills the shelves.

    Args:
        people: whose they are.
        linked: gives the real address of a sheet.
    """
    described = table("collections.toml")
    for facts in described["collection"]:
        add_collection(facts, people, linked)
    for facts in described["bookmark"]:
        for name in facts["sheets"]:
            bookmark_sheet(actor_of(people[facts["by"]]), sheet_of(name, linked))
    for facts in described["watched"]:
        watch_filters(actor_of(people[facts["by"]]), facts["filters"], facts["name"])


def add_collection(facts: dict[str, Any], people: People, linked: Linked) -> None:
    owner = actor_of(people[facts["by"]])
    made = start_collection(owner, facts["name"], facts["about"], is_public=facts["is_public"])
    for entry in facts["sheet"]:
        sheet_id = sheet_of(entry["name"], linked)
        put_in(made, sheet_id)
        note_sheet(owner, made.id, sheet_id, entry["note"])
    made.created_at = made.changed_at = days_before(facts["days"], "18:00")
