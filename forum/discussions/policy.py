"""Who may do what in discussions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, bindparam, false, or_

from forum.core import audience
from forum.core.actor import Actor
from forum.core.policy import rule, visibility
from forum.core.time_limits import is_within
from forum.discussions.models import Post, Space, Thread, ThreadKind


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


SEEN_BY_READER = Thread.audience.in_(bindparam("audiences", expanding=True))
"""As `threads_seen_by`, for a statement that is put together once: it is given the reader's `audiences`."""


@rule("thread.see", sees=Thread)
def sees_thread(actor: Actor, thread: Thread) -> bool:
    """Whoever is in its audience."""
    return thread.audience in actor.audiences


@rule("thread.similar", of_site=True)
def looks_for_similar(actor: Actor, _: object) -> bool:
    """Members, among what they may read."""
    return actor.is_signed_in


@rule("tags.suggest", of_site=True)
def looks_for_tags(actor: Actor, _: object) -> bool:
    """Members, among those under which they find something."""
    return actor.is_signed_in


@rule("post.see", sees=PostInThread)
def sees_post(actor: Actor, written: PostInThread) -> bool:
    """Whoever sees its thread; what was deleted or hidden is a trace there."""
    return sees_thread(actor, written.thread)


def holds_audience(actor: Actor, token: str) -> bool:
    """Whether the actor looks after the school or the community that a token stands for."""
    kind, _, number = token.partition(":")
    match kind:
        case "school":
            return actor.has_claim(f"school-referent:{number}")
        case "community":
            return actor.has_claim(f"community-facilitator:{number}")
    return False


def tokens_held_by(actor: Actor) -> list[str]:
    """The audiences that the actor looks after: of schools as a referent, of communities as a facilitator."""
    held = {"school-referent": audience.of_school, "community-facilitator": audience.of_community}
    parted = [claim.partition(":") for claim in sorted(actor.claims)]
    tokens = [held[kind](int(number)) for kind, _, number in parted if kind in held]
    return [token for token in tokens if token in actor.audiences]


def spaces_held_by(actor: Actor) -> ColumnElement[bool]:
    """Those that the rule "space.hold" gives the actor."""
    if not actor.is_signed_in:
        return false()
    if actor.has_role("mediator"):
        return spaces_seen_by(actor)
    held = sorted(int(claim.partition(":")[2]) for claim in actor.claims if claim.startswith("space-holder:"))
    return and_(spaces_seen_by(actor), or_(Space.id.in_(held), Space.audience.in_(tokens_held_by(actor))))


def threads_held_by(actor: Actor) -> ColumnElement[bool]:
    """Those that the rule "thread.hold" gives the actor."""
    if not actor.is_signed_in:
        return false()
    if actor.has_role("mediator"):
        return threads_seen_by(actor)
    held = sorted(int(claim.partition(":")[2]) for claim in actor.claims if claim.startswith("space-holder:"))
    return and_(threads_seen_by(actor), or_(Thread.space_id.in_(held), Thread.audience.in_(tokens_held_by(actor))))


@rule("space.hold")
def holds_space(actor: Actor, space: Space) -> bool:
    """Mediators; who holds it for a time; the referents of its school, the facilitators of its community."""
    if not (actor.is_signed_in and sees_space(actor, space)):
        return False
    held = actor.has_claim(f"space-holder:{space.id}") or holds_audience(actor, space.audience)
    return held or actor.has_role("mediator")


@rule("thread.hold")
def holds_thread(actor: Actor, thread: Thread) -> bool:
    """The holders of its space: they pin, lock, move, split, merge, rename, slow, summarise, and write notes."""
    if not (actor.is_signed_in and sees_thread(actor, thread)):
        return False
    held = actor.has_claim(f"space-holder:{thread.space_id}") or holds_audience(actor, thread.audience)
    return held or actor.has_role("mediator")


@rule("space.receive")
def receives_threads(actor: Actor, space: Space) -> bool:
    """Its holders, as long as it is not closed: they may bring threads there."""
    return holds_space(actor, space) and space.closed_at is None


@rule("space.name_holder")
def names_holders(actor: Actor, space: Space) -> bool:
    """Mediators and administrators, of a space that they see."""
    names = actor.has_role("mediator") or actor.has_role("administrator")
    return names and sees_space(actor, space)


