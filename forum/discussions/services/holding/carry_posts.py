"""Taking posts from one thread to another, with all that is kept about them: what splitting, merging, reassigning and
their undoing share.

Numbers are never used twice. A post that leaves keeps a trace under its number, so that its old address leads to it,
and the number is free for it should it come back. Each number of a thread up to its last is that of one post or of one
trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from forum.core import audience
from forum.core.errors import Conflict, Invalid
from forum.core.events import record
from forum.core.models import now
from forum.discussions.events import PostsMoved, ThreadChanged
from forum.discussions.models import Post, PostTrace, Thread
from forum.discussions.services.counting import recount_threads
from forum.discussions.services.holding.acts import touch_threads
from forum.discussions.services.holding.carry_marks import carry_marks, settle_marks, unsettle_marks
from forum.discussions.services.rendering import render_all_again
from forum.discussions.told import carry_told
from forum.extensions import db

MOST_CARRIED = 1_000
"""Posts that one act takes elsewhere: each is drawn anew in one transaction."""

Carried = list[tuple[int, int, int]]
"""Of each post: its id, the number that it had, the number that it has now."""
Facts = dict[str, Any]
"""What taking posts back needs: `posts` as above; `marks`, as `settle_marks` gave them, up to `last_number`."""


def carry_posts(
    posts: Sequence[Post], source: Thread, target: Thread, moment: datetime, numbers: Sequence[int] | None = None
) -> Facts:
    """Takes posts to another thread: after its last post, in their order, or back to numbers that were theirs.

    Both threads are held. Afterwards counts, last words, marks, traces, notices and what is drawn are right; the
    index and open pages follow from the event.

    Args:
        posts: of the source, in order.
        moment: when they left.
        numbers: those that they come back to.
    """
    places = numbers or range(target.last_number + 1, target.last_number + 1 + len(posts))
    carried = [(post.id, post.number, place) for post, place in zip(posts, places, strict=True)]
    leave_traces(carried, source, target, moment)
    target.last_number = max(target.last_number, *places)
    for post, place in zip(posts, places, strict=True):
        post.thread_id, post.number = target.id, place
    db.session.flush()
    render_all_again(posts)
    carry_told(posts, target)
    recount_threads((source, target))
    carry_marks(carried, source, target)
    marks = settle_marks(source)
    touch_threads(source, target)
    record(PostsMoved([post.id for post in posts], source.id, target.id))
    record(ThreadChanged(source.id))
    record(ThreadChanged(target.id))
    return {"posts": carried, "marks": marks, "last_number": source.last_number}


def leave_traces(carried: Carried, source: Thread, target: Thread, moment: datetime) -> None:
    places = [place for _post_id, _number, place in carried]
    db.session.execute(delete(PostTrace).where(PostTrace.thread_id == target.id, PostTrace.number.in_(places)))
    traces = [
        PostTrace(thread_id=source.id, number=number, post_id=post_id, moved_at=moment)
        for post_id, number, _place in carried
    ]
    db.session.add_all(traces)
    db.session.flush()


def posts_to_carry(thread: Thread, post_ids: Sequence[int]) -> list[Post]:
    """The posts of some ids, in order.

    Raises:
        Invalid: there are none, too many, or some of them stand in another thread by now.
    """
    wanted = set(post_ids)
    if not wanted:
        raise Invalid("posts", _("Choisissez au moins un message."))
    if len(wanted) > MOST_CARRIED:
        raise Invalid("posts", too_many())
    query = select(Post).where(Post.thread_id == thread.id, Post.id.in_(wanted)).order_by(Post.number)
    posts = list(db.session.scalars(query.execution_options(populate_existing=True)))
    if len(posts) != len(wanted):
        raise Invalid("posts", _("Certains de ces messages ne sont plus dans cette discussion. Choisissez de nouveau."))
    return posts


def too_many() -> str:
    return _("Il y a trop de messages à déplacer en une fois : %(max)d au plus.", max=MOST_CARRIED)


def refuse_wider(source: Thread, target_audience: str, field: str) -> None:
    """Refuses to show to more people what was written for fewer.

    Raises:
        Invalid: the target's readers are not all among the source's.
    """
    if not audience.covers(source.audience, target_audience):
        raise Invalid(
            field,
            _("Ce qui a été écrit ici ne peut pas être montré à d’autres personnes que celles qui le lisent déjà."),
        )


def carry_back(facts: Mapping[str, Any], target: Thread, source: Thread, since: datetime) -> None:
    """Takes posts back to where an act took them from, under the numbers that they had there.

    Args:
        facts: as `carry_posts` gave them.
        target: where they stand now.
        source: where they go back to.
        since: when they left.

    Raises:
        Conflict: some are no longer there, or say what was written for fewer people than those who would read it.
    """
    numbers = {post_id: number for post_id, number, _place in facts["posts"]}
    query = select(Post).where(Post.thread_id == target.id, Post.id.in_(numbers)).order_by(Post.number)
    posts = list(db.session.scalars(query.execution_options(populate_existing=True)))
    if len(posts) != len(numbers):
        raise Conflict(_("Certains de ces messages ne sont plus là où ils avaient été mis."))
    if not audience.covers(target.audience, source.audience) and any(is_edited(post, since) for post in posts):
        raise Conflict(
            _("Certains de ces messages ont été modifiés depuis, pour moins de personnes : ils ne peuvent pas revenir.")
        )
    unsettle_marks(source, facts["marks"], facts["last_number"])
    carry_posts(posts, target, source, now(), [numbers[post.id] for post in posts])


def is_edited(post: Post, since: datetime) -> bool:
    return post.edited_at is not None and post.edited_at > since
