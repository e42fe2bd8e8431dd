"""Bringing an old version of a sheet back, as a new one."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotFound
from forum.core.events import record
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.comparing import Content
from forum.practices.events import SheetChanged
from forum.practices.fields import OF_THE_COMMITTEE
from forum.practices.models import Sheet
from forum.practices.services.content import describe, find_sheet
from forum.practices.services.history import note
from forum.practices.services.save_sheet import latest_version_of, put_version, version_of
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step


def restore_version(actor: Actor, sheet_id: int, number: int, *, seen_version: int) -> Sheet:
    """Saves what an old version said as a new version; restoring what is said already changes nothing.

    Args:
        actor: who edits the sheet.
        number: the version to bring back.
        seen_version: the latest version that the actor knows of; nothing else is put aside.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.edit"; or there is no such version.
        Conflict: another version was saved since; or the sheet is before the committee, or archived.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.edit", sheet)
        old, latest = version_of(sheet_id, number), latest_version_of(sheet)
        if old is None:
            raise NotFound
        content = with_what_the_committee_said(old.content, latest.content)
        if content == latest.content:
            return sheet
        if seen_version != sheet.latest_version:
            raise Conflict(_("Une autre version de cette fiche vient d’être enregistrée. Lisez-la avant de rétablir."))
        take_step(sheet, Step.REVISE, actor.person_id)
        latest.is_autosave = False  # what is put aside can be brought back too
        put_version(actor, sheet, latest, content, is_autosave=False).restored_from = number
        if sheet.published_version is None:
            describe(sheet, content)
        note(sheet_id, "restored", actor.person_id, {"version": sheet.latest_version, "restored": number})
        touch(f"sheet:{sheet_id}")
        record(SheetChanged(sheet_id))
    return sheet


def with_what_the_committee_said(content: Content, latest: Content) -> dict[str, str]:
    """An old text, with the committee's opinion of today: it is no part of what authors bring back."""
    said = {key: latest[key] for key in OF_THE_COMMITTEE if key in latest}
    return {key: text for key, text in content.items() if key not in OF_THE_COMMITTEE} | said
