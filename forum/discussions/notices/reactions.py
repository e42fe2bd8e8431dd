"""What authors are told when people react to what they wrote, and when it helped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Row, func, select

from forum.accounts.models import Person
from forum.accounts.sessions import actor_of
from forum.core.events import on
from forum.core.models import now
from forum.core.policy import can
from forum.core.transactions import transaction
from forum.discussions.events import PostHelped, ReactionsChanged
from forum.discussions.models import Post, Reaction, Thread
from forum.extensions import db
from forum.notices.services import tell
from forum.notices.words import notice_words, reason_words

HELPED = "post.helped"
OWN = "own-post"


@reason_words(OWN)
def own_post() -> str:
    return _("Parce que vous avez écrit ce message")


@notice_words("post.thanks", "reactions")
def thanked(facts: Mapping[str, Any]) -> str:
    """Somebody thanks for a post."""
    return _("%(name)s vous remercie de votre message dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("post.will_try", "reactions")
def will_be_tried(facts: Mapping[str, Any]) -> str:
    """Somebody will try what a post tells."""
    return _("%(name)s va essayer ce que vous dites dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("post.same_here", "reactions")
def same_here(facts: Mapping[str, Any]) -> str:
    """Somebody knows what a post tells."""
    return _("%(name)s vit ce que vous dites dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words("post.question", "reactions")
def questioned(facts: Mapping[str, Any]) -> str:
    """Somebody has a question about a post."""
    return _("%(name)s a une question sur votre message dans « %(title)s ».", name=facts["name"], title=facts["title"])


@notice_words(HELPED, "answers")
def helped(facts: Mapping[str, Any]) -> str:
    """One's reply was marked as what helped."""
    return _("%(name)s dit que votre réponse a aidé dans « %(title)s ».", name=facts["name"], title=facts["title"])


@on(ReactionsChanged, "notices")
def tell_of_reactions(events: Sequence[ReactionsChanged]) -> None:
    """Tells authors of reactions: once a day of each kind to one post, by the name of who came first."""
    today = now().astimezone(UTC).date()
    since = datetime.combine(today, time.min, UTC)
    for post_id in dict.fromkeys(event.post_id for event in events):
        with transaction():
            for post, thread, kind, name in first_of_each_kind(post_id, since):
                key = f"post:{post.id}:{kind}:{today.isoformat()}"
                tell_author(post, thread, f"post.{kind}", key, name)


def first_of_each_kind(post_id: int, since: datetime) -> Sequence[Row[Post, Thread, str, str]]:
    """Who reacted first to a post in each way since a moment, with the post and its thread, by one statement."""
    place = func.row_number().over(partition_by=Reaction.kind, order_by=(Reaction.reacted_at, Reaction.person_id))
    placed = (
        select(Reaction.kind, Reaction.person_id, place.label("place"))
        .where(Reaction.post_id == post_id, Reaction.reacted_at >= since)
        .subquery()
    )
    query = (
        select(Post, Thread, placed.c.kind, Person.name)
        .select_from(placed)
        .join(Person, Person.id == placed.c.person_id)
        .join(Post, Post.id == post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(placed.c.place == 1)
        .order_by(placed.c.kind)
        .execution_options(populate_existing=True)
    )
    return db.session.execute(query).all()


@on(PostHelped, "notices")
def tell_of_help(events: Sequence[PostHelped]) -> None:
    """Tells who wrote a reply that it helped, unless they marked it themselves or the mark was taken back."""
    for event in events:
        with transaction():
            found = db.session.execute(
                select(Post, Thread, Person.name)
                .join(Thread, Thread.id == Post.thread_id)
                .join(Person, Person.id == Post.helped_by)
                .where(Post.id == event.post_id, Post.helped_by != Post.author_id)
                .execution_options(populate_existing=True)
            ).first()
            if found is not None:
                post, thread, name = found
                tell_author(post, thread, HELPED, f"post:{post.id}:helped", name)


def tell_author(post: Post, thread: Thread, kind: str, key: str, name: str) -> None:
    author = db.session.get_one(Person, post.author_id)
    if not (post.is_readable and author.confirmed_at and can(actor_of(author), "thread.see", thread)):
        return
    tell(
        author.id,
        kind,
        key,
        {"name": name, "title": thread.title},
        f"/posts/{post.id}",
        about=f"post:{post.id}",
        topic=f"thread:{thread.id}",
        audience=thread.audience,
        reason=OWN,
    )
