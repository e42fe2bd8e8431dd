"""Saying that one sheet translates another, and that it says what the original says today."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Sheet
from forum.practices.services.content import find_sheet
from forum.practices.services.history import note


def link_translation(actor: Actor, sheet_id: int, original_id: int) -> Sheet:
    """Links a translation to its original, so that each page leads to the other; again changes nothing.

    A translation of a translation is one of the original. It is taken to say what the original says today.

    Raises:
        NotFound, NotAllowed: the actor edits not both of them.
        Invalid: they are one sheet or of one language; or the translation has translations itself.
    """
    with transaction():
        sheet, original = find_sheet(sheet_id), find_sheet(original_id)
        require(actor, "sheet.edit", sheet)
        require(actor, "sheet.edit", original)
        if original.translation_of is not None and original.translation_of != sheet.id:
            original = find_sheet(original.translation_of)
            require(actor, "sheet.edit", original)
        refuse_what_translates_nothing(sheet, original)
        if sheet.translation_of == original.id:
            return sheet
        sheet.translation_of = original.id
        sheet.translated_version = original.published_version
        note(sheet.id, "translation_linked", actor.person_id, {"original": original.id})
        touch("library", f"sheet:{sheet.id}", f"sheet:{original.id}")
    return sheet


def refuse_what_translates_nothing(sheet: Sheet, original: Sheet) -> None:
    """
    Raises:
        Invalid: the two can't be a translation and its original.
    """
    if sheet.id == original.id or original.translation_of == sheet.id:
        raise Invalid("original", _("Une fiche ne se traduit pas elle-même."))
    if sheet.language == original.language:
        raise Invalid("original", _("Ces deux fiches sont dans la même langue."))
    if db.session.scalar(select(Sheet.id).where(Sheet.translation_of == sheet.id).limit(1)) is not None:
        raise Invalid("original", _("Cette fiche a elle-même des traductions : liez-les une à une à l’original."))


def unlink_translation(actor: Actor, sheet_id: int) -> Sheet:
    """Says that a sheet translates no other any more; again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        if sheet.translation_of is not None:
            note(sheet.id, "translation_unlinked", actor.person_id, {"original": sheet.translation_of})
            touch("library", f"sheet:{sheet.id}", f"sheet:{sheet.translation_of}")
            sheet.translation_of = sheet.translated_version = None
    return sheet


def follow_original(actor: Actor, sheet_id: int, version: int) -> Sheet:
    """Says that a translation says what the original said in one of its published versions; again changes nothing.

    Args:
        version: the published version of the original that the actor has compared with.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit".
        Invalid: the sheet translates no other, or its original was published again since.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        original = find_sheet(sheet.translation_of) if sheet.translation_of is not None else None
        if original is None or original.published_version != version:
            raise Invalid("version", _("L’original a changé entre-temps. Rechargez la page et comparez de nouveau."))
        if sheet.translated_version != version:
            sheet.translated_version = version
            note(sheet.id, "translation_current", actor.person_id, {"original": original.id, "version": version})
            touch("library", f"sheet:{sheet.id}", f"sheet:{original.id}")
    return sheet
