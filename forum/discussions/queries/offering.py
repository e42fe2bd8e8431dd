"""What is offered to who opens a thread: the templates and the tags of its space, and what was already said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from forum.core.actor import Actor
from forum.core.policy import visible
from forum.core.text import slug, tidy_line
from forum.discussions.models import Space, SpaceTag, SpaceTemplate, Tag, TagSynonym, Thread, ThreadTag
from forum.discussions.queries.thread_rows import TagWord
from forum.discussions.services.open_thread import LONGEST_TAG, LONGEST_TITLE
from forum.extensions import db
from forum.search.services import Row, resembling

MOST_SUGGESTED = 8
MOST_SIMILAR = 5
SIMILAR_KINDS = ("thread", "sheet")
FEWEST_LETTERS = 4


def templates_of(space_id: int) -> Sequence[SpaceTemplate]:
    """The texts that threads of a space may begin with."""
    query = select(SpaceTemplate).where(SpaceTemplate.space_id == space_id)
    return list(db.session.scalars(query.order_by(SpaceTemplate.position, SpaceTemplate.id)))


def suggested_tags(space_id: int) -> Sequence[TagWord]:
    """The tags that a space suggests, in its order."""
    query = select(Tag.slug, Tag.name).join(SpaceTag, SpaceTag.tag_id == Tag.id).where(SpaceTag.space_id == space_id)
    return [TagWord(*row) for row in db.session.execute(query.order_by(SpaceTag.position))]


def tags_beginning(actor: Actor, asked: str, space_id: int | None) -> Sequence[TagWord]:
    """Tags whose name, or another word for which, begins so: eight, first those that a space suggests.

    Only such as the actor finds something under, or that a space of theirs suggests.

    Args:
        asked: what was typed of a word.
        space_id: the space where it is typed, if there is one.
    """
    beginning = slug(tidy_line(asked)[:LONGEST_TAG].lstrip("#"))
    if beginning == "-":
        return []
    filed = select(ThreadTag.tag_id).join(Thread, Thread.id == ThreadTag.thread_id).where(visible(actor, Thread))
    offered = select(SpaceTag.tag_id).join(Space, Space.id == SpaceTag.space_id).where(visible(actor, Space))
    here = Tag.id.in_(offered.where(SpaceTag.space_id == (space_id or 0)))
    meant = select(TagSynonym.tag_id).where(TagSynonym.slug.startswith(beginning, autoescape=True))
    query = (
        select(Tag.slug, Tag.name)
        .where(or_(Tag.slug.startswith(beginning, autoescape=True), Tag.id.in_(meant)))
        .where(or_(Tag.id.in_(filed), Tag.id.in_(offered)))
        .order_by(here.desc(), Tag.slug)
        .limit(MOST_SUGGESTED)
    )
    return [TagWord(*row) for row in db.session.execute(query)]


def similar_to(actor: Actor, title: str) -> Sequence[Row]:
    """Threads and sheets that the actor may read and that speak of what a title says: five, threads first.

    Args:
        title: as far as it is typed.
    """
    words = tidy_line(title)[:LONGEST_TITLE]
    if len(words) < FEWEST_LETTERS:
        return []
    found = {kind: resembling(actor, words, kind, MOST_SIMILAR) for kind in SIMILAR_KINDS}
    sheets = found["sheet"][: max(2, MOST_SIMILAR - len(found["thread"]))]
    return [*found["thread"][: MOST_SIMILAR - len(sheets)], *sheets]
