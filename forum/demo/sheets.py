"""The demonstration's practice sheets, brought in by the importer of reports and published."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.sessions import actor_of
from forum.core.actor import Actor
from forum.demo.people import People
from forum.demo.texts import DATA, days_before
from forum.practices.models import Sheet
from forum.practices.services import import_report, link_translation, publish_at_once

Linked = Callable[[str], str]

FOUNDING, FOUNDING_IN_ENGLISH = "osez-la-mediation.fr", "osez-la-mediation.en"
PUBLISHED = {
    FOUNDING: 50,
    FOUNDING_IN_ENGLISH: 50,
    "conseil-cooperatif.fr": 41,
    "accueil-au-portail.fr": 33,
    "messages-clairs.fr": 24,
    "atelier-ecoute-recreation.fr": 12,
    "retour-d-exclusion.fr": 5,
}
"""The reports beside this module, and how many days before today the sheet of each was published."""


def add_sheets(people: People) -> Linked:
    """Imports and publishes the sheets, the founding programme's first.

    Returns:
        what puts a sheet's address in place of `sheet:conseil-cooperatif.fr` in a text.
    """
    editor = actor_of(people["francoise"])
    sheets = {name: add_sheet(editor, name, days) for name, days in PUBLISHED.items()}
    link_translation(editor, sheets[FOUNDING_IN_ENGLISH].id, sheets[FOUNDING].id)

    def linked(text: str) -> str:
        for name, sheet in sheets.items():
            text = text.replace(f"(sheet:{name})", f"(/practices/{sheet.id}-{sheet.slug})")
        return text

    return linked


def add_sheet(editor: Actor, name: str, days: int) -> Sheet:
    report = (DATA / "sheets" / f"{name}.txt").read_text(encoding="utf-8")
    sheet = publish_at_once(editor, import_report(editor, report).id)
    sheet.created_at = sheet.changed_at = sheet.published_at = days_before(days, "14:00")
    return sheet
