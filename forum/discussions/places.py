"""Where people write in discussions: in threads, in spaces that take new ones, in posts that are edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, select

from forum.accounts.audiences import people_in
from forum.core import audience
from forum.core.actor import Actor
from forum.core.policy import can, visible
from forum.discussions.models import Post, Space, Thread
from forum.discussions.policy import PostInThread
from forum.extensions import db
from forum.writing.holders import register_holder
from forum.writing.places import Group, ShownPlace, register_place


def thread_and_space(thread_id: int) -> tuple[Thread, Space] | None:
    """A thread with its space."""
    query = select(Thread, Space).join(Space, Space.id == Thread.space_id).where(Thread.id == thread_id)
    found = db.session.execute(query).first()
    return (found[0], found[1]) if found is not None else None


def writes_in_thread(actor: Actor, thread_id: int) -> bool:
    """Whoever may reply there."""
    found = thread_and_space(thread_id)
    return found is not None and can(actor, "thread.reply", found[0]) and can(actor, "space.write", found[1])


def writes_in_space(actor: Actor, space_id: int) -> bool:
    """Whoever may open a thread there."""
    space = db.session.get(Space, space_id)
    return space is not None and can(actor, "thread.open", space)


def post_in_thread(post_id: int) -> PostInThread | None:
    """A post with its thread."""
    query = select(Post, Thread).join(Thread, Thread.id == Post.thread_id).where(Post.id == post_id)
    found = db.session.execute(query).first()
    return PostInThread(*found) if found is not None else None


def writes_in_post(actor: Actor, post_id: int) -> bool:
    """Whoever may edit it."""
    written = post_in_thread(post_id)
    return written is not None and can(actor, "post.edit", written)


def shown_threads(actor: Actor, ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """Threads, as the places of replies."""
    query = select(Thread).where(Thread.id.in_(ids), visible(actor, Thread))
    return {
        thread.id: ShownPlace(
            _("Réponse dans « %(title)s »", title=thread.title),
            url_for(
                "discussions.thread", thread_id=thread.id, slug=thread.slug, post=thread.last_number, _anchor="reply"
            ),
        )
        for thread in db.session.scalars(query)
    }


def shown_spaces(actor: Actor, ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """Spaces, as the places of new threads."""
    query = select(Space).where(Space.id.in_(ids), visible(actor, Space))
    return {
        space.id: ShownPlace(
            _("Nouvelle discussion dans « %(space)s »", space=space.name),
            url_for("discussions.new_thread", slug=space.slug),
        )
        for space in db.session.scalars(query)
    }


def shown_posts(actor: Actor, ids: Sequence[int]) -> Mapping[int, ShownPlace]:
    """Posts, as the places of their edits."""
    query = select(Post.id, Thread.title).join(Thread, Thread.id == Post.thread_id)
    return {
        post_id: ShownPlace(
            _("Modification d’un message dans « %(title)s »", title=title),
            url_for("discussions.edit", post_id=post_id),
        )
        for post_id, title in db.session.execute(query.where(Post.id.in_(ids), visible(actor, Thread)))
    }


def people_of_thread(actor: Actor, thread_id: int) -> Select[int] | None:
    """Those who may see a thread."""
    thread = db.session.get(Thread, thread_id)
    return people_in(thread.audience) if thread is not None and can(actor, "thread.see", thread) else None


def people_of_space(actor: Actor, space_id: int) -> Select[int] | None:
    """Those who may see a space."""
    space = db.session.get(Space, space_id)
    return people_in(space.audience) if space is not None and can(actor, "space.see", space) else None


def people_of_post(actor: Actor, post_id: int) -> Select[int] | None:
    """Those who may see the thread of a post."""
    written = post_in_thread(post_id)
    return people_of_thread(actor, written.thread.id) if written is not None else None


def groups_of_thread(actor: Actor, thread_id: int) -> Sequence[Group]:
    """Those whom a thread's holders may call together."""
    thread = db.session.get(Thread, thread_id)
    return groups_of(thread.audience) if thread is not None and can(actor, "thread.hold", thread) else ()


def groups_of_space(actor: Actor, space_id: int) -> Sequence[Group]:
    """Those whom a space's holders may call together."""
    space = db.session.get(Space, space_id)
    return groups_of(space.audience) if space is not None and can(actor, "space.hold", space) else ()


def groups_of_post(actor: Actor, post_id: int) -> Sequence[Group]:
    """As in the thread of a post."""
    written = post_in_thread(post_id)
    return groups_of_thread(actor, written.thread.id) if written is not None else ()


def groups_of(token: str) -> Sequence[Group]:
    """The groups that an audience knows: its members, where it is a school's or a community's; the site's own."""
    site = [Group("mediation", _("La médiation")), Group("comite", _("Le comité"))]
    if token in (audience.PUBLIC, audience.MEMBERS):
        return site
    is_school = token.startswith("school:")
    words = _("Tous les membres de l’établissement") if is_school else _("Tous les membres de la communauté")
    return [Group("membres", words), *site]


def sees_files_of_post(actor: Actor, post_id: int) -> bool:
    """Whoever can read the post; of one that was hidden, the mediators who judge it."""
    written = post_in_thread(post_id)
    if written is None or written.post.deleted_at is not None:
        return False
    if written.post.hidden_at is not None:
        return actor.has_role("mediator")
    return can(actor, "post.see", written)


register_place("thread", writes_in_thread, shown=shown_threads, people=people_of_thread, groups=groups_of_thread)
register_place("space", writes_in_space, shown=shown_spaces, people=people_of_space, groups=groups_of_space)
register_place("post", writes_in_post, shown=shown_posts, people=people_of_post, groups=groups_of_post)
register_holder("post", sees_files_of_post)
