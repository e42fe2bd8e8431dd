"""Giving one's opinion of a sheet; the one that completes the quorum settles what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from config import Settings
from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import day, in_language
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.practices.committee import NOT_RETAINED, verdict
from forum.practices.fields import OPINIONS
from forum.practices.models import Opinion, Review, Sheet, SheetVersion
from forum.practices.services.ask_changes import reasons_in
from forum.practices.services.history import note
from forum.practices.services.passages import close_review, find_passage, require_on_committee, require_same
from forum.practices.services.publish_sheet import show_to_readers
from forum.practices.services.stepping import take_step
from forum.practices.workflow import SheetState, Step

PUBLISHED = "published"


def give_opinion(actor: Actor, sheet_id: int, review_id: int, opinion: str, reasons: str) -> Sheet:
    """Gives an opinion, or another in its place while the passage is open; the same again changes nothing.

    Once `REVIEW_QUORUM` members agree to retain the sheet, it is published with the committee's opinion; once as many
    agree not to, the passage ends without publication (forum/practices/committee.py).

    Args:
        actor: an editor whom nothing ties to the authors.
        review_id: the passage that they had before their eyes.
        opinion: a token of `OPINIONS`.
        reasons: why, for the committee and the authors.

    Raises:
        NotFound, NotAllowed: see the rule "review.opinion".
        Invalid: there is no such opinion, or no reason.
        Conflict: the passage is over, or nobody took the sheet.
    """
    if opinion not in dict(OPINIONS):
        raise Invalid("opinion", _("Choisissez un avis."))
    reasons = reasons_in("reasons", reasons, _("Dites pourquoi : vos raisons aident à améliorer la fiche."))
    with transaction():
        passage = find_passage(sheet_id)
        require_on_committee(actor, "review.opinion", passage)
        given = opinion_of(review_id, actor.person_id)
        if given is not None and (given.opinion, given.reasons) == (opinion, reasons):
            return passage.sheet  # the button was pressed twice
        review = require_same(passage, review_id)
        require_taken(passage.sheet)
        if given is None:
            given = Opinion(review_id=review.id, editor_id=actor.person_id)
            db.session.add(given)
        given.opinion, given.reasons, given.given_at = opinion, reasons, now()
        db.session.flush()
        opinions = opinions_on(review.id)
        settings: Settings = current_app.config["SETTINGS"]
        settled = verdict(opinions, settings.review_quorum)
        facts = {"given": len(opinions), "quorum": settings.review_quorum, "settles": settled is not None}
        note(sheet_id, "opinion", actor.person_id, facts)
        settle(actor, passage.sheet, review, settled)
        touch(f"sheet:{sheet_id}")
    return passage.sheet


def require_taken(sheet: Sheet) -> None:
    """Lets pass a sheet that somebody follows.

    Raises:
        Conflict: nobody does.
    """
    if sheet.state != SheetState.IN_REVIEW:
        raise Conflict(_("Personne ne suit encore cette fiche. Prenez-la d’abord."))


def opinion_of(review_id: int, editor_id: int) -> Opinion | None:
    return db.session.scalar(select(Opinion).where(Opinion.review_id == review_id, Opinion.editor_id == editor_id))


def opinions_on(review_id: int) -> Sequence[str]:
    return list(db.session.scalars(select(Opinion.opinion).where(Opinion.review_id == review_id).order_by(Opinion.id)))


def settle(actor: Actor, sheet: Sheet, review: Review, opinion: str | None) -> None:
    """Does what the committee's opinion calls for, once there is one."""
    if opinion is None:
        return
    if opinion == NOT_RETAINED:
        take_step(sheet, Step.DECLINE, None, {"version": review.version})
        close_review(review, NOT_RETAINED)
        return
    version = version_with_opinion(actor, sheet, review, opinion)
    take_step(sheet, Step.PUBLISH, None, {"opinion": opinion, "version": version.number})
    close_review(review, PUBLISHED)
    show_to_readers(sheet, version)


def version_with_opinion(actor: Actor, sheet: Sheet, review: Review, opinion: str) -> SheetVersion:
    """What was reviewed, with the committee's opinion and the day, as a version of its own: each stays as it was."""
    reviewed = db.session.scalars(
        select(SheetVersion).where(SheetVersion.sheet_id == sheet.id, SheetVersion.number == review.version)
    ).one()
    content = {**reviewed.content, "opinion": opinion, "proofread_on": today_in(sheet.language)}
    sheet.latest_version += 1
    sheet.changed_at = now()
    version = SheetVersion(
        sheet_id=sheet.id, number=sheet.latest_version, content=content, html=reviewed.html, author_id=actor.person_id
    )
    db.session.add(version)
    db.session.flush()
    return version


def today_in(language: str) -> str:
    """Today where the site is, as it is written in a language."""
    settings: Settings = current_app.config["SETTINGS"]
    with in_language(language):
        return day(now().astimezone(ZoneInfo(settings.default_timezone)).date())
