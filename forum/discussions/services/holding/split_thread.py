"""Splitting a thread: some of its posts become a thread of their own."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select, update

from forum.core.actor import Actor
from forum.core.errors import Conflict, Invalid
from forum.core.models import now
from forum.core.policy import require
from forum.core.text import slug
from forum.core.transactions import transaction
from forum.discussions.models import Post, Space, Thread, ThreadAct
from forum.discussions.services.finding import find_space
from forum.discussions.services.holding.acts import Act, checked_reason, take_thread, touch_threads, write_down
from forum.discussions.services.holding.carry_posts import carry_back, carry_posts, posts_to_carry, refuse_wider
from forum.discussions.services.holding.carry_watches import carry_watches, watch_as_authors
from forum.discussions.services.holding.follow_merged import follow_merged
from forum.discussions.services.open_thread import checked_title
from forum.extensions import db


def split_thread(
    actor: Actor,
    thread_id: int,
    post_ids: Sequence[int],
    title: str,
    space_id: int,
    reason: str = "",
    *,
    submission: str | None = None,
) -> Thread:
    """Has posts of a thread begin another, in their order; the first post of the thread stays.

    Args:
        actor: who holds the thread and the space.
        thread_id: where they stand.
        post_ids: which.
        title: of the new thread.
        space_id: where it opens: the space of the thread, or one whose readers all read it.
        reason: for the log, 200 characters at most.
        submission: what tells the same form sent twice.

    Returns:
        the new thread.

    Raises:
        NotFound, NotAllowed: see the rules "thread.hold" and "space.receive".
        Invalid: title, posts, space or reason can't be accepted.
    """
    title, reason = checked_title(title), checked_reason(reason)
    with transaction():
        thread = take_thread(actor, thread_id)
        space = find_space(actor, space_id)
        require(actor, "space.receive", space)
        twin = split_before(post_ids, submission)
        if twin is not None:
            return twin
        posts = posts_to_carry(thread, post_ids)
        if posts[0].number == 1:
            raise Invalid(
                "posts",
                _("Le premier message ouvre la discussion : il y reste. Pour la changer de place, déplacez-la."),
            )
        refuse_wider(thread, space.audience, "space")
        moment = now()
        opened = Thread(
            space_id=space.id,
            audience=space.audience,
            kind=thread.kind,
            title=title,
            slug=slug(title),
            author_id=posts[0].author_id,
            opened_at=posts[0].written_at,
            last_post_at=posts[0].written_at,
            submission=submission,
        )
        db.session.add(opened)
        db.session.flush()
        db.session.execute(update(Space).where(Space.id == space.id).values(thread_count=Space.thread_count + 1))
        facts = carry_posts(posts, thread, opened, moment)
        carry_watches(thread, opened, moment)
        watch_as_authors(opened, (post.author_id for post in posts), moment)
        write_down(actor, Act.SPLIT, thread, facts, reason, other=opened, moment=moment)
    return opened


def split_before(post_ids: Sequence[int], submission: str | None) -> Thread | None:
    """The thread that the same page already made."""
    if submission is None:
        return None
    authors = select(Post.author_id).where(Post.id.in_(post_ids))
    return db.session.scalar(select(Thread).where(Thread.author_id.in_(authors), Thread.submission == submission))


def put_back_together(thread: Thread, opened: Thread, act: ThreadAct) -> None:
    """Brings the posts of a thread that was split off back; its address leads where they went.

    Raises:
        Conflict: something was written or proposed there since.
    """
    theirs = {post_id for post_id, _number, _place in act.facts["posts"]}
    there = set(db.session.scalars(select(Post.id).where(Post.thread_id == opened.id)))
    if there - theirs or opened.proposal_count:
        raise Conflict(_("On a écrit depuis dans la discussion qui en est née. Fusionnez-la plutôt dans celle-ci."))
    carry_back(act.facts, opened, thread, act.done_at)
    close_into(opened, thread)


def close_into(emptied: Thread, target: Thread) -> None:
    """Has a thread without posts lead to another, no list show it, and nobody see it who does not see the other."""
    emptied.merged_into_id = target.id
    fewer = update(Space).where(Space.id == emptied.space_id).values(thread_count=Space.thread_count - 1)
    db.session.execute(fewer)
    db.session.flush()
    follow_merged(target)
    touch_threads(emptied)