@rule("space.write")
def writes_in_space(actor: Actor, space: Space) -> bool:
    """Members, where they see it, as long as it is not closed with its community."""
    return actor.is_signed_in and sees_space(actor, space) and space.closed_at is None


@rule("thread.open")
def opens_threads(actor: Actor, space: Space) -> bool:
    """Whoever may write in the space."""
    return writes_in_space(actor, space)


@rule("thread.reply")
def replies(actor: Actor, thread: Thread) -> bool:
    """Members, where they see the thread and it is neither locked nor merged into another.

    Whether its space takes anything at all ("space.write") is asked beside.
    """
    is_open = thread.locked_at is None and thread.merged_into_id is None
    return actor.is_signed_in and sees_thread(actor, thread) and is_open


@rule("thread.note")
def writes_notes(actor: Actor, thread: Thread) -> bool:
    """Its holders, also where it is locked."""
    return holds_thread(actor, thread) and thread.merged_into_id is None


@rule("post.edit")
def edits(actor: Actor, written: PostInThread) -> bool:
    """Its author for a day (EDIT_POST_MINUTES), and of a wiki post every member, where they may reply."""
    if not (replies(actor, written.thread) and written.post.is_readable):
        return False
    mine = written.post.author_id == actor.id and is_within(written.post.written_at, "edit_post_minutes")
    return mine or written.post.is_wiki


@rule("post.revise")
def revises_hidden(actor: Actor, written: PostInThread) -> bool:
    """Its author, what mediators hid; the desk says whether they asked for it, and who reads it again before others."""
    mine = actor.is_signed_in and written.post.author_id == actor.id
    return mine and written.post.hidden_at is not None and written.post.deleted_at is None


@rule("post.delete")
def deletes(actor: Actor, written: PostInThread) -> bool:
    """Its author, as long as it can be read: also in a locked thread."""
    mine = actor.is_signed_in and written.post.author_id == actor.id
    return mine and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.undelete")
def undeletes(actor: Actor, written: PostInThread) -> bool:
    """Its author, who deleted it, for an hour (UNDO_MINUTES)."""
    post = written.post
    mine = actor.is_signed_in and post.author_id == actor.id == post.deleted_by
    return mine and sees_thread(actor, written.thread) and is_within(post.deleted_at, "undo_minutes")


@rule("post.revisions")
def reads_revisions(actor: Actor, written: PostInThread) -> bool:
    """Members, of a post that can be read: what was said before an edit is not denied."""
    return actor.is_signed_in and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.report")
def reports(actor: Actor, written: PostInThread) -> bool:
    """Members, what others wrote."""
    others = actor.is_signed_in and written.post.author_id != actor.id
    return others and sees_thread(actor, written.thread) and written.post.is_readable


@rule("post.react")
def reacts(actor: Actor, written: PostInThread) -> bool:
    """Members, to what others wrote."""
    return reports(actor, written)


@rule("post.reactors")
def reads_who_reacted(actor: Actor, written: PostInThread) -> bool:
    """Members, of a post that can be read: names are for members only."""
    return reads_revisions(actor, written)


@rule("post.helped")
def marks_what_helped(actor: Actor, written: PostInThread) -> bool:
    """Who asked the question, and the holders: of a reply that can be read, in a question or a call for experience."""
    post, thread = written.post, written.thread
    asks = thread.kind != ThreadKind.DISCUSSION.value and post.number > 1 and post.is_readable
    asked = actor.is_signed_in and thread.author_id == actor.id
    return asks and sees_thread(actor, thread) and (asked or holds_thread(actor, thread))


@rule("post.hide")
def hides(actor: Actor, written: PostInThread) -> bool:
    """Mediators, except what they wrote themselves. A report brings it to them wherever it stands."""
    return actor.has_role("mediator") and written.post.author_id != actor.id


@rule("thread.pin")
def pins(actor: Actor, thread: Thread) -> bool:
    """Its holders."""
    return holds_thread(actor, thread)


@rule("thread.lock")
def locks(actor: Actor, thread: Thread) -> bool:
    """Its holders."""
    return holds_thread(actor, thread)


@rule("tag.hold", of_site=True)
def holds_tags(actor: Actor, _: object) -> bool:
    """Mediators and administrators: they say which words stand for the same thing."""
    return actor.has_role("mediator") or actor.has_role("administrator")


@rule("space.open", of_site=True)
def opens_spaces(actor: Actor, _: object) -> bool:
    """Administrators, and the site itself when a school or a community begins."""
    return actor.has_role("administrator")
