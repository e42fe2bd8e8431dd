"""Remarks on a sheet before the committee: on a field or on the whole, with answers, until they are settled."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from config import Settings
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, NotFound
from forum.core.models import now
from forum.core.ratelimits import count_once
from forum.core.text import render_markdown
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.fields import BY_KEY
from forum.practices.models import Review, Sheet, SheetComment
from forum.practices.services.ask_changes import reasons_in
from forum.practices.services.history import note
from forum.practices.services.passages import find_passage, require_on_committee
from forum.practices.workflow import SheetState

OPEN_TO_REMARKS = (SheetState.SUBMITTED, SheetState.IN_REVIEW, SheetState.CHANGES_ASKED)


def comment_sheet(
    actor: Actor,
    sheet_id: int,
    words: str,
    *,
    field: str = "",
    parent_id: int | None = None,
    submission: str | None = None,
) -> SheetComment:
    """Leaves a remark, or answers one.

    Args:
        actor: an author, or an editor who may judge the sheet.
        words: in Markdown.
        field: the key of the field it is about; empty for the sheet as a whole. An answer is about the same as the
            remark that it answers.
        parent_id: the remark that it answers.
        submission: what tells the same form sent twice: the second time gives the remark that the first left.

    Raises:
        NotFound, NotAllowed: see the rule "review.comment"; or there is no such field or remark.
        Invalid: nothing is said, or too much.
        Conflict: the sheet is not before the committee.
        TooMany: remarks come too fast.
    """
    words = reasons_in("words", words, _("Écrivez votre remarque."))
    if field and field not in BY_KEY:
        raise NotFound
    twin = comment_sent_before(actor, submission)
    if twin is not None:
        return twin
    settings: Settings = current_app.config["SETTINGS"]
    try:
        with transaction():
            passage = find_passage(sheet_id)
            require_on_committee(actor, "review.comment", passage)
            require_open_to_remarks(passage.sheet)
            count_once("remarks", actor.person_id, settings.posts_per_minute)
            answered = answered_comment(sheet_id, parent_id)
            made = SheetComment(
                sheet_id=sheet_id,
                parent_id=answered.id if answered else None,
                field=answered.field if answered else field,
                version=reviewed_version(passage.sheet),
                author_id=actor.person_id,
                source=words,
                html="",
                submission=submission,
            )
            db.session.add(made)
            db.session.flush()
            made.html = render_markdown(words, f"remark-{made.id}")
            facts = {"comment": made.id, "field": made.field, "answers": answered.author_id if answered else None}
            note(sheet_id, "reply" if answered else "comment", actor.person_id, facts)
            touch(f"sheet:{sheet_id}")
    except IntegrityError:
        twin = comment_sent_before(actor, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin
    return made


def settle_comment(actor: Actor, sheet_id: int, comment_id: int, *, is_settled: bool) -> None:
    """Says that a remark is settled, or that it is not after all; saying it again changes nothing.

    Raises:
        NotFound, NotAllowed: see the rule "review.comment"; or the sheet has no such remark.
        Conflict: the sheet is not before the committee.
    """
    with transaction():
        passage = find_passage(sheet_id)
        require_on_committee(actor, "review.comment", passage)
        comment = answered_comment(sheet_id, comment_id)
        if comment is None or comment.parent_id is not None:
            raise NotFound
        if (comment.resolved_at is not None) == is_settled:
            return
        require_open_to_remarks(passage.sheet)
        comment.resolved_at = now() if is_settled else None
        comment.resolved_by = actor.person_id if is_settled else None
        note(sheet_id, "settled" if is_settled else "reopened", actor.person_id, {"field": comment.field})
        touch(f"sheet:{sheet_id}")


def require_open_to_remarks(sheet: Sheet) -> None:
    """Lets pass a sheet that is before the committee, or that the committee sent back.

    Raises:
        Conflict: it is neither.
    """
    if sheet.state not in OPEN_TO_REMARKS:
        raise Conflict(_("Cette fiche n’est plus devant le comité : les remarques y sont closes."))


def answered_comment(sheet_id: int, comment_id: int | None) -> SheetComment | None:
    """The remark of an id; the one that began, where an answer is answered.

    Raises:
        NotFound: the sheet has no such remark.
    """
    if comment_id is None:
        return None
    found = db.session.get(SheetComment, comment_id)
    if found is None or found.sheet_id != sheet_id:
        raise NotFound
    return found if found.parent_id is None else db.session.get_one(SheetComment, found.parent_id)


def reviewed_version(sheet: Sheet) -> int:
    """What was submitted last: what remarks are about."""
    submitted = select(Review.version).where(Review.sheet_id == sheet.id).order_by(Review.id.desc()).limit(1)
    return db.session.scalar(submitted) or sheet.latest_version


def comment_sent_before(actor: Actor, submission: str | None) -> SheetComment | None:
    if submission is None or not actor.is_signed_in:
        return None
    sent = SheetComment.author_id == actor.id, SheetComment.submission == submission
    return db.session.scalar(select(SheetComment).where(*sent))
