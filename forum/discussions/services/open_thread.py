"""Opening a thread."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum.core.actor import Actor
from forum.core.changes import touch
from forum.core.errors import Invalid
from forum.core.events import record
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import is_blank, slug, tidy_line
from forum.core.transactions import transaction
from forum.discussions.events import ThreadOpened
from forum.discussions.models import Space, Tag, Thread, ThreadKind, ThreadTag
from forum.discussions.services.finding import find_space, find_tags
from forum.discussions.services.writing import add_post, keep_pace, require_open_space
from forum.extensions import db
from forum.writing.bodies import checked_body
from forum.writing.services import erase_draft

LONGEST_TITLE = 200
LONGEST_TAG = 40
MOST_TAGS = 5


def open_thread(
    actor: Actor,
    space_id: int,
    title: str,
    body: str,
    *,
    kind: str = ThreadKind.DISCUSSION,
    tags: Sequence[str] = (),
    submission: str | None = None,
) -> Thread:
    """Opens a thread with its first post.

    Args:
        actor: who opens it.
        space_id: where.
        title: 200 characters at most.
        body: the first post, Markdown.
        kind: a discussion, a question or a call for experience.
        tags: five keywords at most, each 40 characters at most.
        submission: what tells the same form sent twice.

    Raises:
        NotFound, NotAllowed: the actor may not see the space, or not write there, or it is closed.
        Invalid: title, body, kind or tags can't be accepted, or the text shows too many files.
        TooMany: too many posts in a minute.
    """
    try:
        return write_thread(actor, space_id, title, body, kind, tags, submission)
    except IntegrityError:
        twin = thread_sent_before(actor.person_id, submission)  # two presses of the button at once
        if twin is None:
            raise
        return twin


def write_thread(
    actor: Actor, space_id: int, title: str, body: str, kind: str, tags: Sequence[str], submission: str | None
) -> Thread:
    with transaction():
        space = find_space(actor, space_id)
        require_open_space(actor, space)
        require(actor, "thread.open", space)
        title, body = checked_title(title), checked_body(body)
        if kind not in list(ThreadKind):
            raise Invalid("kind", _("Choisissez la forme de la discussion."))
        words = checked_tags(tags)
        twin = thread_sent_before(actor.person_id, submission)
        if twin is not None:
            return twin
        keep_pace(actor.person_id)
        moment = now()
        thread = Thread(
            space_id=space.id,
            audience=space.audience,
            kind=str(kind),
            title=title,
            slug=slug(title),
            author_id=actor.person_id,
            opened_at=moment,
            last_post_at=moment,
            submission=submission,
        )
        db.session.add(thread)
        db.session.flush()
        post = add_post(thread, actor.person_id, body, moment, submission)
        for tag in tags_of(words):
            db.session.add(ThreadTag(thread_id=thread.id, tag_id=tag.id))
        erase_draft(actor.person_id, f"space:{space.id}")
        db.session.execute(update(Space).where(Space.id == space.id).values(thread_count=Space.thread_count + 1))
        touch("discussions", f"space:{space.id}")
        record(ThreadOpened(thread.id, post.id))
    return thread


def thread_sent_before(person_id: int, submission: str | None) -> Thread | None:
    if submission is None:
        return None
    return db.session.scalar(select(Thread).where(Thread.author_id == person_id, Thread.submission == submission))


def checked_title(title: str) -> str:
    title = tidy_line(title)
    if is_blank(title):
        raise Invalid("title", _("Donnez un titre à la discussion."))
    if len(title) > LONGEST_TITLE:
        raise Invalid("title", _("Ce titre est trop long : %(max)d caractères au plus.", max=LONGEST_TITLE))
    return title


def checked_tags(tags: Sequence[str]) -> dict[str, str]:
    """The keywords of a thread by slug, in the order given, each once."""
    words = tags_by_slug(tags)
    if len(words) > MOST_TAGS:
        raise Invalid("tags", _("Cinq mots-clés au plus."))
    return words


def tags_by_slug(tags: Sequence[str]) -> dict[str, str]:
    """Keywords by slug, in the order given, each once.

    Raises:
        Invalid: of the field "tags": one of them is too long.
    """
    words: dict[str, str] = {}
    for tag in tags:
        word = tidy_line(tag).lstrip("#").strip()
        if is_blank(word):
            continue
        if len(word) > LONGEST_TAG:
            raise Invalid("tags", _("Un mot-clé est trop long : %(max)d caractères au plus.", max=LONGEST_TAG))
        words.setdefault(slug(word), word)
    words.pop("-", None)
    return words


def tags_of(words: dict[str, str]) -> list[Tag]:
    """The tags of some words, each once: those that synonyms stand for, and those that are new made on the way."""
    known = find_tags(list(words))
    for tag_slug, word in words.items():
        if tag_slug not in known:
            known[tag_slug] = Tag(slug=tag_slug, name=word)
            db.session.add(known[tag_slug])
    db.session.flush()
    return list(dict.fromkeys(known[tag_slug] for tag_slug in words))
