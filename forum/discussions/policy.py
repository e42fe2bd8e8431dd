"""Who may do what in discussions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.discussions.models import Post, Space, Thread


@dataclass(frozen=True)
class PostInThread:
    """A post together with its thread: what the rules about a post need."""

    post: Post
    thread: Thread


@visibility(Space)
def spaces_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those whose audience the actor is in."""
    return Space.audience.in_(sorted(actor.audiences))


@rule("space.see", sees=Space)
def sees_space(actor: Actor, space: Space) -> bool:
    """Whoever is in its audience."""
    return space.audience in actor.audiences


@visibility(Thread)
def threads_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Those whose audience the actor is in."""
    return Thread.audience.in_(sorted(actor.audiences))


@rule("thread.see", sees=Thread)
def sees_thread(actor: Actor, thread: Thread) -> bool:
    """Whoever is in its audience."""
    return thread.audience in actor.audiences


@rule("post.see", sees=PostInThread)
def sees_post(actor: Actor, written: PostInThread) -> bool:
    """Whoever sees its thread; what was deleted or hidden is a trace there."""
    return sees_thread(actor, written.thread)


@rule("thread.open")
def opens_threads(actor: Actor, space: Space) -> bool:
    """Members, where they see the space."""
    return actor.is_signed_in and sees_space(actor, space)


@rule("thread.reply")
def replies(actor: Actor, thread: Thread) -> bool:
    """Members, where they see the thread and it is not locked."""
    return actor.is_signed_in and sees_thread(actor, thread) and thread.locked_at is None


@rule("post.edit")
def edits(actor: Actor, written: PostInThread) -> bool:
    """Its author, while it can be read and the thread is not locked."""
    mine = actor.is_signed_in and written.post.author_id == actor.id
    return mine and replies(actor, written.thread) and written.post.is_readable


@rule("post.delete")
def deletes(actor: Actor, written: PostInThread) -> bool:
    """Its author, as long as it can be read: also in a locked thread."""
    mine = actor.is_signed_in and written.post.author_id == actor.id
    return mine and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.revisions")
def reads_revisions(actor: Actor, written: PostInThread) -> bool:
    """Members, of a post that can be read: what was said before an edit is not denied."""
    return actor.is_signed_in and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.report")
def reports(actor: Actor, written: PostInThread) -> bool:
    """Members, what others wrote."""
    others = actor.is_signed_in and written.post.author_id != actor.id
    return others and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.hide")
def hides(actor: Actor, written: PostInThread) -> bool:
    """Mediators, except what they wrote themselves. A report brings it to them wherever it stands."""
    return actor.has_role("mediator") and written.post.author_id != actor.id


@rule("thread.pin")
def pins(actor: Actor, thread: Thread) -> bool:
    """Mediators, where they see the thread."""
    return actor.has_role("mediator") and sees_thread(actor, thread)


@rule("thread.lock")
def locks(actor: Actor, thread: Thread) -> bool:
    """Mediators, where they see the thread."""
    return pins(actor, thread)


@rule("space.open", of_site=True)
def opens_spaces(actor: Actor, _: object) -> bool:
    """Administrators, and the site itself when a school or a community begins."""
    return actor.has_role("administrator")
