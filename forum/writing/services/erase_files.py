"""Erasing files that were brought and never shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select

from forum.core import jobs, uploads
from forum.core.models import now
from forum.core.transactions import transaction
from forum.extensions import db
from forum.writing.files import files_in
from forum.writing.models import Attachment, Draft

KEPT_UNSHOWN = timedelta(days=2)
BATCH = 500


@uploads.keeps_files
def fingerprints_of_attachments(fingerprints: Iterable[str]) -> Iterable[str]:
    """Those that files in what people write still stand on."""
    asked = Attachment.fingerprint.in_(list(fingerprints))
    return db.session.scalars(select(Attachment.fingerprint).where(asked).distinct())


@jobs.every(minute="40", hour="3")
def erase_unshown_files() -> None:
    """Erases the files that nothing shows two days after they were brought, save those in a draft of their bringer."""
    after = 0
    while True:
        with transaction():
            waiting = db.session.execute(
                select(Attachment.id, Attachment.person_id)
                .where(Attachment.id > after, Attachment.holder.is_(None))
                .where(Attachment.brought_at < now() - KEPT_UNSHOWN)
                .order_by(Attachment.id)
                .limit(BATCH)
            ).all()
            drafted = files_in_drafts({person_id for _, person_id in waiting})
            unshown = [file_id for file_id, _ in waiting if file_id not in drafted]
            # What somebody claims at this very moment stays.
            erased = (
                delete(Attachment)
                .where(Attachment.id.in_(unshown), Attachment.holder.is_(None))
                .returning(Attachment.fingerprint)
            )
            gone = db.session.scalars(erased, execution_options={"synchronize_session": False}).all()
        uploads.erase_unused(gone)
        if len(waiting) < BATCH:
            return
        after = waiting[-1][0]


def files_in_drafts(people: set[int]) -> set[int]:
    """The files that drafts of some people show."""
    drafts = db.session.scalars(select(Draft.fields).where(Draft.person_id.in_(people))) if people else ()
    return {number for fields in drafts for number in files_in(str(fields.get("body", "")))}
