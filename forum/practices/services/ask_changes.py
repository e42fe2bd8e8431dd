"""Sending a sheet back to its authors, with what is to change."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.models import Review
from forum.practices.services.passages import close_review, find_passage, require_on_committee, require_same
from forum.practices.services.stepping import take_step
from forum.practices.workflow import Step

CHANGES_ASKED = "changes_asked"
LONGEST_WORDS = 5_000


def ask_changes(actor: Actor, sheet_id: int, review_id: int, words: str) -> None:
    """Asks the authors for changes, which ends this passage; asking the same again changes nothing.

    Args:
        actor: who holds the sheet.
        review_id: the passage that they had before their eyes.
        words: what is to change, for the authors.

    Raises:
        NotFound, NotAllowed: see the rule "review.ask_changes".
        Invalid: nothing is said, or too much.
        Conflict: the passage is over.
    """
    words = reasons_in("words", words, _("Dites ce qui est à modifier."))
    with transaction():
        passage = find_passage(sheet_id)
        if passage.review is None and was_asked_by(actor, sheet_id, review_id):
            return  # the button was pressed twice
        require_on_committee(actor, "review.take", passage)
        review = require_same(passage, review_id)
        require_on_committee(actor, "review.ask_changes", passage)
        take_step(passage.sheet, Step.ASK_CHANGES, actor.person_id, {"words": words})
        close_review(review, CHANGES_ASKED)
        touch(f"sheet:{sheet_id}")


def was_asked_by(actor: Actor, sheet_id: int, review_id: int) -> bool:
    review = db.session.get(Review, review_id)
    return review is not None and (review.sheet_id, review.outcome, review.taken_by) == (
        sheet_id,
        CHANGES_ASKED,
        actor.id,
    )


def reasons_in(field: str, given: str, where_empty: str) -> str:
    """What somebody gave as reasons, tidied.

    Args:
        field: of the form, beside which a refusal stands.
        where_empty: what to say where there is nothing to read.

    Raises:
        Invalid: nothing is said, or too much.
    """
    text = tidy(given).strip()
    if is_blank(text):
        raise Invalid(field, where_empty)
    if len(text) > LONGEST_WORDS:
        raise Invalid(field, _("Ce texte est trop long : %(max)d caractères au plus.", max=LONGEST_WORDS))
    return text
