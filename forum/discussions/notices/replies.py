"""Telling of posts: a new one to all whom it concerns, an edited one to those whom it names anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, literal, select

from forum.accounts.models import Person
from forum.core.events import on
from forum.core.transactions import transaction
from forum.discussions.events import PostEdited, PostWritten, ThreadOpened
from forum.discussions.models import Post, PostRevision, Thread
from forum.discussions.notices.mentions import named_in, quoted_in
from forum.discussions.notices.recipients import Spoken, recipients, told_as
from forum.discussions.notices.words import OPENED, REPLIED
from forum.extensions import db
from forum.notices.models import WatchLevel
from forum.notices.services import tell_many
from forum.notices.watching import watch


@on(ThreadOpened, "notices")
def tell_of_threads(events: Sequence[ThreadOpened]) -> None:
    """Tells of threads that were opened."""
    for event in events:
        tell_of_new_post(event.post_id)


@on(PostWritten, "notices")
def tell_of_replies(events: Sequence[PostWritten]) -> None:
    """Tells of replies."""
    for event in events:
        tell_of_new_post(event.post_id)


@on(PostEdited, "notices")
def tell_of_edits(events: Sequence[PostEdited]) -> None:
    """Tells those whom an edit names or quotes anew; who was told of the post already is not told again."""
    for event in events:
        with transaction():
            found = find_spoken(event.post_id)
            revised = select(PostRevision, Person.name).join(Person, Person.id == PostRevision.editor_id)
            edit = db.session.execute(revised.where(PostRevision.id == event.revision_id)).first()
            if found is None or edit is None:
                continue
            (post, thread, _), (before, editor) = found, edit
            named, quoted = named_in(post.source, before.source), quoted_in(post.source, before.source)
            tell(Spoken(post, thread, before.editor_id, editor, named, quoted, is_edit=True))


def tell_of_new_post(post_id: int) -> None:
    """Tells of a post; and who wrote it follows the thread from now on, unless they chose otherwise."""
    with transaction():
        found = find_spoken(post_id)
        if found is None:
            return
        post, thread, name = found
        watch(post.author_id, "thread", thread.id, WatchLevel.ALL, automatic=True)
        tell(Spoken(post, thread, post.author_id, name, named_in(post.source), quoted_in(post.source)))


def find_spoken(post_id: int) -> tuple[Post, Thread, str] | None:
    """A post that can be read, with its thread and its author's name, kept as it is until those concerned are told."""
    found = db.session.execute(
        select(Post, Thread, Person.name)
        .join(Thread, Thread.id == Post.thread_id)
        .join(Person, Person.id == Post.author_id)
        .where(Post.id == post_id)
        .with_for_update(read=True, of=Post)
        .execution_options(populate_existing=True)
    ).first()
    return (found[0], found[1], found[2]) if found is not None and found[0].is_readable else None


def tell(spoken: Spoken) -> None:
    post, thread = spoken.post, spoken.thread
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for person_id, reason in recipients(spoken).items():
        kind = reason.kind or (OPENED if post.number == 1 else REPLIED)
        by_kind[kind][person_id] = reason.token
    for kind, people in by_kind.items():
        tell_many(
            people,
            kind,
            f"post:{post.id}",
            {"name": spoken.name, "title": thread.title},
            f"/posts/{post.id}",
            about=f"post:{post.id}",
            topic=f"thread:{thread.id}",
            audience=thread.audience,
        )


@told_as("own-thread", rank=110)
def opener(spoken: Spoken) -> Select[int]:
    """Who opened the thread."""
    return select(literal(spoken.thread.author_id))
