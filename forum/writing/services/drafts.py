"""Drafts: what a person began to write somewhere, kept until it is sent or thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from config import Settings
from forum.core.actor import Actor
from forum.core.errors import Conflict, TooLarge
from forum.core.models import now
from forum.core.ratelimits import count_once
from forum.core.text import is_blank, tidy
from forum.core.transactions import transaction
from forum.extensions import db
from forum.writing.models import Draft
from forum.writing.places import require_writing

MOST_DRAFTS = 200
MOST_FIELDS = 20
LONGEST_NAME = 40
ROOM_BESIDE = 5_000
"""Characters that a draft may hold beside the longest text: its title, its tags."""
SAVES_PER_MINUTE = 60
WRITTEN = ("title", "body")
"""The fields that a person writes in; where these are blank there is no draft, whatever was chosen beside."""


class OtherDraft(Conflict):
    """The draft was saved from another window meanwhile, or sent or thrown away there."""


def save_draft(actor: Actor, place: str, fields: Mapping[str, Any], version: int) -> Draft | None:
    """Keeps what a person writes in a place; one draft a place. A blank one is thrown away.

    Args:
        actor: who writes.
        place: "thread:12" (forum/writing/places.py).
        fields: what the form holds, texts and lists of texts.
        version: of the draft that the page began with, 0 for none.

    Raises:
        NotFound: there is no such place, or none where the actor may write.
        NotAllowed: the actor may not write there.
        OtherDraft: another window saved, sent or threw away the draft since.
        Conflict: the person keeps as many drafts as is possible.
        TooLarge: it is longer than what may be sent.
        TooMany: too often in a minute.
    """
    kept = checked_fields(fields)
    count_once("drafts", actor.person_id, SAVES_PER_MINUTE)
    try:
        return write_draft(actor, place, kept, version)
    except IntegrityError:  # two windows saved their first words at once
        db.session.rollback()
        raise other_window(draft_at(actor.person_id, place)) from None


def write_draft(actor: Actor, place: str, fields: dict[str, Any], version: int) -> Draft | None:
    with transaction():
        require_writing(actor, place)
        draft = draft_at(actor.person_id, place)
        if is_empty(fields):
            erase_draft(actor.person_id, place)
            return None
        if draft is not None and draft.fields == fields:
            return draft
        if draft is None and version == 0:
            return begin_draft(actor.person_id, place, fields)
        if draft is None or draft.version != version:
            raise other_window(draft)
        saved = db.session.scalar(
            update(Draft)
            .where(Draft.person_id == actor.person_id, Draft.place == place, Draft.version == version)
            .values(fields=fields, version=version + 1, saved_at=now())
            .returning(Draft.version)
            .execution_options(synchronize_session=False)
        )
        db.session.expire(draft)
        if saved is None:
            raise other_window(draft_at(actor.person_id, place))
    return draft


def begin_draft(person_id: int, place: str, fields: dict[str, Any]) -> Draft:
    many = db.session.scalar(select(func.count()).select_from(Draft).where(Draft.person_id == person_id)) or 0
    if many >= MOST_DRAFTS:
        raise Conflict(
            _("Vous gardez déjà %(max)d brouillons. Jetez-en un pour en commencer un autre.", max=MOST_DRAFTS)
        )
    draft = Draft(person_id=person_id, place=place, fields=fields, version=1, saved_at=now())
    db.session.add(draft)
    db.session.flush()
    return draft


def discard_draft(actor: Actor, place: str) -> None:
    """Throws a draft away, wherever it is of; where there is none, nothing happens."""
    with transaction():
        erase_draft(actor.person_id, place)


def erase_draft(person_id: int, place: str) -> None:
    """Erases, in the transaction at hand, the draft of what is sent."""
    db.session.execute(
        delete(Draft)
        .where(Draft.person_id == person_id, Draft.place == place)
        .execution_options(synchronize_session=False)
    )


def draft_at(person_id: int, place: str) -> Draft | None:
    """A person's draft of a place, as the database has it now."""
    return db.session.get(Draft, (person_id, place), populate_existing=True)


def checked_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a draft keeps of a form: texts and lists of texts, tidied.

    Raises:
        TooLarge: that is more than what may be sent.
    """
    kept = {
        name: [tidy(str(item)) for item in held] if isinstance(held, list) else tidy(str(held))
        for name, held in fields.items()
        if isinstance(held, (str, int, list))
    }
    settings: Settings = current_app.config["SETTINGS"]
    size = sum(len(json.dumps(held, ensure_ascii=False)) for held in kept.values())
    too_long = size > 2 * settings.max_post_characters + ROOM_BESIDE or len(kept) > MOST_FIELDS
    if too_long or any(len(name) > LONGEST_NAME for name in kept):
        raise TooLarge(_("Ce brouillon est trop long pour être gardé."))
    return kept


def is_empty(fields: Mapping[str, Any]) -> bool:
    return all(is_blank(str(fields.get(name, ""))) for name in WRITTEN)


def other_window(draft: Draft | None) -> OtherDraft:
    if draft is None:
        return OtherDraft(_("Ce brouillon a été envoyé ou jeté dans une autre fenêtre."))
    return OtherDraft(_("Ce brouillon a été modifié dans une autre fenêtre."))
