"""Taking a sheet out of the library, and bringing it back."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.practices.events import SheetArchived, SheetPublished
from forum.practices.models import Sheet, SheetState
from forum.practices.services.ask_changes import reasons_in
from forum.practices.services.content import find_sheet
from forum.practices.services.passages import close_review, find_passage, open_review_of, require_on_committee
from forum.practices.services.stepping import take_step
from forum.practices.services.submit_sheet import ARCHIVED
from forum.practices.workflow import Step


def archive_sheet(actor: Actor, sheet_id: int, reason: str) -> Sheet:
    """Takes a sheet out of the library; again changes nothing. A revision before the committee goes no further.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.archive".
        Invalid: there is no reason.
        Conflict: it was never in the library.
    """
    reason = reasons_in("reason", reason, _("Donnez le motif : il reste dans l’historique de la fiche."))
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.archive", sheet)
        if sheet.state == SheetState.ARCHIVED:
            return sheet
        take_step(sheet, Step.ARCHIVE, actor.person_id, {"reason": reason})
        review = open_review_of(sheet_id)
        if review is not None:
            close_review(review, ARCHIVED)
        sheet.listed_at = now()
        touch("library", f"sheet:{sheet_id}")
        record(SheetArchived(sheet_id))
    return sheet


def reinstate_sheet(actor: Actor, sheet_id: int, reason: str) -> Sheet:
    """Brings an archived sheet back, as readers saw it; again changes nothing. A revision of it is a draft.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.reinstate".
        Invalid: there is no reason.
        Conflict: it is not archived, but not in the library either.
    """
    reason = reasons_in("reason", reason, _("Donnez le motif : il reste dans l’historique de la fiche."))
    with transaction():
        passage = find_passage(sheet_id)
        require_on_committee(actor, "sheet.reinstate", passage)
        sheet = passage.sheet
        if sheet.is_listed:
            return sheet
        take_step(sheet, Step.REINSTATE, actor.person_id, {"reason": reason})
        if sheet.latest_version != sheet.published_version:
            take_step(sheet, Step.REVISE, actor.person_id)
        sheet.listed_at = now()
        touch("library", f"sheet:{sheet_id}")
        record(SheetPublished(sheet_id))
    return sheet
