"""What every verb that writes in a case shares: words checked, paced, sealed, and sent once."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from forum.core.actor import Actor
from forum.core.checking import checked_text
from forum.core.ratelimits import count_once
from forum.extensions import db
from forum.mediation.models import Entry, EntryKind, MediationCase
from forum.mediation.sealing import open_seal

LONGEST_WORDS = 10_000


def checked_words(words: str, field: str = "words") -> str:
    """What was written, tidied.

    Raises:
        Invalid: there is nothing to read in it, or too much of it.
    """
    return checked_text(field, words, LONGEST_WORDS, _("Écrivez quelque chose avant d’envoyer."))


def keep_pace(actor: Actor) -> None:
    """Counts one more thing that a person writes in cases.

    Raises:
        TooMany: they wrote as much as a minute holds.
    """
    count_once("mediation", actor.person_id, current_app.config["SETTINGS"].posts_per_minute)


def written_before(actor: Actor, submission: str | None) -> Entry | None:
    """What the same page already wrote."""
    if submission is None:
        return None
    mine = Entry.author_id == actor.person_id
    return db.session.scalar(select(Entry).where(mine, Entry.submission == submission))


def add_entry(
    actor: Actor,
    case: MediationCase,
    kind: EntryKind,
    words: str,
    *,
    private_to: int | None = None,
    about_id: int | None = None,
    submission: str | None = None,
) -> Entry:
    """Writes something, sealed, in a case that is held."""
    entry = Entry(
        case_id=case.id,
        kind=kind.value,
        stage=case.stage,
        author_id=actor.person_id,
        private_to=private_to,
        about_id=about_id,
        submission=submission,
    )
    entry.sealed = open_seal(case.id, case.wrapped_key).close(words, entry.place)
    db.session.add(entry)
    db.session.flush()
    return entry
