"""Who may see the files that people bring into what they write, and keep drafts."""

from __future__ import annotations

from forum.core.actor import Actor
from forum.core.policy import rule
from forum.writing.holders import sees_holder
from forum.writing.models import Attachment


@rule("draft.keep", of_site=True)
def keeps_drafts(actor: Actor, _: object) -> bool:
    """Members, each their own, where they may write (forum/writing/places.py)."""
    return actor.is_signed_in


@rule("file.bring", of_site=True)
def brings_files(actor: Actor, _: object) -> bool:
    """Members."""
    return actor.is_signed_in


@rule("file.see", sees=Attachment)
def sees_file(actor: Actor, file: Attachment) -> bool:
    """Who brought it, and once something shows it, those who may see that."""
    if actor.is_signed_in and file.person_id == actor.id:
        return True
    return file.holder is not None and file.holder_id is not None and sees_holder(actor, file.holder, file.holder_id)


@rule("mention.pick", of_site=True)
def picks_mentions(actor: Actor, _: object) -> bool:
    """Members, among those who may see the place where they write."""
    return actor.is_signed_in
