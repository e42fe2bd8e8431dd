"""What every verb of the committee begins with: the sheet, read anew, and whether the actor may judge it."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.errors import Conflict, NotAllowed
from forum.core.models import now
from forum.core.policy import can, require
from forum.extensions import db
from forum.practices.authors import authors_of
from forum.practices.committee import INTEREST_WORDS, Passage, interest_of
from forum.practices.models import Review
from forum.practices.policy import EDITOR
from forum.practices.services.content import find_sheet


def find_passage(sheet_id: int) -> Passage:
    """A sheet with the passage before the committee that is open, read anew and held until the end of the verb.

    Raises:
        NotFound: there is no such sheet.
    """
    sheet = find_sheet(sheet_id)
    return Passage(sheet, authors_of([sheet_id])[sheet_id], open_review_of(sheet_id))


def require_on_committee(actor: Actor, permission: str, passage: Passage) -> None:
    """Lets pass who has a permission on a passage; an editor who can't judge it is told why.

    Raises:
        NotFound: the actor may not even see the sheet.
        NotAllowed: they may not do this.
    """
    require(actor, "sheet.see", passage.sheet)
    if can(actor, permission, passage):
        return
    interest = interest_of(actor, passage.authors) if actor.has_role(EDITOR) else None
    raise NotAllowed(str(INTEREST_WORDS[interest]) if interest else "")


def require_same(passage: Passage, review_id: int) -> Review:
    """The open passage, when it is the one that was read.

    Args:
        review_id: of the passage that the actor had before their eyes.

    Raises:
        Conflict: it is over, or the sheet was submitted again since.
    """
    if passage.review is None or passage.review.id != review_id:
        raise Conflict(
            _("Cette fiche n’est plus devant le comité telle que vous l’avez lue. Rechargez la page et vérifiez.")
        )
    return passage.review


def open_review_of(sheet_id: int) -> Review | None:
    """The passage before the committee that is not over."""
    return db.session.scalar(select(Review).where(Review.sheet_id == sheet_id, Review.closed_at.is_(None)))


def close_review(review: Review, outcome: str) -> None:
    """Ends a passage before the committee."""
    review.closed_at = now()
    review.outcome = outcome
