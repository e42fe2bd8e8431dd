"""Threads and posts as rows of the results' page, by one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import Person
from forum.core.actor import Actor
from forum.core.i18n import day
from forum.core.policy import visible
from forum.discussions.models import Post, Space, Thread
from forum.extensions import db
from forum.search.documents import Result

THREAD, POST = "thread", "post"


def results(actor: Actor, ids: Mapping[str, Sequence[int]]) -> Mapping[tuple[str, int], Result]:
    """The rows of threads and posts, by their kinds and ids: of those that the actor may read."""
    parts = [part(actor, ids[kind]) for kind, part in ((THREAD, threads), (POST, posts)) if ids.get(kind)]
    if not parts:
        return {}
    return {(row.kind, row.id): result_of(row) for row in db.session.execute(union_all(*parts))}


def threads(actor: Actor, ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    is_asked = Thread.id.in_(ids), Thread.merged_into_id.is_(None)
    shown = rows(actor, THREAD, Thread.id, Thread.opened_at).join(Person, Person.id == Thread.author_id)
    return shown.where(*is_asked)


def posts(actor: Actor, ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    is_asked = Post.id.in_(ids), Post.deleted_at.is_(None), Post.hidden_at.is_(None)
    shown = rows(actor, POST, Post.id, Post.written_at).join(Post, Post.thread_id == Thread.id)
    return shown.join(Person, Person.id == Post.author_id).where(*is_asked)


def rows(
    actor: Actor, kind: str, number: InstrumentedAttribute[int], moment: InstrumentedAttribute[datetime]
) -> Select[*tuple[Any, ...]]:
    """What is said of things in threads that the actor sees."""
    columns = (Thread.title, Thread.slug, Person.name.label("author"), Space.name.label("space"))
    return (
        select(literal(kind).label("kind"), number.label("id"), moment.label("moment"), *columns)
        .select_from(Thread)
        .join(Space, Space.id == Thread.space_id)
        .where(visible(actor, Thread))
    )


def result_of(row: Any) -> Result:
    facts = (row.space, row.author, day(row.moment))
    if row.kind == THREAD:
        return Result(row.title, url_for("discussions.thread", thread_id=row.id, slug=row.slug), facts)
    return Result(_("Réponse dans « %(title)s »", title=row.title), url_for("discussions.post", post_id=row.id), facts)


def results_of(kind: str, actor: Actor, ids: Sequence[int]) -> Mapping[int, Result]:
    """The rows of one of the two kinds."""
    return {number: result for (_kind, number), result in results(actor, {kind: ids}).items()}
