"""Words that stand for the same tag: what was filed under one of them goes under the tag."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid, NotFound
from forum.core.events import record
from forum.core.policy import require
from forum.core.text import is_blank, slug, tidy_line
from forum.core.transactions import transaction
from forum.discussions.events import TagsMerged
from forum.discussions.models import SpaceTag, Tag, TagSynonym, ThreadTag
from forum.discussions.services.open_thread import LONGEST_TAG
from forum.extensions import db
from forum.notices.models import Watch


def add_synonym(actor: Actor, tag_id: int, word: str) -> None:
    """Says that a word stands for a tag; a tag of that name is merged into it, with its threads and its followers.

    Raises:
        NotFound: there is no such tag.
        NotAllowed: see the rule "tag.hold".
        Invalid: it is no word, or stands for another tag already.
    """
    word = tidy_line(word).lstrip("#").strip()
    word_slug = slug(word)
    if is_blank(word) or word_slug == "-":
        raise Invalid("word", _("Donnez le mot qui a le même sens."))
    if len(word) > LONGEST_TAG:
        raise Invalid("word", _("Ce mot est trop long : %(max)d caractères au plus.", max=LONGEST_TAG))
    with transaction():
        tag = find_tag(actor, tag_id)
        if word_slug == tag.slug:
            raise Invalid("word", _("C’est le mot-clé lui-même."))
        known = db.session.get(TagSynonym, word_slug, populate_existing=True)
        if known is not None and known.tag_id != tag.id:
            raise Invalid("word", _("Ce mot est déjà le synonyme d’un autre mot-clé."))
        if known is None:
            other = db.session.scalar(select(Tag).where(Tag.slug == word_slug))
            if other is not None:
                merge(other, tag)
            db.session.add(TagSynonym(slug=word_slug, name=word, tag_id=tag.id))
            touch("discussions", "library")


def remove_synonym(actor: Actor, tag_id: int, word_slug: str) -> None:
    """Says that a word does not stand for a tag any more; what was merged stays under the tag.

    Raises:
        NotFound: there is no such tag.
        NotAllowed: see the rule "tag.hold".
    """
    with transaction():
        tag = find_tag(actor, tag_id)
        db.session.execute(delete(TagSynonym).where(TagSynonym.slug == word_slug, TagSynonym.tag_id == tag.id))
        touch("discussions", "library")


def find_tag(actor: Actor, tag_id: int) -> Tag:
    require(actor, "tag.hold")
    tag = db.session.get(Tag, tag_id, populate_existing=True)
    if tag is None:
        raise NotFound
    return tag


def merge(other: Tag, tag: Tag) -> None:
    """Puts under a tag what stands under another one, which is gone then."""
    threads = select(ThreadTag.thread_id, literal(tag.id)).where(ThreadTag.tag_id == other.id)
    take_over(ThreadTag, ["thread_id", "tag_id"], threads, ThreadTag.tag_id == other.id)
    spaces = select(SpaceTag.space_id, literal(tag.id), SpaceTag.position).where(SpaceTag.tag_id == other.id)
    take_over(SpaceTag, ["space_id", "tag_id", "position"], spaces, SpaceTag.tag_id == other.id)
    watched = (Watch.kind == "tag") & (Watch.object_id == other.id)
    columns = ["person_id", "kind", "object_id", "level", "is_automatic", "since"]
    watches = select(Watch.person_id, Watch.kind, literal(tag.id), Watch.level, Watch.is_automatic, Watch.since)
    take_over(Watch, columns, watches.where(watched), watched)
    db.session.execute(update(TagSynonym).where(TagSynonym.tag_id == other.id).values(tag_id=tag.id))
    db.session.execute(delete(Tag).where(Tag.id == other.id))
    record(TagsMerged(tag.id))


def take_over(model: Any, columns: list[str], rows: Any, old: Any) -> None:
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    db.session.execute(make(model).from_select(columns, rows).on_conflict_do_nothing())
    db.session.execute(delete(model).where(old))
