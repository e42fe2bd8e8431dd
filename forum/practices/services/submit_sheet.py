"""Submitting a sheet to the committee, and taking it back."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Review, Sheet, SheetState, SheetVersion
from forum.practices.services.content import find_sheet
from forum.practices.services.passages import close_review, open_review_of
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step

WITHDRAWN, ARCHIVED = "withdrawn", "archived"
UNANSWERED = (WITHDRAWN, ARCHIVED)
"""What became of a passage that ended without a word of the committee."""


def submit_sheet(actor: Actor, sheet_id: int, *, seen_version: int) -> Sheet:
    """Submits the latest version to the committee; submitting it again changes nothing.

    What is submitted stays as it is until it is withdrawn, or the committee has answered.

    Args:
        actor: its owner, or a co-author who may submit.
        seen_version: the version that the actor has before their eyes; nothing else is submitted in its place.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.submit".
        Conflict: another version was saved since; or the sheet is neither a draft nor sent back for changes.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.submit", sheet)
        if seen_version != sheet.latest_version:
            raise Conflict(_("Une autre version de cette fiche vient d’être enregistrée. Lisez-la avant de soumettre."))
        if sheet.state in (SheetState.SUBMITTED, SheetState.IN_REVIEW):
            return sheet  # the button was pressed twice
        compared = version_to_compare_with(sheet)
        take_step(sheet, Step.SUBMIT, actor.person_id, {"version": seen_version})
        db.session.add(
            Review(sheet_id=sheet.id, version=seen_version, previous_version=compared, submitted_by=actor.person_id)
        )
        keep_version(sheet.id, seen_version)
        touch(f"sheet:{sheet.id}")
    return sheet


def withdraw_sheet(actor: Actor, sheet_id: int) -> Sheet:
    """Takes a sheet back from the committee: it is a draft again.

    Raises:
        NotFound, NotAllowed: see the rule "sheet.submit".
        Conflict: it is not before the committee.
    """
    with transaction():
        sheet = find_sheet(sheet_id)
        require(actor, "sheet.submit", sheet)
        review = open_review_of(sheet.id)
        holder = review.taken_by if review else None
        take_step(sheet, Step.WITHDRAW, actor.person_id, {"taken_by": holder} if holder else None)
        if review is not None:
            close_review(review, WITHDRAWN)
        touch(f"sheet:{sheet.id}")
    return sheet


def version_to_compare_with(sheet: Sheet) -> int | None:
    """The version that the committee answered last, or the one that readers see: what is new is new since then."""
    last = db.session.scalar(select(Review).where(Review.sheet_id == sheet.id).order_by(Review.id.desc()).limit(1))
    if last is None or last.version < (sheet.published_version or 0):
        return sheet.published_version
    return last.previous_version if last.outcome in UNANSWERED else last.version


def keep_version(sheet_id: int, number: int) -> None:
    """Makes a version one to keep, though it was saved while it was typed: no other takes its place."""
    db.session.execute(
        update(SheetVersion)
        .where(SheetVersion.sheet_id == sheet_id, SheetVersion.number == number)
        .values(is_autosave=False)
    )
