"""Giving a thread another title, or filing it otherwise. Addresses carry its number: the old ones lead there still."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.core.actor import Actor
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.discussions.events import ThreadChanged
from forum.discussions.models import Tag, Thread, ThreadAct, ThreadKind, ThreadTag
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread, touch_threads, write_down
from forum.discussions.services.holding.changing import change_thread
from forum.discussions.services.open_thread import checked_tags, checked_title, tags_of
from forum.extensions import db


def rename_thread(actor: Actor, thread_id: int, title: str, reason: str = "") -> Thread:
    """Changes the title of a thread, and the words of its address.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: title or reason can't be accepted.
    """
    title, reason = checked_title(title), checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id)
        return change_thread(actor, Act.RENAME, thread, reason, title=title, slug=slug(title))


def file_thread(actor: Actor, thread_id: int, kind: str, tags: Sequence[str], reason: str = "") -> Thread:
    """Changes what a thread is for, and the keywords it stands under.

    Args:
        kind: a discussion, a question or a call for experience.
        tags: all of its keywords from now on.

    Raises:
        NotFound, NotAllowed: see the rule "thread.hold".
        Invalid: kind, tags or reason can't be accepted.
    """
    if kind not in list(ThreadKind):
        raise Invalid("kind", _("Choisissez la forme de la discussion."))
    words, reason = checked_tags(tags), checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id)
        before = filed_under(thread)
        after = {"kind": str(kind), "tags": {tag.slug: tag.name for tag in tags_of(words)}}
        if before == after:
            return thread
        write_down(actor, Act.FILE, thread, {"before": before, "after": after}, reason)
        put_under(thread, after)
    return thread


def put_back_under(thread: Thread, act: ThreadAct) -> None:
    """Has a thread stand where it did before an act."""
    put_under(thread, act.facts["before"])


def filed_under(thread: Thread) -> dict[str, Any]:
    tags = select(Tag.slug, Tag.name).join(ThreadTag, ThreadTag.tag_id == Tag.id)
    found = db.session.execute(tags.where(ThreadTag.thread_id == thread.id).order_by(Tag.slug))
    return {"kind": thread.kind, "tags": {row.slug: row.name for row in found}}


def put_under(thread: Thread, place: Mapping[str, Any]) -> None:
    thread.kind = place["kind"]
    db.session.execute(delete(ThreadTag).where(ThreadTag.thread_id == thread.id))
    for tag in tags_of(dict(place["tags"])):
        db.session.add(ThreadTag(thread_id=thread.id, tag_id=tag.id))
    touch_threads(thread)
    record(ThreadChanged(thread.id))
