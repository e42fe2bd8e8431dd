"""Bringing a file into what one writes."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from config import Settings
from forum.core import uploads
from forum.core.actor import Actor
from forum.core.errors import Conflict, TooMany
from forum.core.models import now
from forum.core.policy import require
from forum.core.transactions import transaction
from forum.core.uploads import Upload
from forum.extensions import db
from forum.writing.models import Attachment

HOUR = timedelta(hours=1)
MOST_UNCLAIMED = 100
"""Files of a person that nothing shows yet."""


def bring_file(actor: Actor, upload: Upload) -> Attachment:
    """Keeps a file that its bringer may put into a text; theirs alone until the text is sent.

    Args:
        actor: who brings it.
        upload: one that was examined (`uploads.examined`).

    Raises:
        NotAllowed: see the rule "file.bring".
        TooMany: too many in an hour.
        Conflict: too many of theirs are shown nowhere yet.
    """
    with transaction():
        require(actor, "file.bring")
        keep_pace(actor.person_id)
        file = Attachment(
            person_id=actor.person_id,
            fingerprint=uploads.keep(upload),
            name=upload.name,
            media_type=upload.media_type,
            size=len(upload.content),
            width=upload.width,
            height=upload.height,
            brought_at=now(),
        )
        db.session.add(file)
        db.session.flush()
    return file


def keep_pace(person_id: int) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    mine = Attachment.person_id == person_id
    lately = func.count().filter(Attachment.brought_at > now() - HOUR)
    waiting = func.count().filter(Attachment.holder.is_(None))
    brought, unclaimed = db.session.execute(select(lately, waiting).select_from(Attachment).where(mine)).one()
    if brought >= settings.files_per_hour:
        raise TooMany(
            _("Vous avez apporté %(max)d fichiers en une heure. Attendez un moment, puis réessayez.", max=brought),
            int(HOUR.total_seconds()),
        )
    if unclaimed >= MOST_UNCLAIMED:
        raise Conflict(
            _(
                "Plus de %(max)d de vos fichiers ne sont montrés nulle part. Envoyez d’abord vos messages.",
                max=unclaimed,
            )
        )
